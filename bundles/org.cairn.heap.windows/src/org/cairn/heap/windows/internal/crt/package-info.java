/** Headers and guards of the debug C run time, in the data of blocks of any heap. */
@NonNullByDefault
package org.cairn.heap.windows.internal.crt;

import org.eclipse.jdt.annotation.NonNullByDefault;
