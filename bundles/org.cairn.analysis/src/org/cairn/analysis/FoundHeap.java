package org.cairn.analysis;

import org.cairn.heap.HeapRoot;

/**
 * A heap that was found, before its blocks are decoded.
 *
 * @param id the number that it has in the store, from 1
 * @param process index of its process in the system
 * @param decoder identity of the decoder that found it
 * @param root the heap as the decoder described it; its status is never {@code partial}, which only
 *     decoding can tell
 */
public record FoundHeap(int id, int process, String decoder, HeapRoot root) {}
