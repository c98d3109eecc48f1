package org.cairn.testkit;

import org.cairn.testkit.internal.HeapEncoder;
import org.cairn.testkit.internal.HeapModel;

import java.util.List;

/**
 * An NT heap of a synthetic process. Blocks are allocated and freed as a program would; the heap is
 * laid out when the process's memory is asked for. Data is written into a block through {@link
 * SyntheticProcess#memory()}.
 */
public final class NtHeapWriter {
    private final HeapModel model;
    private final HeapEncoder encoder;
    private final List<Runnable> patches;

    NtHeapWriter(HeapModel model, HeapEncoder encoder, List<Runnable> patches) {
        this.model = model;
        this.encoder = encoder;
        this.patches = patches;
    }

    /**
     * The heap's handle.
     *
     * @return its address
     */
    public long address() {
        return model.address();
    }

    /**
     * Allocates a block: the shortest free one that is long enough, else newly committed memory,
     * else a new segment; above the heap's threshold memory of its own.
     *
     * @param size bytes
     * @return the block's address for the caller
     * @throws IllegalStateException when a heap that cannot grow is full
     */
    public long allocate(long size) {
        return model.allocate(size, 0);
    }

    /**
     * Allocates a block with extra data that names a tag.
     *
     * @param size bytes
     * @param tag from {@link #tag}
     * @return the block's address for the caller
     */
    public long allocate(long size, int tag) {
        return model.allocate(size, tag);
    }

    /**
     * Turns debugging aids on; to be called before the first block.
     *
     * @param aids which ones
     * @return this
     */
    public NtHeapWriter with(HeapAids aids) {
        model.use(aids);
        return this;
    }

    /**
     * Allocates a block whose call stack was recorded: since Windows Vista a header before the data
     * points to the record, before that the extra data name its number.
     *
     * @param size bytes
     * @param tag from {@link #tag}, or 0
     * @param stacks the record's database
     * @param index the record's number in it
     * @return the block's address for the caller
     */
    public long allocate(long size, int tag, StackDatabaseWriter stacks, int index) {
        return model.allocate(size, tag, stacks.address(index), index);
    }

    /**
     * Frees a block and joins it with its free neighbours.
     *
     * @param user the block's address for the caller
     */
    public void free(long user) {
        model.free(user);
    }

    /**
     * Frees a block of a segment and does not join it with its free neighbours, which is wrong
     * unless the heap has the flag {@code HEAP_DISABLE_COALESCE_ON_FREE}.
     *
     * @param user the block's address for the caller
     */
    public void freeAlone(long user) {
        model.freeAlone(user);
    }

    /**
     * Frees a block into its lookaside list; its header stays as it is.
     *
     * @param user the block's address for the caller
     * @throws IllegalStateException when the heap has no list for it
     */
    public void cache(long user) {
        model.cache(user);
    }

    /**
     * Makes a container of equal blocks in the low-fragmentation heap.
     *
     * @param blockBytes size of a block with its header, a multiple of a unit
     * @param count number of blocks
     * @return the container
     * @throws java.util.NoSuchElementException when the heap has no such front end
     */
    public LfhWriter container(int blockBytes, int count) {
        return new LfhWriter(
                model.lfh().orElseThrow().container(blockBytes, count),
                model.lfh().orElseThrow().address());
    }

    /**
     * Uncommits the whole pages of a free block.
     *
     * @param inside an address in it
     */
    public void decommit(long inside) {
        model.decommit(inside);
    }

    /**
     * Makes a tag.
     *
     * @param name up to 23 characters
     * @return its index, for {@link #allocate(long, int)}
     */
    public int tag(String name) {
        return model.tag(name);
    }

    /**
     * Writes another value into a block's header when the heap is laid out. Where headers are
     * encoded, the value is the one before encoding.
     *
     * @param block the block's address, header included
     * @param field of {@code _HEAP_ENTRY}
     * @param value the wrong value
     * @param sealed whether the checksum fits the wrong value
     */
    public void overwrite(long block, String field, long value, boolean sealed) {
        patches.add(() -> encoder.change(block, field, value, sealed));
    }

    /**
     * What a decoder must find in the undamaged heap.
     *
     * @return all blocks, ascending, the allocator's own among them
     */
    public List<ExpectedBlock> blocks() {
        return encoder.blocks();
    }

    /**
     * The ranges of the segments that are reserved but not committed.
     *
     * @return ascending in each segment
     */
    public List<Range> uncommitted() {
        return model.uncommitted();
    }

    /**
     * The segments.
     *
     * @return in order of their creation
     */
    public List<Range> segments() {
        return model.ranges();
    }

    void encode() {
        encoder.write();
    }

    /**
     * A range of addresses.
     *
     * @param start first address
     * @param size bytes
     */
    public record Range(long start, long size) {}
}
