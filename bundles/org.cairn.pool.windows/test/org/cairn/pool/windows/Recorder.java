package org.cairn.pool.windows;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Absence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps what a decoder reports, and checks that it lies in order and in its segment. */
final class Recorder implements BlockSink {
    private final NavigableMap<Long, Block> all = new TreeMap<>();
    final List<Anomaly> anomalies = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final Map<String, OwnerTotal> totals = new TreeMap<>();
    final List<long[]> segments = new ArrayList<>();
    final List<long[]> gaps = new ArrayList<>();
    private final List<Owner> owners = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private long position;
    private long end;
    private long covered;
    private long expected;

    record Block(
            long address,
            long size,
            long userAddress,
            long userSize,
            BlockState state,
            String kind,
            String tag,
            int flags) {}

    @Override
    public void segment(long start, long size, String kind) {
        segments.add(new long[] {start, size});
        position = start;
        end = start + size;
        expected += size;
    }

    @Override
    public int owner(Owner owner) {
        if (!owners.contains(owner)) {
            owners.add(owner);
        }
        return owners.indexOf(owner) + 1;
    }

    @Override
    public int kind(BlockKind kind) {
        if (!kinds.contains(kind.label())) {
            kinds.add(kind.label());
        }
        return kinds.indexOf(kind.label());
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
        take(address, size);
        String tag = owner == NO_OWNER ? "" : owners.get(owner - 1).label();
        all.put(
                address,
                new Block(
                        address, size, userAddress, userSize, state, kinds.get(kind), tag, flags));
    }

    private void take(long address, long size) {
        if (size <= 0
                || Long.compareUnsigned(address, position) < 0
                || end != 0 && Long.compareUnsigned(address + size, end) > 0) {
            faults.add(Long.toHexString(address) + " with " + size + " bytes is out of place");
        }
        covered += size;
        position = address + size;
    }

    @Override
    public void uncommitted(long start, long size) {
        take(start, size);
    }

    @Override
    public void gap(long start, long size, Absence why) {
        gaps.add(new long[] {start, size});
        take(start, size);
    }

    @Override
    public void anomaly(Anomaly anomaly) {
        anomalies.add(anomaly);
    }

    @Override
    public void note(String text) {
        notes.add(text);
    }

    @Override
    public void total(int owner, OwnerTotal total) {
        String tag = owners.get(owner - 1).label();
        if (totals.containsKey(tag)) {
            faults.add("the total of " + tag + " is told twice");
        }
        totals.put(tag, total);
    }

    /** Whether each byte of each segment was told of, once. */
    boolean isComplete() {
        return covered == expected;
    }

    Collection<Block> blocks() {
        return all.values();
    }

    List<Owner> owners() {
        return owners;
    }

    Optional<Block> at(long address) {
        return Optional.ofNullable(all.get(address));
    }

    List<String> rules() {
        return anomalies.stream().map(Anomaly::rule).toList();
    }

    long count(String kind) {
        return all.values().stream().filter(block -> block.kind().equals(kind)).count();
    }
}
