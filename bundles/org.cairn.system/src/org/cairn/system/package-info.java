/**
 * The operating system inside a dump: a {@link org.cairn.system.SystemReader} recognises it and
 * finds its processes with their address spaces, modules, threads and heap lists.
 */
@NonNullByDefault
package org.cairn.system;

import org.eclipse.jdt.annotation.NonNullByDefault;
