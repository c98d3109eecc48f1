package org.cairn.store;

import org.cairn.heap.HeapRoot;

/**
 * A heap in a store.
 *
 * @param id its number
 * @param processId number of its process
 * @param decoder identity of the decoder that found it
 * @param root the heap as the decoder described it
 */
public record StoredHeap(int id, int processId, String decoder, HeapRoot root) {}
