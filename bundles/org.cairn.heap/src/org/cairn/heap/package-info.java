/**
 * The contract between heap decoders and everything that uses blocks. A {@link
 * org.cairn.heap.HeapDecoder} finds {@linkplain org.cairn.heap.HeapRoot heaps} and streams their
 * blocks as primitives into a {@link org.cairn.heap.BlockSink}; {@linkplain
 * org.cairn.heap.OwnerResolver owner resolvers} then fill in owners by the batch.
 */
@NonNullByDefault
package org.cairn.heap;

import org.eclipse.jdt.annotation.NonNullByDefault;
