/** More details of the blocks of the example's slab heap. */
@NonNullByDefault
package org.cairn.examples.slab.ui;

import org.eclipse.jdt.annotation.NonNullByDefault;
