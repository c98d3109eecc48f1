package org.cairn.pool.windows.internal.kernel;

import org.cairn.pool.windows.internal.layout.PoolHeader;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** Lists are for blocks of any size. */
    private static final int ANY = 0;

    /** What the depth of a head can count. */
    private static final int MAX_DEPTH = 0xffff;

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
    private final long wanted;
    private OptionalLong headOfWanted = OptionalLong.empty();

    /**
     * Begins with no list.
     *
     * @param kernel whose lists these are
     * @param link offset of the link from what is kept as the address of a block
     */
    Parked(PoolKernel kernel, int link) {
        this(kernel, link, 0);
    }

    /**
     * The same.
     *
     * @param wanted as in {@link #lookaside}: of this block the list is kept; 0 when of none
     */
    Parked(PoolKernel kernel, int link, long wanted) {
        this.kernel = kernel;
        this.wanted = wanted;
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
        SHORT("ends before the depth of its head", "another block"),
        /** A link leads on, but the depth of the head counts no more blocks. */
        LONG("goes on behind the depth of its head", "the end"),
        /** A link leads to a block that is not of the size that the list is for. */
        SIZE("leads to a block of another size", "a block of the size of the list");

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
     * @param list address of the head of the list
     * @param link its address
     * @param head whether that is the head of the list
     * @param target what it leads to
     * @param rest so many blocks should follow; of a list that goes on, so many do
     * @param fault what is wrong
     */
    public record Break(long list, long link, boolean head, long target, long rest, Fault fault) {}

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

    /** The head of the list that leads to the block that was wanted. */
    public OptionalLong headOfWanted() {
        return headOfWanted;
    }

    /** Links that are not what they should be, each once, however many lists lead to it. */
    public List<Break> breaks() {
        return List.copyOf(breaks.values());
    }

    /** Follows a lookaside list, each list once. */
    void follow(long head) {
        follow(head, ANY);
    }

    /**
     * Follows a lookaside list, each list once.
     *
     * @param head address of {@code _SLIST_HEADER}
     * @param units the size of its blocks, 0 when they may have any
     */
    void follow(long head, int units) {
        if (head != 0 && heads.add(head)) {
            int depth = depth(head);
            int most = Math.min(depth, MAX_PARKED - lookaside.size());
            follow(head, new Chain(first(head), units), most, most == depth, lookaside);
        }
    }

    /** The size in units of the first block of a list, 0 when there is none that can be told. */
    int firstSize(long head) {
        long block = first(head);
        return depth(head) > 0 && isBlock(block) ? provenSize(block) : 0;
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
        follow(head, new Chain(memory.pointer(head), ANY), MAX_DEFERRED, false, deferred);
    }

    /** Blocks that links lead to, one after another. */
    private final class Chain {
        private final Set<Long> seen = new HashSet<>();
        private final int units;
        private long from;
        private long next;

        Chain(long first, int units) {
            this.next = first;
            this.units = units;
        }

        /** Goes to the next block, where one of the list can be. */
        boolean step() {
            pulse.beat();
            if (!isBlock(next) || isOther() || !seen.add(next)) {
                return false;
            }
            from = next;
            next = memory.pointer(next);
            return true;
        }

        boolean isOther() {
            int size = units == ANY || !isBlock(next) ? ANY : provenSize(next);
            return size != ANY && size != units;
        }

        Optional<Fault> fault(boolean ends, boolean counted) {
            if (isEnd(next)) {
                return counted && !ends ? Optional.of(Fault.SHORT) : Optional.empty();
            }
            if (seen.contains(next)) {
                return Optional.of(Fault.CIRCLE);
            }
            if (leadsNowhere(next)) {
                return Optional.of(Fault.NOWHERE);
            }
            if (isOther()) {
                return Optional.of(Fault.SIZE);
            }
            return counted && ends ? Optional.of(Fault.LONG) : Optional.empty();
        }
    }

    /**
     * Follows blocks.
     *
     * @param head address of the first link
     * @param chain of blocks
     * @param most blocks
     * @param counted whether there are as many as that
     * @param found takes them
     */
    private void follow(long head, Chain chain, int most, boolean counted, Addresses64 found) {
        int blocks = 0;
        while (blocks < most && chain.step()) {
            long block = chain.from - link;
            found.add(block);
            blocks++;
            if (block == wanted) {
                headOfWanted = OptionalLong.of(head);
            }
        }
        boolean ends = blocks == most;
        if (ends && !counted) {
            return;
        }
        Optional<Fault> fault = chain.fault(ends, counted);
        if (fault.isPresent()) {
            long from = blocks == 0 ? head : chain.from;
            long target = chain.next;
            int rest = most - blocks;
            while (ends && rest < MAX_DEPTH && chain.step()) {
                rest++;
            }
            breaks.putIfAbsent(from, new Break(head, from, blocks == 0, target, rest, fault.get()));
        }
    }

    /** 0, also with the upper bits of an address, which a packed head does not have. */
    private static boolean isEnd(long block) {
        return block << Long.SIZE - X64_ADDRESS_BITS == 0;
    }

    /**
     * The size of a block in units, which the headers before and behind it agree with, 0 where they
     * do not: then one of them is damaged.
     */
    private int provenSize(long block) {
        PoolHeader header = kernel.layout().header();
        long at = block - link - header.bytes();
        int word = memory.u32(at);
        int offset = (int) (at & PoolHeader.PAGE - 1);
        int before = header.previousSize().get(word) * header.unit();
        int end = offset + header.size(word);
        boolean isProven =
                header.blockSize().get(word) != 0
                        && before <= offset
                        && (before == 0
                                ? offset == 0
                                : header.size(memory.u32(at - before)) == before)
                        && (end == PoolHeader.PAGE
                                || end < PoolHeader.PAGE
                                        && header.previousSize().get(memory.u32(at - offset + end))
                                                == header.blockSize().get(word));
        return isProven ? header.blockSize().get(word) : 0;
    }

    private boolean isBlock(long block) {
        return !isEnd(block) && isAligned(block) && memory.isPresent(block, memory.pointerSize());
    }

    private boolean isAligned(long block) {
        return (block - link) % kernel.layout().header().unit() == 0;
    }

    /** Whether a link is wrong, not only to memory that is not in the dump. */
    private boolean leadsNowhere(long block) {
        return !isAligned(block) || memory.isUnmapped(block);
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
