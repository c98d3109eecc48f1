package org.cairn.heap.windows;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Owner;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps what a decoder reports; fails at once when blocks overlap, leave their segment or come out
 * of order.
 */
final class Recorder implements BlockSink {
    private final List<String> kinds = new ArrayList<>();
    private final NavigableMap<Long, Block> blocks = new TreeMap<>(Long::compareUnsigned);
    private final List<Stretch> segments = new ArrayList<>();
    private final List<Stretch> uncommitted = new ArrayList<>();
    private final List<Stretch> gaps = new ArrayList<>();
    private final List<Owner> owners = new ArrayList<>();
    private final NavigableMap<Long, Owner> owned = new TreeMap<>(Long::compareUnsigned);
    private final List<Anomaly> anomalies = new ArrayList<>();
    private long position;
    private long end;

    record Block(
            long address,
            long size,
            long userAddress,
            long userSize,
            BlockState state,
            String kind,
            int flags) {
        long end() {
            return address + size;
        }

        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    record Stretch(long start, long size, String label) {
        long end() {
            return start + size;
        }
    }

    @Override
    public void segment(long start, long size, String kind) {
        segments.add(new Stretch(start, size, kind));
        position = start;
        end = start + size;
    }

    @Override
    public int owner(Owner owner) {
        int index = owners.indexOf(owner);
        if (index < 0) {
            owners.add(owner);
            return owners.size();
        }
        return index + 1;
    }

    @Override
    public int kind(BlockKind kind) {
        int index = kinds.indexOf(kind.label());
        if (index < 0) {
            kinds.add(kind.label());
            return kinds.size() - 1;
        }
        return index;
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
        Block block =
                new Block(address, size, userAddress, userSize, state, kinds.get(kind), flags);
        var before = blocks.lowerEntry(address + size);
        if (before != null && Long.compareUnsigned(before.getValue().end(), address) > 0) {
            throw new AssertionError(block + " overlaps " + before.getValue());
        }
        if (size <= 0 || userSize < 0) {
            throw new AssertionError("sizes of " + block);
        }
        if (Long.compareUnsigned(address, position) < 0 || size > end - address) {
            throw new AssertionError(block + " is out of order or leaves its segment");
        }
        position = address + size;
        blocks.put(address, block);
        if (owner != NO_OWNER) {
            owned.put(userAddress, owners.get(owner - 1));
        }
    }

    @Override
    public void uncommitted(long start, long size) {
        uncommitted.add(new Stretch(start, size, ""));
    }

    @Override
    public void gap(long start, long size, Absence why) {
        gaps.add(new Stretch(start, size, why.label()));
    }

    @Override
    public void anomaly(Anomaly anomaly) {
        anomalies.add(anomaly);
    }

    NavigableMap<Long, Block> blocks() {
        return blocks;
    }

    /** The block at an address; there must be one. */
    Block at(long address) {
        return Optional.ofNullable(blocks.get(address))
                .orElseThrow(() -> new AssertionError("no block at " + Addresses.hex(address)));
    }

    /** Who owns the block with some data. */
    Optional<Owner> owner(long userAddress) {
        return Optional.ofNullable(owned.get(userAddress));
    }

    List<Block> blocks(BlockState state) {
        return blocks.values().stream().filter(block -> block.state() == state).toList();
    }

    List<Block> blocks(String kind) {
        return blocks.values().stream().filter(block -> block.kind().equals(kind)).toList();
    }

    List<Stretch> segments() {
        return segments;
    }

    List<Stretch> uncommitted() {
        return uncommitted;
    }

    List<Stretch> gaps() {
        return gaps;
    }

    List<Anomaly> anomalies() {
        return anomalies;
    }

    List<String> rules() {
        return anomalies.stream().map(Anomaly::rule).toList();
    }

    List<Anomaly> errors() {
        return anomalies.stream().filter(a -> a.severity() == Severity.ERROR).toList();
    }
}
