package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.FieldValue;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.kernel.BigPages;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.kernel.ParkedLists;
import org.cairn.pool.windows.internal.kernel.PoolDescriptors;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.Verifier;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.system.ProcessImage;

import java.util.ArrayList;
import java.util.List;

/** Shows {@code _POOL_HEADER} field by field. */
public final class BlockDescription {
    private static final String ENTRY = "_POOL_TRACKER_BIG_PAGES.";

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final PoolHeader header;
    private final List<FieldValue> fields = new ArrayList<>();

    /** Prepares for a kernel. */
    public BlockDescription(PoolKernel kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.header = kernel.layout().header();
    }

    /**
     * Shows a block.
     *
     * @param block address of its header
     * @return its entry in the big-page table, when it has one; empty when it has neither
     */
    public List<FieldValue> of(long block) {
        if (block % PoolHeader.PAGE == 0) {
            kernel.bigPages().at(block).ifPresent(this::entry);
            if (!fields.isEmpty() || !begins(block)) {
                return fields;
            }
        }
        if (!memory.isPresent(block, header.bytes())) {
            return fields;
        }
        int word = memory.u32(block);
        add("PreviousSize", block, units(header.previousSize().get(word)));
        add("PoolIndex", block, Integer.toString(header.poolIndex().get(word)));
        add("BlockSize", block, units(header.blockSize().get(word)));
        add("PoolType", block, type(word));
        int tag = memory.u32(block + PoolHeader.TAG);
        add("PoolTag", block + PoolHeader.TAG, tag(tag));
        if (!header.isFree(word)) {
            long user = block + header.bytes();
            Parked parked = ParkedLists.follow(kernel, descriptors(), user);
            process(block, word, parked);
            if ((header.type(word) & TypeCode.VERIFIER) != 0) {
                tracked(user, block + header.size(word));
            }
            parked.headOfWanted().ifPresent(head -> waits(head, user, parked));
        }
        return fields;
    }

    private List<Long> descriptors() {
        PoolDescriptors pools = new PoolDescriptors(kernel);
        List<Long> found = new ArrayList<>(pools.of(false));
        found.addAll(pools.of(true));
        return found;
    }

    /** The list that a parked block waits on. */
    private void waits(long head, long user, Parked parked) {
        boolean deferred = parked.deferred().contains(user);
        String list = parked.isOfDriver(user) ? "lookaside list of a driver" : "lookaside list";
        int size = deferred ? memory.pointerSize() : 2 * memory.pointerSize();
        fields.add(
                new FieldValue(
                        deferred ? "PendingFrees" : "_SLIST_HEADER",
                        head,
                        size,
                        memory.hex(head, size),
                        "the block waits on this " + (deferred ? "list of deferred frees" : list)));
    }

    private void tracked(long user, long end) {
        Verifier verifier = new Verifier(kernel);
        verifier.behind(user, end)
                .ifPresent(
                        entry ->
                                add(
                                        "_VI_POOL_ENTRY.CallingAddress",
                                        entry.address(),
                                        verifier.place(entry.caller())));
    }

    /**
     * Shows the header in a block of a segment heap.
     *
     * @param at where it may be
     * @return empty when there is none
     */
    public List<FieldValue> ofSegment(long at) {
        boolean sound =
                memory.isPresent(at, header.bytes())
                        && header.poolType().get(memory.u32(at)) != 0
                        && header.code().isPlausible(header.poolType().get(memory.u32(at)))
                        && PoolTag.isPrintable(memory.u32(at + PoolHeader.TAG));
        if (!sound) {
            kernel.bigPages().at(at).ifPresent(this::entry);
            return fields;
        }
        return of(at);
    }

    /** The entry of a block of whole pages, which has no header. */
    private void entry(BigPages.Block block) {
        Structure layout = kernel.layout().bigPages().orElseThrow();
        long slot = (block.entry() - kernel.bigPages().address()) / layout.size();
        for (Field field : layout.fields()) {
            long at = block.entry() + field.offset();
            String value =
                    switch (field.name()) {
                        case "Va" -> Addresses.hex(block.address()) + ", entry " + slot;
                        case "Key" -> tag(block.tag());
                        case "NumberOfPages", "NumberOfBytes" ->
                                block.bytes()
                                        + " bytes, "
                                        + block.pages() / PoolHeader.PAGE
                                        + " pages";
                        default -> Addresses.hex(memory.get(block.entry(), field));
                    };
            fields.add(
                    new FieldValue(
                            ENTRY + field.name(),
                            at,
                            field.size(),
                            memory.hex(at, field.size()),
                            value));
        }
    }

    private static String tag(int tag) {
        String name = TagNames.shipped().describe(PoolTag.plain(tag));
        return "'"
                + PoolTag.text(tag)
                + "'"
                + (PoolTag.isProtected(tag) ? ", protected" : "")
                + (name.isEmpty() ? "" : ", " + name);
    }

    /** Whether a page begins with a header rather than being a block of whole pages. */
    private boolean begins(long page) {
        int word = memory.u32(page);
        return header.previousSize().get(word) == 0
                && header.blockSize().get(word) != 0
                && header.code().isPlausible(header.poolType().get(word));
    }

    private String units(int units) {
        return units * header.unit() + " bytes";
    }

    private String type(int word) {
        int stored = header.poolType().get(word);
        if (header.isFree(word)) {
            return "free";
        }
        int type = header.code().type(stored);
        return ((type & TypeCode.PAGED) != 0 ? "paged" : "nonpaged")
                + ((type & TypeCode.SESSION) != 0 ? ", session" : "")
                + ((type & TypeCode.CACHE_ALIGNED) != 0 ? ", cache aligned" : "")
                + ((type & TypeCode.VERIFIER) != 0 ? ", verifier" : "")
                + ((type & TypeCode.QUOTA) != 0 ? ", charged to a process" : "");
    }

    private void process(long block, int word, Parked parked) {
        boolean leavesPage = (block & PoolHeader.PAGE - 1) + header.size(word) > PoolHeader.PAGE;
        if ((header.type(word) & TypeCode.QUOTA) == 0 || kernel.walksPages() && leavesPage) {
            return;
        }
        long at = block + header.billedAt(word);
        long stored = memory.pointer(at);
        long process = Stamp.of(kernel, parked).process(stored, block);
        fields.add(
                new FieldValue(
                        "ProcessBilled",
                        at,
                        memory.pointerSize(),
                        memory.hex(at, memory.pointerSize()),
                        Addresses.hex(process) + name(process)));
    }

    private String name(long process) {
        return kernel.context().system().processes().stream()
                .filter(image -> image.facts().object() == process && process != 0)
                .map(ProcessImage::name)
                .findFirst()
                .map(name -> " " + name)
                .orElse("");
    }

    private void add(String name, long address, String value) {
        fields.add(
                new FieldValue(
                        name, address, Integer.BYTES, memory.hex(address, Integer.BYTES), value));
    }
}
