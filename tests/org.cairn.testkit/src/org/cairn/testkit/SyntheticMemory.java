package org.cairn.testkit;

import org.cairn.dump.DumpRegion;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;
import org.cairn.testkit.internal.MemoryRegion;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The virtual memory of a synthetic process: reserved regions with committed pages, some of which
 * may be left out of the dump. Addresses are unsigned.
 */
public final class SyntheticMemory {
    /** Bytes of a page. */
    public static final long PAGE = 0x1000;

    /** Regions begin at multiples of this many bytes. */
    public static final long ALLOCATION_GRANULARITY = 0x1_0000;

    private final NavigableMap<Long, MemoryRegion> regions = new TreeMap<>(Long::compareUnsigned);

    /** Bytes that a dump holds as one piece. */
    public record Piece(long address, MemorySegment bytes) {
        /** The bytes, for a dump. */
        public MemorySource source() {
            return MemorySource.of(bytes.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /**
     * Reserves a region.
     *
     * @param base first address, a multiple of a page
     * @param size bytes, a multiple of a page
     * @param kind as in {@link DumpRegion#kind()}
     * @param protection as in {@link DumpRegion#protection()}
     * @throws IllegalArgumentException when it overlaps another
     */
    public void reserve(long base, long size, String kind, String protection) {
        if (!isFree(base, size)) {
            throw new IllegalArgumentException("overlap at " + Addresses.hex(base));
        }
        regions.put(base, new MemoryRegion(base, size, kind, protection));
    }

    /**
     * Reserves a region of the process's own memory where there is room.
     *
     * @param hint where to begin looking
     * @param size bytes, a multiple of a page
     * @return its first address, the first at or after the hint that is free and aligned
     */
    public long reserve(long hint, long size) {
        long base = hint + (ALLOCATION_GRANULARITY - 1) & -ALLOCATION_GRANULARITY;
        while (!isFree(base, size)) {
            base += ALLOCATION_GRANULARITY;
        }
        reserve(base, size, "private", "rw-");
        return base;
    }

    /** Releases a whole region. */
    public void release(long base) {
        regions.remove(region(base).base());
    }

    /** Commits pages; those that were not committed are filled with zeros. */
    public void commit(long address, long size) {
        region(address).commit(address, size);
    }

    /** Takes committed pages back. */
    public void decommit(long address, long size) {
        region(address).decommit(address, size);
    }

    /** Leaves committed pages out of the dump. */
    public void omit(long address, long size) {
        region(address).capture(address, size, false);
    }

    /** Takes pages into the dump that were left out. */
    public void capture(long address, long size) {
        region(address).capture(address, size, true);
    }

    /**
     * Committed bytes, for reading and writing.
     *
     * @throws IllegalArgumentException when not all of them are committed
     */
    public MemorySegment bytes(long address, long size) {
        return region(address).bytes(address, size);
    }

    /** Writes bytes. */
    public void write(long address, byte... content) {
        MemorySegment.copy(
                MemorySegment.ofArray(content),
                0,
                bytes(address, content.length),
                0,
                content.length);
    }

    /** Writes a field of the structure at an address. */
    public void set(long address, Field field, long value) {
        field.set(bytes(address + field.offset(), field.size()), -field.offset(), value);
    }

    /** Writes a field of the structure at an address. */
    public void set(long address, Structure structure, String field, long value) {
        set(address, structure.field(field), value);
    }

    /** The regions as a dump describes them, ascending. */
    public List<DumpRegion> regions() {
        List<DumpRegion> result = new ArrayList<>();
        regions.values().forEach(region -> region.describe(result));
        return result;
    }

    /** What a dump of this memory holds, ascending. */
    public List<Piece> captured() {
        List<Piece> result = new ArrayList<>();
        regions.values().forEach(region -> region.captured(result));
        return result;
    }

    /** What a dump of this memory holds, as an address space. */
    public AddressSpace space() {
        SparseMemory.Builder builder = SparseMemory.builder(Absence.NOT_CAPTURED);
        captured().forEach(piece -> builder.bytes(piece.address, piece.bytes.asReadOnly()));
        return builder.build();
    }

    private boolean isFree(long base, long size) {
        long last = base + size - 1;
        var before = regions.floorEntry(last);
        return before == null || Long.compareUnsigned(before.getValue().last(), base) < 0;
    }

    private MemoryRegion region(long address) {
        var entry = regions.floorEntry(address);
        if (entry == null || Long.compareUnsigned(address, entry.getValue().last()) > 0) {
            throw new IllegalArgumentException("no region holds " + Addresses.hex(address));
        }
        return entry.getValue();
    }
}
