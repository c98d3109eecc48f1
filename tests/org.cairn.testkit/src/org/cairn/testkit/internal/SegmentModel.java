package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.SyntheticMemory;

import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A segment: blocks side by side, interrupted by uncommitted ranges. Where headers are encoded, the
 * memory before each uncommitted range and before the segment's end ends with a guard block.
 */
final class SegmentModel {
    private final HeapShape shape;
    private final SyntheticMemory memory;
    private final FreeChunks free;
    private final int index;
    private final long base;
    private final long size;
    private final NavigableMap<Long, Chunk> chunks = new TreeMap<>(Long::compareUnsigned);
    private final NavigableMap<Long, Long> uncommitted = new TreeMap<>(Long::compareUnsigned);

    /** A segment of which the first bytes are committed and become a free block. */
    SegmentModel(
            HeapShape shape,
            SyntheticMemory memory,
            FreeChunks free,
            int index,
            long base,
            long size,
            long committed) {
        this.shape = shape;
        this.memory = memory;
        this.free = free;
        this.index = index;
        this.base = base;
        this.size = size;
        memory.commit(base, committed);
        if (committed < size) {
            uncommitted.put(base + committed, size - committed);
        }
        fill(base, committed, true);
    }

    int index() {
        return index;
    }

    long base() {
        return base;
    }

    long size() {
        return size;
    }

    long end() {
        return base + size;
    }

    boolean holds(long address) {
        return Long.compareUnsigned(address - base, size) < 0;
    }

    Optional<Chunk> at(long address) {
        return Optional.ofNullable(chunks.get(address));
    }

    NavigableMap<Long, Chunk> chunks() {
        return chunks;
    }

    /** Sizes of the uncommitted ranges by their addresses. */
    NavigableMap<Long, Long> uncommitted() {
        return uncommitted;
    }

    long uncommittedBytes() {
        return uncommitted.values().stream().mapToLong(Long::longValue).sum();
    }

    long end(Chunk chunk) {
        return chunk.address() + (long) chunk.units() * shape.unit();
    }

    /** Units of the block that ends where this one begins; 0 when there is none. */
    int unitsBefore(Chunk chunk) {
        return before(chunk.address()).map(Chunk::units).orElse(0);
    }

    /** Whether uncommitted memory, or the segment's end, follows the block. */
    boolean isLast(Chunk chunk) {
        long end = end(chunk);
        return end == end() || uncommitted.containsKey(end);
    }

    /** Takes the beginning of a free block; a rest that is too short for a block stays with it. */
    Chunk take(Chunk from, int units, Kind kind, long requested, int tag) {
        remove(from);
        int rest = from.units() - units;
        boolean whole = rest < shape.smallestUnits();
        Chunk taken = new Chunk(from.address(), whole ? from.units() : units, kind, requested, tag);
        chunks.put(taken.address(), taken);
        if (!whole) {
            add(Chunk.free(end(taken), rest));
        }
        return taken;
    }

    /** Makes a block free and joins it with its free neighbours. */
    void free(Chunk chunk) {
        remove(chunk);
        join(Chunk.free(chunk.address(), chunk.units()));
    }

    /** Makes a block free and leaves free neighbours as they are. */
    void freeAlone(Chunk chunk) {
        remove(chunk);
        add(Chunk.free(chunk.address(), chunk.units()));
    }

    void replace(Chunk chunk) {
        chunks.put(chunk.address(), chunk);
    }

    /** Commits the beginning of an uncommitted range. */
    void commit(long start, long bytes) {
        memory.commit(start, bytes);
        long rest = uncommitted.get(start) - bytes;
        uncommitted.remove(start);
        if (rest > 0) {
            uncommitted.put(start + bytes, rest);
        }
        long from = start;
        if (shape.guard() > 0) {
            Chunk guard = chunks.get(start - shape.guard());
            chunks.remove(guard.address());
            from = guard.address();
        }
        fill(from, start + bytes - from, rest > 0 || start + bytes == end());
    }

    /**
     * Uncommits the whole pages inside a free block, together with an uncommitted range behind it.
     *
     * @return whether there was a page to uncommit
     */
    boolean decommit(Chunk block) {
        long room = shape.guard();
        long first = ceil(block.address() + room);
        while (!isWhole(first - room - block.address())) {
            first += PAGE;
        }
        long end = end(block);
        boolean guarded = at(end).filter(next -> next.kind() == Kind.GUARD).isPresent();
        long limit = guarded ? end + room : end;
        long last = limit & -PAGE;
        while (!isWhole(limit - last)) {
            last -= PAGE;
        }
        if (Long.compareUnsigned(first, last) >= 0) {
            return false;
        }
        remove(block);
        if (guarded) {
            chunks.remove(end);
        }
        fill(block.address(), first - block.address(), true);
        memory.decommit(first, last - first);
        long behind = uncommitted.getOrDefault(last, 0L);
        uncommitted.remove(last);
        uncommitted.put(first, last - first + behind);
        if (last < limit) {
            join(Chunk.free(last, (int) ((limit - last) / shape.unit())));
        }
        return true;
    }

    /** Covers committed memory with free blocks and, where uncommitted memory follows, a guard. */
    private void fill(long start, long bytes, boolean guarded) {
        long rest = bytes;
        if (guarded && shape.guard() > 0) {
            rest -= shape.guard();
            replace(Chunk.own(start + rest, shape.guard() / shape.unit(), Kind.GUARD));
        }
        long longest = (long) shape.virtualThreshold() * shape.unit();
        long at = start;
        while (rest > longest) {
            join(Chunk.free(at, shape.virtualThreshold() / 2));
            at += longest / 2;
            rest -= longest / 2;
        }
        if (rest > 0) {
            join(Chunk.free(at, (int) (rest / shape.unit())));
        }
    }

    private boolean isWhole(long bytes) {
        return bytes == 0 || bytes >= (long) shape.smallestUnits() * shape.unit();
    }

    private void join(Chunk chunk) {
        Chunk joined = chunk;
        Optional<Chunk> before = before(chunk.address()).filter(other -> canJoin(chunk, other));
        if (before.isPresent()) {
            remove(before.get());
            joined = Chunk.free(before.get().address(), before.get().units() + joined.units());
        }
        Chunk longer = joined;
        Optional<Chunk> after = at(end(longer)).filter(other -> canJoin(longer, other));
        if (after.isPresent()) {
            remove(after.get());
            joined = Chunk.free(joined.address(), joined.units() + after.get().units());
        }
        add(joined);
    }

    private boolean canJoin(Chunk chunk, Chunk neighbour) {
        return neighbour.isFree() && chunk.units() + neighbour.units() <= shape.virtualThreshold();
    }

    private Optional<Chunk> before(long address) {
        return Optional.ofNullable(chunks.lowerEntry(address))
                .map(Entry::getValue)
                .filter(chunk -> end(chunk) == address);
    }

    private void add(Chunk chunk) {
        chunks.put(chunk.address(), chunk);
        free.add(chunk);
    }

    private void remove(Chunk chunk) {
        chunks.remove(chunk.address());
        free.remove(chunk);
    }

    private static long ceil(long address) {
        return address + (PAGE - 1) & -PAGE;
    }
}
