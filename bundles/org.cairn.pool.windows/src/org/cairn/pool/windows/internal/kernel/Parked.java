package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Absence;
import org.cairn.memory.Field;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.PoolLayout;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Blocks that their header calls busy although their owner has freed them: on the lookaside lists
 * of the processors ({@code _KPRCB}) and of drivers, and on the lists of deferred frees ({@code
 * _POOL_DESCRIPTOR.PendingFrees}). All link through the first word of the user data; on x86 since 8
 * through the second, the first holds a stamp.
 */
public final class Parked {
    private static final int MAX_PROCESSORS = 256;
    private static final int LISTS = 32;
    private static final int MAX_DEFERRED = 1 << 16;
    private static final int MAX_PARKED = 1 << 22;
    private static final int MAX_DRIVER_LISTS = 1 << 14;
    private static final int X64_ADDRESS_BITS = 43;
    private static final int X64_NEXT = 25;
    private static final int X64_ALIGNMENT = 4;

    /** Since 8 the second word of the head holds the address as it is. */
    private static final int WIDE_SINCE = 9200;

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final Pulse pulse;
    private final Addresses64 lookaside = new Addresses64();
    private final Addresses64 deferred = new Addresses64();
    private final Addresses64 ofDrivers = new Addresses64();
    private final List<Break> breaks = new ArrayList<>();
    private final Set<Long> lists = new HashSet<>();
    private final int link;

    private Parked(PoolKernel kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.pulse = new Pulse(kernel.context().progress());
        kernel.context().progress().task("following lists of parked blocks");
        boolean second = kernel.layout().stamped() && memory.pointerSize() == Integer.BYTES;
        this.link = second ? memory.pointerSize() : 0;
    }

    /**
     * A list that leads nowhere, to a block again or to its end before it is as long as its head
     * says.
     *
     * @param link address of the link
     * @param head whether that is the head of the list
     * @param rest so many blocks should follow
     */
    public record Break(long link, boolean head, long rest) {}

    /** Follows all lists that are known. */
    public static Parked read(PoolKernel kernel, List<Long> descriptors) {
        Parked parked = new Parked(kernel);
        parked.processors();
        parked.drivers("ExNPagedLookasideListHead");
        parked.drivers("ExPagedLookasideListHead");
        kernel.lookasides().forEach(parked::follow);
        descriptors.forEach(parked::pending);
        return parked;
    }

    /** User addresses of blocks on lookaside lists. */
    public Addresses64 lookaside() {
        return lookaside;
    }

    /** Whether a driver's own lookaside list leads to a block, by its user address. */
    public boolean isOfDriver(long user) {
        return ofDrivers.contains(user);
    }

    /** User addresses of blocks on lists of deferred frees. */
    public Addresses64 deferred() {
        return deferred;
    }

    /** Lists that are not what they should be. */
    public List<Break> breaks() {
        return List.copyOf(breaks);
    }

    private void processors() {
        long blocks = kernel.address("KiProcessorBlock").orElse(0);
        for (int i = 0; blocks != 0 && i < MAX_PROCESSORS; i++) {
            long processor = memory.pointer(blocks + (long) i * memory.pointerSize());
            if (processor == 0) {
                return;
            }
            for (TypeTable table : kernel.tables()) {
                Optional<Structure> block = table.find("_KPRCB");
                if (block.isPresent() && processor(processor, block.get())) {
                    break;
                }
            }
        }
    }

    /** Follows the lists when the lookasides are where a layout says. */
    private boolean processor(long processor, Structure block) {
        boolean any = false;
        for (String name :
                List.of(
                        "PPNxPagedLookasideList",
                        "PPNPagedLookasideList",
                        "PPPagedLookasideList")) {
            Optional<Field> field = block.find(name);
            if (field.isPresent() && hasSizes(processor, field.get())) {
                any = true;
                for (int i = 0; i < LISTS; i++) {
                    follow(list(processor, field.get(), i, 0));
                    follow(list(processor, field.get(), i, memory.pointerSize()));
                }
            }
        }
        return any;
    }

    /** Whether the lists are for blocks of one unit, two units and so on. */
    private boolean hasSizes(long processor, Field field) {
        int size = PoolLayout.offset(kernel.layout().lookaside(), "Size");
        if (size < 0) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            long list = list(processor, field, i, 0);
            int bytes = memory.u32(list + size);
            if (bytes != (i + 1) * kernel.layout().header().unit()) {
                return false;
            }
        }
        return true;
    }

    /** Up to 2003 a pair of pointers to lists, later the lists themselves. */
    private long list(long processor, Field field, int index, int pointer) {
        if (field.type().startsWith("_PP_LOOKASIDE_LIST")) {
            return memory.pointer(
                    processor + field.offset() + 2L * index * memory.pointerSize() + pointer);
        }
        return processor + field.offset() + (long) index * (field.size() / LISTS);
    }

    /** Lookaside lists that drivers made, which are linked with each other. */
    private void drivers(String variable) {
        long head = kernel.address(variable).orElse(0);
        int entry = PoolLayout.offset(kernel.layout().lookaside(), "ListEntry");
        if (head == 0 || entry < 0) {
            return;
        }
        long node = memory.pointer(head);
        for (int i = 0; node != head && node != 0 && i < MAX_DRIVER_LISTS; i++) {
            pulse.beat();
            int before = lookaside.size();
            follow(node - entry);
            for (int j = before; j < lookaside.size(); j++) {
                ofDrivers.add(lookaside.get(j));
            }
            node = memory.pointer(node);
        }
    }

    private void follow(long list) {
        if (list == 0 || !lists.add(list)) {
            return;
        }
        int depth = depth(list);
        follow(list, next(list), Math.min(depth, MAX_PARKED - lookaside.size()), true, lookaside);
    }

    /**
     * Follows blocks.
     *
     * @param head address of the first link
     * @param first what it leads to
     * @param most blocks
     * @param exactly whether there are as many as that
     * @param found takes them
     */
    private void follow(long head, long first, int most, boolean exactly, Addresses64 found) {
        Set<Long> seen = new HashSet<>();
        long from = head;
        long block = first;
        for (int i = 0; i < most && (exactly || block != 0); i++) {
            pulse.beat();
            if (!isBlock(block) || !seen.add(block)) {
                if (seen.contains(block) || leadsNowhere(block)) {
                    breaks.add(new Break(from, from == head, most - i));
                }
                return;
            }
            found.add(block - link);
            from = block;
            block = memory.pointer(block);
        }
    }

    /** Whether a link is wrong, not only to memory that is not in the dump. */
    private boolean leadsNowhere(long block) {
        return (block - link) % Long.BYTES != 0
                || !(memory.space().runAt(block) instanceof Run.Absent absent)
                || absent.why() == Absence.UNMAPPED
                || absent.why() == Absence.NOT_PRESENT;
    }

    private boolean isBlock(long block) {
        PoolHeader header = kernel.layout().header();
        return block != 0
                && (block - link) % Long.BYTES == 0
                && memory.isPresent(
                        block - link - header.bytes(), header.bytes() + 2 * memory.pointerSize());
    }

    /** {@code _SLIST_HEADER}, as the platform's headers have it. */
    private int depth(long list) {
        return memory.u16(memory.pointerSize() == Integer.BYTES ? list + Integer.BYTES : list);
    }

    private long next(long list) {
        if (memory.pointerSize() == Integer.BYTES) {
            return memory.pointer(list);
        }
        long first = memory.pointer(list);
        long second = memory.pointer(list + Long.BYTES);
        boolean whole = (second & 1) != 0 || kernel.build() >= WIDE_SINCE;
        long upper = list >> X64_ADDRESS_BITS << X64_ADDRESS_BITS;
        long packed = first >>> X64_NEXT << X64_ALIGNMENT;
        return whole
                ? second >>> X64_ALIGNMENT << X64_ALIGNMENT
                : packed | (packed == 0 ? 0 : upper);
    }

    private void pending(long descriptor) {
        int offset = PoolLayout.offset(kernel.layout().descriptor(), "PendingFrees");
        if (offset < 0) {
            return;
        }
        long head = descriptor + offset;
        follow(head, memory.pointer(head), MAX_DEFERRED, false, deferred);
    }
}
