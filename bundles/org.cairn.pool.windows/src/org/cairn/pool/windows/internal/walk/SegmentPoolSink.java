package org.cairn.pool.windows.internal.walk;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.cairn.pool.windows.internal.kernel.Addresses64;
import org.cairn.pool.windows.internal.kernel.BigPages;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.Verifier;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.pool.windows.internal.owner.TagOwners;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the pool's own part in blocks of a segment heap: {@code _POOL_HEADER} at the beginning of
 * the user data of small blocks, or, where a chunk crosses a page, at the beginning of that page;
 * the big-page table for blocks without a header. {@code PreviousSize} leads back to the first
 * header of a cache-aligned block and means nothing else.
 */
public final class SegmentPoolSink implements BlockSink {
    /** Since then large blocks have no header; the whole page less what a header may take. */
    private static final int LEAST_BIG = 0xfe0;

    private static final int MAX_ANOMALIES = 1000;

    private final BlockSink sink;
    private final KernelMemory memory;
    private final PoolHeader header;
    private final BigPages big;
    private final Addresses64 parked;
    private final NavigableMap<Long, Parked.Break> breaks = new TreeMap<>(Long::compareUnsigned);
    private final TagOwners owners;
    private final Verifier verifier;
    private final int kind;
    private final Optional<Boolean> paged;
    private final PoolReport report;
    private final Map<Integer, String> labels = new HashMap<>();
    private final Map<Integer, Integer> kindsOfNonPaged = new HashMap<>();
    private final Map<Integer, Integer> kindsOfPaged = new HashMap<>();
    private final Doubts doubts = new Doubts();
    private int anomalies;

    /**
     * Wraps a sink.
     *
     * @param kernel whose pools these are
     * @param waiting blocks on lookaside lists; where one of their links is wrong, it is told
     * @param paged which pool it is; empty when nobody says so
     * @param sink takes the blocks
     */
    public SegmentPoolSink(
            PoolKernel kernel, Parked waiting, Optional<Boolean> paged, BlockSink sink) {
        this.sink = sink;
        this.paged = paged;
        report = new PoolReport(sink, kernel.memory());
        parked = waiting.lookaside();
        waiting.breaks().forEach(broken -> breaks.put(broken.link(), broken));
        memory = kernel.memory();
        header = kernel.layout().header();
        big = kernel.bigPages();
        owners = new TagOwners(sink, TagNames.shipped(), kernel.driverTags());
        verifier = new Verifier(kernel);
        kind = kind("big block");
    }

    @Override
    public void block(
            long address,
            long size,
            long userAddress,
            long userSize,
            BlockState state,
            int blockKind,
            int owner,
            int flags) {
        if (state != BlockState.BUSY) {
            sink.block(address, size, userAddress, userSize, state, blockKind, owner, flags);
            return;
        }
        int index = big.from(userAddress);
        if (index < big.blocks().size() && big.blocks().get(index).address() == userAddress) {
            BigPages.Block entry = big.blocks().get(index);
            sink.block(
                    address,
                    size,
                    userAddress,
                    Math.min(entry.bytes(), userSize),
                    state,
                    entry.type() < 0 ? kind : kind(kind, (entry.type() & TypeCode.PAGED) != 0),
                    owners.busy(entry.tag(), entry.bytes()),
                    flags);
            return;
        }
        long at = header(userAddress, userSize);
        if (at == 0) {
            if (userSize < LEAST_BIG && memory.isPresent(userAddress, header.bytes())) {
                tell(userAddress);
            }
            doubts.missing(header.least());
            sink.block(address, size, userAddress, userSize, state, blockKind, owner, flags);
            return;
        }
        long user = AlignedHeaders.behind(header, memory, at, userAddress + userSize);
        boolean cached = parked.contains(user) || parked.contains(at);
        if (!cached && (flags & INFERRED) != 0) {
            doubts.surplus(header.least());
        }
        int tag = memory.u32(at + PoolHeader.TAG);
        boolean ofPaged = (header.type(memory.u32(at)) & TypeCode.PAGED) != 0;
        sink.block(
                address,
                size,
                user,
                userAddress + userSize - user,
                cached ? BlockState.FREE : state,
                kind(blockKind, ofPaged),
                cached ? owners.owner(tag) : owner(tag, at, user),
                cached ? flags | CACHED : flags);
        if (paged.orElse(ofPaged) != ofPaged) {
            report.tell(
                    PoolRule.TYPE,
                    at,
                    "block " + Addresses.hex(user) + " is not of the pool that its heap serves",
                    ofPaged ? "nonpaged" : "paged",
                    "type " + Addresses.hex(header.poolType().get(memory.u32(at))));
        }
    }

    /** A heap that serves both pools has kinds of block for each. */
    private int kind(int blockKind, boolean ofPaged) {
        return paged.isPresent()
                ? blockKind
                : (ofPaged ? kindsOfPaged : kindsOfNonPaged)
                        .computeIfAbsent(
                                blockKind,
                                any ->
                                        sink.kind(
                                                (ofPaged ? "paged " : "nonpaged ")
                                                        + labels.getOrDefault(any, "block")))
                        .intValue();
    }

    /** Whether tracked blocks have the pointer to their entry at their end, is inferred. */
    private int owner(int tag, long at, long user) {
        int word = memory.u32(at);
        long bytes = header.size(word);
        return (header.type(word) & TypeCode.VERIFIER) == 0
                ? owners.busy(tag, bytes)
                : verifier.behind(user, at + bytes)
                        .map(entry -> owners.busy(tag, bytes, verifier.place(entry.caller())))
                        .orElseGet(() -> owners.busy(tag, bytes))
                        .intValue();
    }

    /** The tags of the blocks in use, with their sums. */
    public TagOwners owners() {
        return owners;
    }

    /** What of the heap has a tag or state that is not known. */
    Doubts doubts() {
        return doubts;
    }

    /** Says that parts of the heap were not reached. */
    public void incomplete() {
        doubts.boundless();
    }

    /** Where the header of a block is, 0 when it has none. */
    private long header(long user, long size) {
        if (isHeader(user, size)) {
            return user;
        }
        long page = user + PoolHeader.PAGE - 1 & -PoolHeader.PAGE;
        long before = page - user;
        boolean crosses = before > 0 && before < size;
        return crosses && isHeader(page, size - before) ? page : 0;
    }

    private boolean isHeader(long at, long room) {
        if (room < header.bytes() || !memory.isPresent(at, header.bytes())) {
            return false;
        }
        int word = memory.u32(at);
        int stored = header.poolType().get(word);
        int size = header.size(word);
        return stored != 0
                && header.code().isPlausible(stored)
                && size >= header.bytes()
                && size <= room + header.unit()
                && PoolTag.isPrintable(memory.u32(at + PoolHeader.TAG));
    }

    private void tell(long user) {
        if (anomalies++ < MAX_ANOMALIES) {
            sink.anomaly(
                    new Anomaly(
                            "pool.segment-header",
                            user,
                            Severity.WARNING,
                            Confidence.STRONG,
                            "block with data at "
                                    + Addresses.hex(user)
                                    + " does not begin with a pool header",
                            "size, type and a tag of four printable characters",
                            memory.hex(user, header.bytes()),
                            memory.hex(user, header.bytes())));
        }
    }

    @Override
    public void segment(long start, long size, String label) {
        sink.segment(start, size, label);
        breaks.tailMap(start, true).values().stream()
                .takeWhile(broken -> Long.compareUnsigned(broken.link() - start, size) < 0)
                .forEach(report::tell);
    }

    @Override
    public int owner(Owner owner) {
        return sink.owner(owner);
    }

    @Override
    public int kind(BlockKind added) {
        int number = sink.kind(added);
        labels.put(number, added.label());
        return number;
    }

    @Override
    public void uncommitted(long start, long size) {
        sink.uncommitted(start, size);
    }

    @Override
    public void gap(long start, long size, Absence why) {
        doubts.missing(size);
        sink.gap(start, size, why);
    }

    /** What is wrong with the heap itself makes the state of one block doubtful. */
    @Override
    public void anomaly(Anomaly anomaly) {
        if (anomaly.severity() != Severity.INFO) {
            doubts.missing(header.least());
            doubts.surplus(header.least());
        }
        sink.anomaly(anomaly);
    }

    @Override
    public void note(String text) {
        sink.note(text);
    }

    @Override
    public void total(int owner, OwnerTotal total) {
        sink.total(owner, total);
    }
}
