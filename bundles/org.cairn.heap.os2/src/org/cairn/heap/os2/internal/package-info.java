/**
 * How the kernel heaps are decoded: by walking a heap whose header is there, and by the consistency
 * of block headers where only fragments are.
 */
@NonNullByDefault
package org.cairn.heap.os2.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
