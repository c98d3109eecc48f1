/**
 * Reads Windows minidumps. The layouts of the format are public, so that tools which write
 * minidumps use the same ones: {@link org.cairn.dump.windows.MinidumpFormat}.
 */
@NonNullByDefault
package org.cairn.dump.windows;

import org.eclipse.jdt.annotation.NonNullByDefault;
