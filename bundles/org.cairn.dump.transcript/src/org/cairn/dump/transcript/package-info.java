/**
 * Reads what a debugger printed, as people share it where they cannot share a dump: the memory
 * lines of WinDbg, KD, the OS/2 kernel debugger and the OS/2 Dump Formatter make a sparse address
 * space.
 */
@NonNullByDefault
package org.cairn.dump.transcript;

import org.eclipse.jdt.annotation.NonNullByDefault;
