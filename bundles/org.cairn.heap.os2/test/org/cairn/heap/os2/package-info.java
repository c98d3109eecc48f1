/** Tests of the OS/2 kernel heaps. */
@NonNullByDefault
package org.cairn.heap.os2;

import org.eclipse.jdt.annotation.NonNullByDefault;
