/** The table of blocks. */
@NonNullByDefault
package org.cairn.ui.internal.blocks;

import org.eclipse.jdt.annotation.NonNullByDefault;
