/** Work in the background. */
@NonNullByDefault
package org.cairn.ui.internal.jobs;

import org.eclipse.jdt.annotation.NonNullByDefault;
