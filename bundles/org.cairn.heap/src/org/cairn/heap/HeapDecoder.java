package org.cairn.heap;

import java.util.List;

/**
 * Decodes one family of heaps. Contributed through the extension point {@code
 * org.cairn.platform.heapDecoders} or, in a plain JVM, through {@link java.util.ServiceLoader}.
 * Instances are stateless and used by several threads.
 *
 * <p>A decoder reads through the context's address space only. Bytes that are absent or contradict
 * the format are reported to the sink, never thrown. A decoder that throws, that shows no sign of
 * life for long, or that reports more blocks than fit is stopped; its other heaps and all other
 * decoders go on.
 */
public interface HeapDecoder {
    /**
     * The identity, the same as in the extension.
     *
     * @return a name such as {@code org.cairn.heap.windows.nt}
     */
    String id();

    /**
     * What the heap is called.
     *
     * @return a short name for people, such as {@code NT heap}
     */
    String name();

    /**
     * The version of the decoder's results; a stored result of another version is decoded anew.
     *
     * @return a number that grows with every change of what is reported
     */
    int version();

    /**
     * Whether it looks for heaps in bare memory ({@link org.cairn.system.ProcessImage#isBare()}),
     * too, where adjacent pages need not belong together. One that does not is not asked.
     *
     * @return by default not
     */
    default boolean readsBareMemory() {
        return false;
    }

    /**
     * Finds the heaps of a process. Fast: it looks at headers, not at blocks.
     *
     * @param context the process
     * @return the heaps, also those that are known but whose memory is absent; empty when there are
     *     none
     */
    List<HeapRoot> locate(DecodeContext context);

    /**
     * Reports every block of a heap, segment by segment, in ascending order within a segment.
     *
     * @param root one of the roots that {@link #locate} returned, with status {@link
     *     HeapRoot.Status#PRESENT}
     * @param context the process
     * @param sink takes the blocks
     */
    void decode(HeapRoot root, DecodeContext context, BlockSink sink);

    /**
     * Shows a block's header field by field.
     *
     * @param root the heap
     * @param block address of the block, as reported to the sink
     * @param context the process
     * @return the fields, decoded where the format encodes them; empty when the header is absent or
     *     there is none
     */
    default List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        return List.of();
    }
}
