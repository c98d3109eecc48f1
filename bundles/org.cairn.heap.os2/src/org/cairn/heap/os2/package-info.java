/** The kernel heaps of the 32-bit OS/2 systems: resident (VMKRH) and swappable (VMKSH). */
@NonNullByDefault
package org.cairn.heap.os2;

import org.eclipse.jdt.annotation.NonNullByDefault;
