/**
 * The walk over a heap: its segments, their uncommitted ranges, the free lists and the entries
 * themselves, and what contradicts the format.
 */
@NonNullByDefault
package org.cairn.heap.windows.internal.walk;

import org.eclipse.jdt.annotation.NonNullByDefault;
