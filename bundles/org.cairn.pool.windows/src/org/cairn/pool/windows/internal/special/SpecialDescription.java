package org.cairn.pool.windows.internal.special;

import org.cairn.heap.FieldValue;
import org.cairn.memory.Addresses;
import org.cairn.pool.windows.internal.kernel.BigPages;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolTraces;
import org.cairn.pool.windows.internal.kernel.Verifier;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.PoolTag;

import java.util.ArrayList;
import java.util.List;

/** Shows the header of a special pool block, and what the verifier keeps of it. */
public final class SpecialDescription {
    private static final int MAX_FRAMES = 50;

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final Verifier verifier;
    private final List<FieldValue> fields = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param kernel whose block it is
     */
    public SpecialDescription(PoolKernel kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.verifier = new Verifier(kernel);
    }

    /**
     * Shows a block.
     *
     * @param page address of its page
     * @return empty when there is none
     */
    public List<FieldValue> of(long page) {
        new SpecialPage(kernel, verifier).read(page).ifPresent(this::add);
        return fields;
    }

    private void add(SpecialPage.Block block) {
        long header = block.header();
        add("Size", header, block.bytes() + " bytes, " + (block.paged() ? "paged" : "nonpaged"));
        add("Fill", header, Addresses.hex(block.fill()));
        add("PoolTag", header + PoolHeader.TAG, "'" + PoolTag.text(block.tag()) + "'");
        block.entry().ifPresent(this::add);
        traces(block.user());
    }

    private void add(Verifier.Entry entry) {
        long at = entry.address();
        add("_VI_POOL_ENTRY.CallingAddress", at, verifier.place(entry.caller()));
        add("_VI_POOL_ENTRY.NumberOfBytes", at, entry.bytes() + " bytes");
        add("_VI_POOL_ENTRY.Tag", at, "'" + PoolTag.text(entry.tag()) + "'");
    }

    private void traces(long user) {
        BigPages big = kernel.bigPages();
        for (PoolTraces.Trace trace : new PoolTraces(kernel, big).of(user)) {
            add("_VF_POOL_TRACE.Thread", trace.address(), Addresses.hex(trace.thread()));
            trace.stack().stream()
                    .limit(MAX_FRAMES)
                    .forEach(
                            frame ->
                                    add(
                                            "_VF_POOL_TRACE.StackTrace",
                                            trace.address(),
                                            verifier.place(frame)));
        }
    }

    private void add(String name, long address, String value) {
        fields.add(
                new FieldValue(
                        name, address, Integer.BYTES, memory.hex(address, Integer.BYTES), value));
    }
}
