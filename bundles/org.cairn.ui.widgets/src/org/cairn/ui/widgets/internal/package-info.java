/** What several widgets need and nobody else. */
@NonNullByDefault
package org.cairn.ui.widgets.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
