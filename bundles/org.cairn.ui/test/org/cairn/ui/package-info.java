/** Tests of what the bundle declares. */
@NonNullByDefault
package org.cairn.ui;

import org.eclipse.jdt.annotation.NonNullByDefault;
