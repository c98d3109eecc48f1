package org.cairn.heap.os2.internal;

import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;
import org.cairn.system.os2.SystemOwners;

/** Hands blocks on to a sink, segment by segment, and the gaps between them. */
final class BlockWriter {
    private static final int HEADER = ResidentLayout.HEADER_SIZE;
    private static final int EXTENDED_OVERHEAD = HEADER + ResidentLayout.TRAILER.size();
    private static final int SWAPPABLE_HEADER = SwappableHeader.LAYOUT.size();

    private final BlockSink sink;
    private final AddressSpace space;
    private final Islands present;
    private final Owners owners;
    private final int regular;
    private final int extended;
    private final int free;
    private final int end;
    private final int heapHeader;
    private final int swappable;
    private long position;

    BlockWriter(BlockSink sink, AddressSpace space, Islands present, OwnerNames names) {
        this.sink = sink;
        this.space = space;
        this.present = present;
        this.owners = new Owners(names, sink);
        this.regular = sink.kind("regular");
        this.extended = sink.kind(new BlockKind("extended", "trailer"));
        this.free = sink.kind("free");
        this.end = sink.kind("end of heap");
        this.heapHeader = sink.kind("heap header");
        this.swappable = sink.kind("swappable");
    }

    void begin(long start, long stop, String kind) {
        sink.segment(start, stop - start, kind);
        position = start;
    }

    /** The end of what was reported so far. */
    long position() {
        return position;
    }

    /** Reports that the blocks up to an address are unknown. */
    void gap(long stop, Absence why) {
        if (stop > position) {
            sink.gap(position, stop - position, why);
            position = stop;
        }
    }

    /** Reports that the blocks up to an address are unknown since their headers are absent. */
    void gap(long stop) {
        gap(stop, whyAbsent());
    }

    /** Why what follows is absent; bytes that are there were captured without their header. */
    Absence whyAbsent() {
        return space.runAt(position) instanceof Run.Absent run ? run.why() : Absence.NOT_CAPTURED;
    }

    void uncommitted(long stop) {
        if (stop > position) {
            sink.uncommitted(position, stop - position);
            position = stop;
        }
    }

    /** The structures in front of a heap's first block. */
    void heapHeader(long stop) {
        block(position, stop - position, 0, stop - position, BlockState.METADATA, heapHeader, 0, 0);
    }

    /** A block whose header is there and was read. */
    void resident(ResidentHeader header, int flags) {
        long address = header.address();
        long size = header.size();
        Confidence confidence = confidence(flags);
        if (!header.isExtended()) {
            int owner = owners.number(header.owner(), false, confidence);
            int kind = header.isFree() ? free : header.isEndOfHeap() ? end : regular;
            block(address, size, HEADER, size - HEADER, state(header), kind, owner, flags);
        } else if (header.isFree()) {
            block(address, size, HEADER, size - HEADER, BlockState.FREE, free, 0, flags);
        } else {
            int owner =
                    header.readTrailer()
                            ? owners.number(header.trailerOwner(), true, confidence)
                            : BlockSink.NO_OWNER;
            long room = size - EXTENDED_OVERHEAD;
            block(address, size, HEADER, room, BlockState.BUSY, extended, owner, flags);
        }
    }

    private static BlockState state(ResidentHeader header) {
        if (header.isFree()) {
            return BlockState.FREE;
        }
        return header.isEndOfHeap() || header.owner() == SystemOwners.DONATED_PAGE
                ? BlockState.METADATA
                : BlockState.BUSY;
    }

    /** A free block whose header is absent, known from the block behind it. */
    void inferred(long address, long stop, int flags) {
        long size = stop - address;
        int all = flags | BlockSink.INFERRED;
        block(address, size, HEADER, size - HEADER, BlockState.FREE, free, 0, all);
    }

    /** Free space without a header, up to an address. */
    void free(long stop) {
        block(position, stop - position, 0, stop - position, BlockState.FREE, free, 0, 0);
    }

    void swappable(SwappableHeader header, int flags) {
        int owner = owners.number(header.owner(), false, confidence(flags));
        long size = header.size();
        long room = size - SWAPPABLE_HEADER;
        BlockState busy = BlockState.BUSY;
        block(header.address(), size, SWAPPABLE_HEADER, room, busy, swappable, owner, flags);
    }

    private static Confidence confidence(int flags) {
        if ((flags & BlockSink.FOUND_HINT) != 0) {
            return Confidence.HINT;
        }
        return (flags & BlockSink.FOUND_STRONG) != 0 ? Confidence.STRONG : Confidence.CERTAIN;
    }

    private void block(
            long address,
            long size,
            int offset,
            long userSize,
            BlockState state,
            int kind,
            int owner,
            int flags) {
        int all = present.covers(address, size) ? flags : flags | BlockSink.DATA_ABSENT;
        sink.block(address, size, address + offset, userSize, state, kind, owner, all);
        position = address + size;
    }
}
