package org.cairn.analysis.internal;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.cairn.store.BlockColumns;
import org.cairn.store.StoreWriter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the blocks of one heap, keeps the decoder within bounds and hands batches on. Blocks
 * outside their segment and blocks that overlap are refused and counted; a decoder that reports too
 * many of them, or segments that overlap, is stopped, since it runs in circles.
 */
final class RootSink implements BlockSink {
    private static final int MAX_REFUSED = 1000;

    /**
     * A sign of life is given for so many blocks at once: the signs of several threads may share a
     * cache line.
     */
    private static final int BLOCKS_A_SIGN = 64;

    private static final int MAX_SEGMENTS = 1 << 20;
    private static final int MAX_GAPS = 1 << 20;

    /** A list that nobody reads; a decoder that invents owners must not fill the memory. */
    private static final int MAX_OWNERS = 1 << 20;

    private static final int MAX_NOTES = 16;

    /** As many as owners. */
    private static final int MAX_TOTALS = MAX_OWNERS;

    private final int heapId;
    private final StoreWriter store;
    private final BlockOutlet outlet;
    private final LifeSign sign;
    private final Map<Owner, Integer> owners = new HashMap<>();
    private final Map<BlockKind, Integer> kinds = new HashMap<>();
    private final AnomalyLog anomalies = new AnomalyLog();
    private final List<String> notes = new ArrayList<>();
    private final SegmentMap ranges = new SegmentMap();
    private BlockColumns columns;
    private int untilSign;
    private int segments;
    private int gaps;
    private int totals;
    private int segmentId;
    private long position;
    private long room;
    private long refused;
    private long firstRefused;

    RootSink(int heapId, StoreWriter store, BlockOutlet outlet, LifeSign sign) {
        this.heapId = heapId;
        this.store = store;
        this.outlet = outlet;
        this.sign = sign;
        this.columns = outlet.take();
    }

    @Override
    public void segment(long start, long size, String kind) {
        sign.give();
        if (segments++ == MAX_SEGMENTS) {
            throw new DecoderFault("reports more than " + MAX_SEGMENTS + " segments", start);
        }
        if (!ranges.add(start, size)) {
            throw new DecoderFault(
                    "reports the segment at "
                            + Addresses.hex(start)
                            + " twice or with a wrong size",
                    start);
        }
        segmentId = store.segment(heapId, start, size, kind);
        position = start;
        room = size;
    }

    @Override
    public int owner(Owner owner) {
        int known = owners.getOrDefault(owner, NO_OWNER);
        if (known != NO_OWNER) {
            return known;
        }
        if (owners.size() == MAX_OWNERS) {
            return NO_OWNER;
        }
        int number = store.owner(owner);
        owners.put(owner, number);
        outlet.known(number, owner);
        return number;
    }

    @Override
    public int kind(BlockKind kind) {
        return kinds.computeIfAbsent(kind, store::kind);
    }

    @Override
    public void block(
            long address,
            long size,
            long userAddress,
            long userSize,
            BlockState state,
            int kind,
            int owner,
            int flags) {
        if (--untilSign < 0) {
            untilSign = BLOCKS_A_SIGN;
            sign.give();
        }
        long skipped = address - position;
        if (skipped < 0 || size <= 0 || size > room - skipped) {
            refuse(address);
            return;
        }
        position = address + size;
        room -= skipped + size;
        columns.add(
                address, size, userAddress, userSize, state, kind, heapId, segmentId, owner, flags);
        if (columns.isFull()) {
            outlet.put(columns);
            columns = outlet.take();
        }
    }

    private void refuse(long address) {
        if (segmentId == 0) {
            throw new DecoderFault("reports a block before its segment", address);
        }
        firstRefused = refused == 0 ? address : firstRefused;
        if (++refused > MAX_REFUSED) {
            throw new DecoderFault(
                    "reports blocks that overlap or leave their segment", firstRefused);
        }
    }

    @Override
    public void uncommitted(long start, long size) {
        countGap(start);
        store.uncommitted(heapId, segmentId, start, size);
    }

    @Override
    public void gap(long start, long size, Absence why) {
        countGap(start);
        store.gap(heapId, segmentId, start, size, why);
    }

    private void countGap(long start) {
        sign.give();
        if (gaps++ == MAX_GAPS) {
            throw new DecoderFault("reports more than " + MAX_GAPS + " gaps", start);
        }
    }

    @Override
    public synchronized void anomaly(Anomaly anomaly) {
        sign.give();
        anomalies.add(anomaly);
    }

    @Override
    public synchronized void note(String text) {
        sign.give();
        if (notes.size() < MAX_NOTES) {
            notes.add(text);
        }
    }

    @Override
    public void total(int owner, OwnerTotal total) {
        sign.give();
        if (owner != NO_OWNER && totals < MAX_TOTALS) {
            totals++;
            store.total(heapId, owner, total);
        }
    }

    /** Hands the last blocks on; called when the decoder has returned or failed. */
    void finish() {
        outlet.put(columns);
    }

    /** How many blocks were refused, and the first of them. */
    long refused() {
        return refused;
    }

    long firstRefused() {
        return firstRefused;
    }

    synchronized List<Anomaly> anomalies() {
        return anomalies.anomalies();
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** What a decoder did against the contract. */
    static final class DecoderFault extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final long address;

        DecoderFault(String what, long address) {
            super(what);
            this.address = address;
        }

        long address() {
            return address;
        }
    }
}
