/**
 * The low-fragmentation heap: what divides blocks of the back end into equal blocks of a bucket. A
 * {@link org.cairn.heap.windows.internal.lfh.LowFragmentationHeap} takes the containers that the
 * walk of the back end meets, one by one, and reports what is in them.
 */
@NonNullByDefault
package org.cairn.heap.windows.internal.lfh;

import org.eclipse.jdt.annotation.NonNullByDefault;
