/** The 32-bit OS/2 systems (2.x, Warp): their kernel, and the owner ids of its memory. */
@NonNullByDefault
package org.cairn.system.os2;

import org.eclipse.jdt.annotation.NonNullByDefault;
