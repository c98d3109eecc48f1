package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Absence;
import org.cairn.memory.Run;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parked blocks, which look given out although their owner has freed them: follows the lists that
 * they wait on, in page-walked pools and in segment heaps, and keeps what is wrong with the lists.
 * The head of a lookaside list is a {@code _SLIST_HEADER}: the platform's headers say that its
 * depth and its first link change in one operation, so that a list has as many blocks as its head
 * says. The head of a list of deferred frees is a pointer. For one thread.
 */
public final class Parked {
    /** What is worked on, for people. */
    static final String TASK = "following lists of parked blocks";

    private static final int MAX_DEFERRED = 1 << 16;
    private static final int MAX_PARKED = 1 << 22;
    private static final int X64_ADDRESS_BITS = 43;
    private static final int X64_NEXT = 25;
    private static final int X64_ALIGNMENT = 4;

    /** Since 8 the second word of the head holds the address as it is. */
    private static final int WIDE_SINCE = 9200;

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final Pulse pulse;
    private final int link;
    private final Addresses64 lookaside = new Addresses64();
    private final Addresses64 deferred = new Addresses64();
    private final Addresses64 ofDrivers = new Addresses64();
    private final Map<Long, Break> breaks = new LinkedHashMap<>();
    private final Set<Long> heads = new HashSet<>();

    /**
     * Begins with no list.
     *
     * @param kernel whose lists these are
     * @param link offset of the link from what is kept as the address of a block
     */
    Parked(PoolKernel kernel, int link) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.pulse = new Pulse(kernel.context().progress());
        this.link = link;
    }

    /** Nothing waits, as far as is known. */
    public static Parked none(PoolKernel kernel) {
        return new Parked(kernel, 0);
    }

    /** What is wrong with a list. */
    public enum Fault {
        /** A link leads to a block of the list again. */
        CIRCLE("goes in a circle", "a list that ends"),
        /** A link leads to where no block can be. */
        NOWHERE("leads nowhere", "another block, or the end"),
        /** A link ends the list, but the depth of its head counts more blocks. */
        SHORT("ends before the depth of its head", "another block");

        private final String text;
        private final String expected;

        Fault(String text, String expected) {
            this.text = text;
            this.expected = expected;
        }

        /** What the list does, for people. */
        public String text() {
            return text;
        }

        /** What the link should lead to, for people. */
        public String expected() {
            return expected;
        }
    }

    /**
     * A wrong link.
     *
     * @param link its address
     * @param head whether that is the head of the list
     * @param target what it leads to
     * @param rest so many blocks should follow
     * @param fault what is wrong
     */
    public record Break(long link, boolean head, long target, long rest, Fault fault) {}

    /** Blocks on lookaside lists: each as its list has it, less the offset of the link. */
    public Addresses64 lookaside() {
        return lookaside;
    }

    /**
     * Whether a driver's own lookaside list leads to a block.
     *
     * @param block as in {@link #lookaside}
     */
    public boolean isOfDriver(long block) {
        return ofDrivers.contains(block);
    }

    /** Blocks on lists of deferred frees. */
    public Addresses64 deferred() {
        return deferred;
    }

    /** Links that are not what they should be, each once, however many lists lead to it. */
    public List<Break> breaks() {
        return List.copyOf(breaks.values());
    }

    /** Follows a lookaside list, each list once. */
    void follow(long head) {
        if (head != 0 && heads.add(head)) {
            int most = Math.min(depth(head), MAX_PARKED - lookaside.size());
            follow(head, first(head), most, true, lookaside);
        }
    }

    /** Follows the lookaside list of a driver. */
    void followDriver(long head) {
        int before = lookaside.size();
        follow(head);
        for (int i = before; i < lookaside.size(); i++) {
            ofDrivers.add(lookaside.get(i));
        }
    }

    /** Follows a list of deferred frees. */
    void followDeferred(long head) {
        follow(head, memory.pointer(head), MAX_DEFERRED, false, deferred);
    }

    /**
     * Follows blocks.
     *
     * @param head address of the first link
     * @param first what it leads to
     * @param most blocks
     * @param counted whether there are as many as that
     * @param found takes them
     */
    private void follow(long head, long first, int most, boolean counted, Addresses64 found) {
        pulse.beat();
        Set<Long> seen = new HashSet<>();
        long from = head;
        long block = first;
        while (seen.size() < most && isBlock(block) && seen.add(block)) {
            pulse.beat();
            found.add(block - link);
            from = block;
            block = memory.pointer(block);
        }
        int rest = most - seen.size();
        Optional<Fault> fault =
                rest == 0 ? Optional.empty() : fault(block, seen.contains(block), counted);
        if (fault.isPresent()) {
            breaks.putIfAbsent(from, new Break(from, from == head, block, rest, fault.get()));
        }
    }

    private Optional<Fault> fault(long block, boolean again, boolean counted) {
        if (block == 0) {
            return counted ? Optional.of(Fault.SHORT) : Optional.empty();
        }
        if (again) {
            return Optional.of(Fault.CIRCLE);
        }
        return leadsNowhere(block) ? Optional.of(Fault.NOWHERE) : Optional.empty();
    }

    private boolean isBlock(long block) {
        return block != 0 && isAligned(block) && memory.isPresent(block, memory.pointerSize());
    }

    private boolean isAligned(long block) {
        return (block - link) % kernel.layout().header().unit() == 0;
    }

    /** Whether a link is wrong, not only to memory that is not in the dump. */
    private boolean leadsNowhere(long block) {
        return !isAligned(block)
                || memory.space().runAt(block) instanceof Run.Absent absent
                        && (absent.why() == Absence.UNMAPPED
                                || absent.why() == Absence.NOT_PRESENT);
    }

    /** {@code _SLIST_HEADER}, as the platform's headers have it. */
    private int depth(long head) {
        return memory.u16(memory.pointerSize() == Integer.BYTES ? head + Integer.BYTES : head);
    }

    private long first(long head) {
        if (memory.pointerSize() == Integer.BYTES) {
            return memory.pointer(head);
        }
        long first = memory.pointer(head);
        long second = memory.pointer(head + Long.BYTES);
        boolean whole = (second & 1) != 0 || kernel.build() >= WIDE_SINCE;
        long upper = head >> X64_ADDRESS_BITS << X64_ADDRESS_BITS;
        long packed = first >>> X64_NEXT << X64_ALIGNMENT;
        return whole
                ? second >>> X64_ALIGNMENT << X64_ALIGNMENT
                : packed | (packed == 0 ? 0 : upper);
    }
}
