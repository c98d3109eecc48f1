package org.cairn.heap.os2.internal;

import org.cairn.dump.DumpSelector;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;

import java.util.HashSet;
import java.util.Set;

/**
 * What the kernel's own validation of a resident heap checks (OS/2 Debugging Handbook, "Virtual
 * Memory Management System Heap Validation"), and that a trailer's selector maps its block.
 */
final class BlockChecks {
    /** When as many links are wrong, further ones are not told. */
    private static final int MOST_BAD_LINKS = 1 << 16;

    private final BlockSink sink;
    private final Confidence confidence;
    private final Descriptors descriptors;
    private final HexBytes bytes;
    private final ResidentHeader other;
    private final Set<Long> badLinks = new HashSet<>();
    private long count;

    BlockChecks(
            BlockSink sink, AddressSpace space, Descriptors descriptors, Confidence confidence) {
        this.sink = sink;
        this.confidence = confidence;
        this.descriptors = descriptors;
        this.bytes = new HexBytes(space);
        this.other = new ResidentHeader(space);
    }

    /** How many anomalies were found. */
    long count() {
        return count;
    }

    void header(long address, long preceding) {
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

    void size(ResidentHeader header, long limit) {
        report(
                "os2.block-size",
                header.address(),
                Severity.ERROR,
                "block %s of %s bytes passes the end of the heap"
                        .formatted(Addresses.hex(header.address()), Addresses.hex(header.size())),
                "at most " + Addresses.hex(limit - header.address()),
                Addresses.hex(header.size()),
                ResidentLayout.HEADER_SIZE);
    }

    /** Checks a block against the one in front of it. */
    void sequence(long previous, boolean previousIsFree, ResidentHeader header) {
        long address = header.address();
        if (previousIsFree != header.isPreviousFree()) {
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
        if (!heap.holds(address)) {
            boolean dummy = address >= heap.address() && address < heap.first();
            return dummy ? Node.UNKNOWN : Node.WRONG;
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
            wrongNode(block, "krhf_pbNext", next);
        } else if (node == Node.BLOCK
                && other.read(next)
                && other.readLinks()
                && other.previous() != block) {
            notBack(block, "krhf_pbNext", next, other.previous());
        }
    }

    private void checkPrevious(long block, long previous, Node node) {
        if (node == Node.WRONG) {
            wrongNode(block, "krhf_pbPrev", previous);
        } else if (node == Node.BLOCK
                && other.read(previous)
                && other.readLinks()
                && other.next() != block) {
            notBack(block, "krhf_pbPrev", previous, other.next());
        }
    }

    private void wrongNode(long block, String field, long target) {
        String summary =
                "%s of free block %s leads to no free block".formatted(field, Addresses.hex(block));
        link(block, target, summary, "a free block", Addresses.hex(target));
    }

    private void notBack(long block, String field, long target, long back) {
        String summary =
                "%s of free block %s leads to %s, which does not lead back"
                        .formatted(field, Addresses.hex(block), Addresses.hex(target));
        link(block, target, summary, Addresses.hex(block), Addresses.hex(back));
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

    /** Checks that the selector of an extended block begins with its data. */
    void selector(ResidentHeader header) {
        long data = header.address() + ResidentLayout.HEADER_SIZE;
        if (!header.readTrailer()
                || header.selector() == 0
                || !(descriptors.find(header.selector()) instanceof DumpSelector selector)) {
            return;
        }
        if (selector.base() == data) {
            limit(header, selector, header.trailerAddress() - data);
            return;
        }
        report(
                "os2.selector",
                header.trailerAddress(),
                Severity.WARNING,
                "selector %s of block %s maps another address"
                        .formatted(
                                Addresses.hex(header.selector()), Addresses.hex(header.address())),
                Addresses.hex(data),
                Addresses.hex(selector.base()),
                ResidentLayout.TRAILER.size());
    }

    private void limit(ResidentHeader header, DumpSelector selector, long room) {
        if (selector.limit() >= room) {
            report(
                    "os2.selector-limit",
                    header.trailerAddress(),
                    Severity.WARNING,
                    "selector %s maps more than block %s has"
                            .formatted(
                                    Addresses.hex(selector.selector()),
                                    Addresses.hex(header.address())),
                    "at most " + Addresses.hex(room - 1),
                    Addresses.hex(selector.limit()),
                    ResidentLayout.TRAILER.size());
        }
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
