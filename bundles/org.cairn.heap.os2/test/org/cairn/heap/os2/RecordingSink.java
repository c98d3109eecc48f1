package org.cairn.heap.os2;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Owner;
import org.cairn.memory.Absence;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a decoder reports and checks that it keeps to the contract. */
final class RecordingSink implements BlockSink {
    record Block(
            long address,
            long size,
            long userAddress,
            long userSize,
            BlockState state,
            String kind,
            int owner,
            String ownerLabel,
            int flags) {
        long end() {
            return address + size;
        }

        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        boolean isCertain() {
            return !has(FOUND_STRONG) && !has(FOUND_HINT);
        }

        /** The facts of the format in one line. */
        String facts() {
            return "%08x %s %x%s"
                    .formatted(address, kind, size, ownerLabel.isEmpty() ? "" : " " + ownerLabel);
        }
    }

    record Range(long start, long size, String kind) {
        long end() {
            return start + size;
        }
    }

    final List<Block> blocks = new ArrayList<>();
    final List<Range> segments = new ArrayList<>();
    final List<Range> gaps = new ArrayList<>();
    final List<Anomaly> anomalies = new ArrayList<>();
    private final List<Owner> owners = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private long position;
    private long end;

    @Override
    public void segment(long start, long size, String kind) {
        complete();
        segments.add(new Range(start, size, kind));
        position = start;
        end = start + size;
    }

    /** Checks that blocks and gaps fill the last segment. */
    void complete() {
        if (position != end) {
            throw new AssertionError("nothing is said of %x to %x".formatted(position, end));
        }
    }

    @Override
    public int owner(Owner owner) {
        if (!owners.contains(owner)) {
            owners.add(owner);
        }
        return owners.indexOf(owner) + 1;
    }

    Owner owner(Block block) {
        return owners.get(block.owner - 1);
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
        advance(address, size, "block");
        if (userAddress < address || userAddress + userSize > address + size || userSize < 0) {
            throw new AssertionError("user range of block %x".formatted(address));
        }
        String label =
                owner == NO_OWNER
                        ? ""
                        : owners.get(owner - 1).key().substring(2)
                                + " "
                                + owners.get(owner - 1).label();
        blocks.add(
                new Block(
                        address,
                        size,
                        userAddress,
                        userSize,
                        state,
                        kinds.get(kind),
                        owner,
                        label,
                        flags));
    }

    @Override
    public void uncommitted(long start, long size) {
        advance(start, size, "uncommitted range");
        gaps.add(new Range(start, size, "uncommitted"));
    }

    @Override
    public void gap(long start, long size, Absence why) {
        advance(start, size, "gap");
        gaps.add(new Range(start, size, why.label()));
    }

    private void advance(long start, long size, String what) {
        if (start != position || size <= 0 || start + size > end) {
            throw new AssertionError(
                    "%s %x to %x, but the segment goes on at %x to %x"
                            .formatted(what, start, start + size, position, end));
        }
        position = start + size;
    }

    @Override
    public void anomaly(Anomaly anomaly) {
        anomalies.add(anomaly);
    }

    List<String> facts() {
        return blocks.stream().map(Block::facts).toList();
    }

    List<String> rules() {
        return anomalies.stream().map(Anomaly::rule).toList();
    }

    Block at(long address) {
        return blocks.stream()
                .filter(block -> block.address <= address && address < block.end())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no block at " + Long.toHexString(address)));
    }
}
