/** The editor of a dump, which shows its overview. */
@NonNullByDefault
package org.cairn.ui.internal.editor;

import org.eclipse.jdt.annotation.NonNullByDefault;
