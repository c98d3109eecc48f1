/** Parts that plug-ins contribute to views. */
@NonNullByDefault
package org.cairn.ui.internal.parts;

import org.eclipse.jdt.annotation.NonNullByDefault;
