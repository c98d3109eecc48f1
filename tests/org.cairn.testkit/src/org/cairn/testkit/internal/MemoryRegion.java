package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.dump.DumpRegion;
import org.cairn.memory.Addresses;
import org.cairn.testkit.SyntheticMemory.Piece;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/** A reserved region of a process and the state of its pages. */
public final class MemoryRegion {
    private final long base;
    private final String kind;
    private final String protection;
    private final MemorySegment bytes;
    private final BitSet committed = new BitSet();
    private final BitSet omitted = new BitSet();

    /** Reserves a region. */
    public MemoryRegion(long base, long size, String kind, String protection) {
        if ((base | size) % PAGE != 0 || size == 0) {
            throw new IllegalArgumentException("no whole pages: " + Addresses.hex(base));
        }
        this.base = base;
        this.kind = kind;
        this.protection = protection;
        bytes = MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
    }

    /** The first address. */
    public long base() {
        return base;
    }

    /** The last address. */
    public long last() {
        return base + bytes.byteSize() - 1;
    }

    /** Commits pages. */
    public void commit(long address, long size) {
        int end = page(address + size);
        for (int page = page(address); page < end; page++) {
            if (!committed.get(page)) {
                bytes.asSlice(page * PAGE, PAGE).fill((byte) 0);
                committed.set(page);
            }
        }
    }

    /** Takes committed pages back. */
    public void decommit(long address, long size) {
        committed.clear(page(address), page(address + size));
    }

    /** Says whether pages belong into a dump. */
    public void capture(long address, long size, boolean wanted) {
        omitted.set(page(address), page(address + size), !wanted);
    }

    /** Committed bytes. */
    public MemorySegment bytes(long address, long size) {
        long offset = address - base;
        Objects.checkFromIndexSize(offset, size, bytes.byteSize());
        int end = (int) ((offset + size + PAGE - 1) / PAGE);
        if (committed.nextClearBit((int) (offset / PAGE)) < end) {
            throw new IllegalArgumentException("not committed: " + Addresses.hex(address));
        }
        return bytes.asSlice(offset, size);
    }

    /** Appends the region as a dump describes it, a line for each state. */
    public void describe(List<DumpRegion> into) {
        int pages = page(base + bytes.byteSize());
        for (int page = 0; page < pages; ) {
            boolean there = committed.get(page);
            int next = there ? committed.nextClearBit(page) : committed.nextSetBit(page);
            int end = next < 0 ? pages : Math.min(next, pages);
            into.add(
                    new DumpRegion(
                            base + page * PAGE,
                            base + end * PAGE - 1,
                            base,
                            there ? "commit" : "reserve",
                            there ? protection : "",
                            kind));
            page = end;
        }
    }

    /** Appends what belongs into a dump. */
    public void captured(List<Piece> into) {
        BitSet wanted = (BitSet) committed.clone();
        wanted.andNot(omitted);
        for (int page = wanted.nextSetBit(0); page >= 0; ) {
            int end = wanted.nextClearBit(page);
            into.add(
                    new Piece(base + page * PAGE, bytes.asSlice(page * PAGE, (end - page) * PAGE)));
            page = wanted.nextSetBit(end);
        }
    }

    private int page(long address) {
        long offset = address - base;
        if (offset % PAGE != 0 || offset < 0 || offset > bytes.byteSize()) {
            throw new IllegalArgumentException("no page of the region: " + Addresses.hex(address));
        }
        return (int) (offset / PAGE);
    }
}
