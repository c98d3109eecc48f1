/** Tests of the OS/2 system. */
@NonNullByDefault
package org.cairn.system.os2;

import org.eclipse.jdt.annotation.NonNullByDefault;
