/**
 * Dumps that are packed with gzip, Zstandard, xz or zip: recognised by their content, unpacked once
 * into a folder, and read from there.
 */
@NonNullByDefault
package org.cairn.dump.packed;

import org.eclipse.jdt.annotation.NonNullByDefault;
