package org.cairn.testkit;

import org.cairn.heap.BlockState;
import org.cairn.testkit.internal.page.PageHeapEncoder;
import org.cairn.testkit.internal.page.PageHeapModel;
import org.cairn.testkit.internal.page.PageHeapOffsets;

import java.util.List;

/** A page heap of a synthetic process: each block has pages of its own and a guard page. */
public final class PageHeapWriter {
    /** A version of the structures. */
    public enum Kind {
        /** XP and 2003, x86: nodes in lists. */
        XP_X86(PageHeapOffsets.XP_X86),
        /** XP and 2003, x64: nodes in lists. */
        XP_X64(PageHeapOffsets.XP_X64),
        /** Vista to 11, x86: busy nodes in a tree. */
        VISTA_X86(PageHeapOffsets.VISTA_X86),
        /** Vista to 11, x64: busy nodes in a tree. */
        VISTA_X64(PageHeapOffsets.VISTA_X64);

        private final PageHeapOffsets offsets;

        Kind(PageHeapOffsets offsets) {
            this.offsets = offsets;
        }

        /**
         * The bytes of a pointer.
         *
         * @return 4 or 8
         */
        public int pointer() {
            return offsets.pointer();
        }

        /**
         * An offset in {@code _DPH_HEAP_BLOCK}.
         *
         * @return of {@code nVirtualBlockSize}
         */
        public int blockSize() {
            return offsets.block() + offsets.pointer();
        }
    }

    private final PageHeapOffsets offsets;
    private final PageHeapModel model;
    private final PageHeapEncoder encoder;

    PageHeapWriter(SyntheticMemory memory, long hint, Kind kind, NtHeapWriter normal) {
        offsets = kind.offsets;
        model = new PageHeapModel(memory, kind.offsets, hint);
        encoder = new PageHeapEncoder(memory, kind.offsets, model, normal.address());
    }

    /**
     * The heap's handle.
     *
     * @return its address
     */
    public long address() {
        return model.base();
    }

    /**
     * Allocates a block.
     *
     * @param size bytes
     * @param trace address of the recorded call stack, or 0
     * @return the block's address for the caller
     */
    public long allocate(long size, long trace) {
        return model.allocate(size, trace);
    }

    /**
     * Frees a block, which is then held back; its pages are not in the dump.
     *
     * @param user the block's address for the caller
     */
    public void free(long user) {
        model.free(user, false);
    }

    /**
     * Frees a block, which is then held back; its pages are in the dump, as in a physical one.
     *
     * @param user the block's address for the caller
     */
    public void freeVisibly(long user) {
        model.free(user, true);
    }

    /**
     * Gives the address space of a freed block back to the heap.
     *
     * @param user the block's address for the caller
     */
    public void release(long user) {
        model.release(user);
    }

    /**
     * The address of the node of a block.
     *
     * @param user the block's address for the caller
     * @return of its {@code _DPH_HEAP_BLOCK}
     */
    public long node(long user) {
        return model.node(user);
    }

    /**
     * The bytes before a block's data.
     *
     * @return size of {@code _DPH_BLOCK_INFORMATION}
     */
    public int information() {
        return offsets.information();
    }

    /**
     * Writes a block of light page heap into a block of the normal heap.
     *
     * @param block address of the block in the normal heap, for page heap
     * @param requested bytes for the caller
     * @param trace address of the recorded call stack, or 0
     * @param freed whether it was freed and is held back
     */
    public void light(long block, long requested, long trace, boolean freed) {
        encoder.light(block, requested, trace, freed);
    }

    /**
     * The bytes to ask the normal heap for.
     *
     * @param requested bytes for the caller of light page heap
     * @return with what stands before and behind
     */
    public long lightSize(long requested) {
        return offsets.information() + requested + PageHeapEncoder.LIGHT_SUFFIX;
    }

    /**
     * What a decoder must find in the undamaged heap.
     *
     * @return all blocks, ascending
     */
    public List<PageHeapBlock> blocks() {
        return model.blocks();
    }

    /**
     * The busy blocks.
     *
     * @return ascending
     */
    public List<PageHeapBlock> busy() {
        return blocks().stream().filter(block -> block.state() == BlockState.BUSY).toList();
    }

    /**
     * An offset in {@code _DPH_HEAP_ROOT}, one page behind the handle.
     *
     * @param field {@code ranges}, {@code busy}, {@code free}, {@code available}, {@code busyCount}
     * @return the address of that field
     */
    public long root(String field) {
        return address() + SyntheticMemory.PAGE + offsets.root(field);
    }

    void encode() {
        encoder.write();
    }
}
