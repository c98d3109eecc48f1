package org.cairn.heap.os2.internal;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the kernel's own validation of a resident heap checks (OS/2 Debugging Handbook, "Virtual
 * Memory Management System Heap Validation"), and that a trailer's selector maps its block.
 */
final class BlockChecks {
    private static final String NEXT = "krhf_pbNext";
    private static final String PREVIOUS = "krhf_pbPrev";

    /** When as many links are wrong, further ones are not told. */
    private static final int MOST_BAD_LINKS = 1 << 16;

    private final BlockSink sink;
    private final Confidence confidence;
    private final SelectorCheck selectors;
    private final HexBytes bytes;
    private final ResidentHeader other;
    private final Set<Long> badLinks = new HashSet<>();

    /** Blocks of which something else was reported. */
    private final Set<Long> broken = new HashSet<>();

    private final List<Link> linksToNone = new ArrayList<>();

    /** The nodes of the free lists in the heap's header. */
    private long[] dummies = new long[0];

    private long count;

    private record Link(long block, String field, long target) {}

    BlockChecks(
            BlockSink sink, AddressSpace space, SelectorCheck selectors, Confidence confidence) {
        this.sink = sink;
        this.confidence = confidence;
        this.selectors = selectors;
        this.bytes = new HexBytes(space);
        this.other = new ResidentHeader(space);
    }

    /** How many anomalies were found. */
    long count() {
        return count;
    }

    void header(long address, long preceding) {
        broken(address);
        report(
                "os2.block-header",
                address,
                Severity.ERROR,
                "%s is no block header%s"
                        .formatted(
                                Addresses.hex(address),
                                preceding == 0
                                        ? ""
                                        : "; the preceding block is at "
                                                + Addresses.hex(preceding)),
                "",
                "",
                ResidentLayout.HEADER_SIZE);
    }

    /**
     * Reports a wrong size.
     *
     * @param next the next header that is right, or the end of the heap
     * @param isHeader which of them
     */
    void size(ResidentHeader header, long next, boolean isHeader) {
        broken(header.address());
        long size = next - header.address();
        String problem =
                !isHeader
                        ? "passes the end of the heap"
                        : header.size() > size
                                ? "reaches into the one at " + Addresses.hex(next)
                                : "ends in front of the one at " + Addresses.hex(next);
        report(
                "os2.block-size",
                header.address(),
                Severity.ERROR,
                "block %s of %s bytes %s"
                        .formatted(
                                Addresses.hex(header.address()),
                                Addresses.hex(header.size()),
                                problem),
                (isHeader ? "" : "at most ") + Addresses.hex(size),
                Addresses.hex(header.size()),
                ResidentLayout.HEADER_SIZE);
    }

    /** Reports a block that says it were the last. */
    void end(ResidentHeader header, long last) {
        broken(header.address());
        report(
                "os2.block-header",
                header.address(),
                Severity.ERROR,
                "block %s is marked as the end of the heap, which is at %s"
                        .formatted(Addresses.hex(header.address()), Addresses.hex(last)),
                "",
                "",
                ResidentLayout.HEADER_SIZE);
    }

    /** Checks a block against the one in front of it. */
    void sequence(long previous, boolean previousIsFree, ResidentHeader header) {
        long address = header.address();
        if (header.isPreviousFree()
                && !previousIsFree
                && header.readTagBefore(address)
                && header.taggedBlock() == previous) {
            state(previous, false);
        } else if (previousIsFree != header.isPreviousFree()) {
            report(
                    "os2.prev-free",
                    address,
                    Severity.ERROR,
                    "block %s says that the block before it is %s, but %s is %s"
                            .formatted(
                                    Addresses.hex(address),
                                    state(header.isPreviousFree()),
                                    Addresses.hex(previous),
                                    state(previousIsFree)),
                    state(previousIsFree),
                    state(header.isPreviousFree()),
                    ResidentLayout.HEADER_SIZE);
        } else if (previousIsFree
                && header.readTagBefore(address)
                && header.taggedBlock() != previous) {
            long tag = address - ResidentLayout.TAG.size();
            report(
                    "os2.boundary-tag",
                    tag,
                    Severity.ERROR,
                    "the boundary tag of free block %s leads elsewhere"
                            .formatted(Addresses.hex(previous)),
                    Addresses.hex(previous | ResidentLayout.TAG_MARK),
                    Addresses.hex(bytes.dword(tag)),
                    ResidentLayout.TAG.size());
        }
    }

    private static String state(boolean free) {
        return free ? "free" : "busy";
    }

    /** Checks a free block of a heap against its neighbours in the free list. */
    void links(ResidentHeader header, HeapHeader heap) {
        dummies = heap.dummies();
        if (header.readLinks()) {
            long next = header.next();
            long previous = header.previous();
            checkNext(header.address(), next, isNode(next, heap));
            checkPrevious(header.address(), previous, isNode(previous, heap));
        }
    }

    /**
     * Checks a free block that was found by scanning; its neighbours count only when they are free
     * blocks, too, as the lists also lead through the heap's header.
     */
    void foundLinks(ResidentHeader header) {
        if (header.readLinks()) {
            long next = header.next();
            long previous = header.previous();
            checkNext(header.address(), next, isFreeBlock(next) ? Node.BLOCK : Node.UNKNOWN);
            checkPrevious(
                    header.address(), previous, isFreeBlock(previous) ? Node.BLOCK : Node.UNKNOWN);
        }
    }

    private enum Node {
        UNKNOWN,
        BLOCK,
        WRONG
    }

    private Node isNode(long address, HeapHeader heap) {
        if (Arrays.stream(dummies).anyMatch(dummy -> dummy == address)) {
            return Node.BLOCK;
        }
        if (!heap.holds(address)) {
            return Node.WRONG;
        }
        if (!other.read(address)) {
            return Node.UNKNOWN;
        }
        return isFreeBlock(address) ? Node.BLOCK : Node.WRONG;
    }

    private boolean isFreeBlock(long address) {
        return address % ResidentLayout.UNIT == 0
                && other.read(address)
                && other.isFree()
                && other.isValid();
    }

    private void checkNext(long block, long next, Node node) {
        if (node == Node.WRONG) {
            wrongNode(block, NEXT, next);
        } else if (node == Node.BLOCK && other.read(next) && other.readLinks()) {
            long back = other.previous();
            if (back != block) {
                notBack(block, NEXT, next, back, PREVIOUS);
            }
        }
    }

    private void checkPrevious(long block, long previous, Node node) {
        if (node == Node.WRONG) {
            wrongNode(block, PREVIOUS, previous);
        } else if (node == Node.BLOCK && other.read(previous) && other.readLinks()) {
            long back = other.next();
            if (back != block) {
                notBack(block, PREVIOUS, previous, back, NEXT);
            }
        }
    }

    private void wrongNode(long block, String field, long target) {
        if (linksToNone.size() < MOST_BAD_LINKS) {
            linksToNone.add(new Link(block, field, target));
        }
    }

    /** Reports links that lead to no free block, but not those to a block that is itself broken. */
    void linksToNone() {
        for (Link link : linksToNone) {
            if (!broken.contains(link.target)) {
                String summary =
                        "%s of free block %s leads to no free block"
                                .formatted(link.field, Addresses.hex(link.block));
                String target = Addresses.hex(link.target);
                link(link.block, link.target, summary, "a free block", target);
            }
        }
    }

    /**
     * Whether a block says that it is free, which neither its tag nor the block behind it do.
     * Reports it.
     */
    boolean isFalselyFree(ResidentHeader header) {
        boolean isFalse =
                header.isFree()
                        && header.readTag()
                        && header.taggedBlock() != header.address()
                        && other.read(header.end())
                        && !other.isPreviousFree();
        if (isFalse) {
            state(header.address(), true);
        }
        return isFalse;
    }

    /** Reports a block that is free or busy, and says otherwise. */
    private void state(long block, boolean saidFree) {
        broken(block);
        report(
                "os2.block-header",
                block,
                Severity.ERROR,
                "block %s says that it is %s, but its end and the block behind it say %s"
                        .formatted(Addresses.hex(block), state(saidFree), state(!saidFree)),
                state(!saidFree),
                state(saidFree),
                ResidentLayout.HEADER_SIZE);
    }

    private void broken(long block) {
        if (broken.size() < MOST_BAD_LINKS) {
            broken.add(block);
        }
    }

    /**
     * Two blocks that do not lead to each other. The one to whose target another node leads, too,
     * is wrong; the other one otherwise.
     *
     * @param field of the block that leads to the target
     * @param back where the target leads
     * @param backField of the target
     */
    private void notBack(long block, String field, long target, long back, String backField) {
        boolean isElsewhere = leadsTo(back, field, target) || isUnusedDummy(target, field);
        long at = isElsewhere ? block : target;
        link(
                at,
                isElsewhere ? target : block,
                "%s of free block %s leads to %s, which does not lead back"
                        .formatted(
                                isElsewhere ? field : backField,
                                Addresses.hex(at),
                                Addresses.hex(isElsewhere ? target : back)),
                isElsewhere ? "a block that leads back" : Addresses.hex(block),
                Addresses.hex(isElsewhere ? target : back));
    }

    /** Whether a node in the heap's header is in no list. */
    private boolean isUnusedDummy(long node, String field) {
        if (Arrays.stream(dummies).noneMatch(dummy -> dummy == node)
                || !other.read(node)
                || !other.readLinks()) {
            return false;
        }
        boolean isNext = field.equals(NEXT);
        long onwards = isNext ? other.next() : other.previous();
        return onwards == node || !leadsTo(onwards, isNext ? PREVIOUS : NEXT, node);
    }

    /** Whether another node of the list, perhaps one in the heap's header, leads to a block. */
    private boolean leadsTo(long node, String field, long block) {
        return other.read(node)
                && other.readLinks()
                && (field.equals(NEXT) ? other.next() : other.previous()) == block;
    }

    /** Reports a link once: a wrong one is seen from both of its ends. */
    private void link(long block, long target, String summary, String expected, String actual) {
        if (badLinks.size() >= MOST_BAD_LINKS) {
            return;
        }
        boolean known = badLinks.contains(block) || badLinks.contains(target);
        badLinks.add(block);
        badLinks.add(target);
        if (!known) {
            int size = ResidentLayout.FREE.size();
            report("os2.free-link", block, Severity.ERROR, summary, expected, actual, size);
        }
    }

    /** Checks the selector of an extended block. */
    void selector(ResidentHeader header) {
        if (!header.readTrailer()) {
            return;
        }
        long data = header.address() + ResidentLayout.HEADER_SIZE;
        selectors
                .check(header.selector(), header.address(), data, header.trailerAddress() - data)
                .ifPresent(
                        problem ->
                                report(
                                        problem.rule(),
                                        header.trailerAddress(),
                                        Severity.WARNING,
                                        problem.summary(),
                                        problem.expected(),
                                        problem.actual(),
                                        ResidentLayout.TRAILER.size()));
    }

    /** Reports what is wrong in a heap's header. */
    void heapHeader(long heap, List<WrongField> wrong) {
        report(
                WrongField.RULE,
                heap,
                Severity.ERROR,
                "wrong in the header of heap %s: %s"
                        .formatted(Addresses.hex(heap), WrongField.names(wrong)),
                WrongField.expected(wrong),
                WrongField.actual(wrong),
                ResidentLayout.HEAP.size());
    }

    /** Checks the counts of a heap of which every block was seen. */
    void counts(HeapHeader heap, long blocks, long freeBlocks, long endBlocks) {
        // The handbook does not say whether the block at the end counts.
        boolean right = heap.blocks() == blocks || heap.blocks() == blocks - endBlocks;
        if (right && heap.freeBlocks() == freeBlocks) {
            return;
        }
        report(
                "os2.counts",
                heap.address(),
                Severity.WARNING,
                "the heap's header counts other blocks than the heap has",
                "%d blocks, %d free".formatted(blocks, freeBlocks),
                "%d blocks, %d free".formatted(heap.blocks(), heap.freeBlocks()),
                2 * Integer.BYTES);
    }

    private void report(
            String rule,
            long address,
            Severity severity,
            String summary,
            String expected,
            String actual,
            int evidence) {
        count++;
        sink.anomaly(
                new Anomaly(
                        rule,
                        address,
                        severity,
                        confidence,
                        summary,
                        expected,
                        actual,
                        bytes.hex(address, evidence)));
    }
}
