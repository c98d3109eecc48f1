/**
 * What a dump file is to Cairn: a {@link org.cairn.dump.DumpReader} recognises a file by its
 * content and turns it into a {@link org.cairn.dump.Dump}, which is memory and what the container
 * itself says about the system that it came from.
 */
@NonNullByDefault
package org.cairn.dump;

import org.eclipse.jdt.annotation.NonNullByDefault;
