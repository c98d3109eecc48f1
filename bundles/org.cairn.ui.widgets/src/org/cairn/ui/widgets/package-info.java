/** What the widgets share: asking for data that comes later. SWT only; nothing of dumps. */
@NonNullByDefault
package org.cairn.ui.widgets;

import org.eclipse.jdt.annotation.NonNullByDefault;
