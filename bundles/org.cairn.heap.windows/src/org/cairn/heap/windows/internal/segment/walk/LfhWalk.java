package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.layout.UnusedFields;
import org.cairn.heap.windows.internal.segment.memory.BlockOffsets;
import org.cairn.heap.windows.internal.segment.memory.LfhBitmap;
import org.cairn.heap.windows.internal.segment.memory.LfhHeader;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;

import java.util.Optional;

/** Reports the blocks of LFH subsegments. */
final class LfhWalk {
    private final Scope scope;
    private final ProcessMemory memory;
    private final SegmentLayout layout;
    private final Emitter emitter;
    private boolean keyTold;

    LfhWalk(Scope scope) {
        this.scope = scope;
        this.memory = scope.memory();
        this.layout = scope.layout();
        this.emitter = scope.emitter();
    }

    /**
     * Reports a subsegment.
     *
     * @param start where its memory begins, with the header of the chunk that holds it
     * @param subsegment its address
     * @param end where its memory ends
     */
    void walk(long start, long subsegment, long end) {
        scope.progress().checkCancelled();
        Optional<LfhHeader> read = LfhHeader.read(memory, layout, subsegment, end);
        if (read.isEmpty()) {
            missing(start, subsegment, end);
            return;
        }
        LfhHeader header = read.get();
        if (!keyTold) {
            keyTold = true;
            tellKey(subsegment);
        }
        if (scope.keys().lfhKey().isEmpty()) {
            emitter.gap(start, end - start, Absence.CORRUPT);
            return;
        }
        BlockOffsets offsets = scope.keys().offsets(header);
        if (!header.fits(offsets, layout.unit())) {
            Optional<LfhRepair> repair = LfhRepair.of(memory, layout, header, offsets);
            if (repair.isEmpty()) {
                misfit(header, offsets);
                emitter.gap(start, end - start, Absence.CORRUPT);
                return;
            }
            tell(repair.get());
            header = repair.get().header();
        }
        Optional<LfhBitmap> bitmap = LfhBitmap.read(memory, layout, header);
        if (bitmap.isEmpty()) {
            missing(start, subsegment, end);
            return;
        }
        checkCount(header, bitmap.get());
        long first = subsegment + offsets.first();
        long last = first + (long) offsets.blockSize() * header.blockCount();
        emitter.metadata(start, first - start, emitter.kinds().lfhSubsegment());
        blocks(first, offsets.blockSize(), header.blockCount(), bitmap.get());
        emitter.metadata(last, end - last, emitter.kinds().lfhSubsegment());
    }

    /**
     * Whether what a chunk says of itself can be true: that it holds a subsegment. One whose blocks
     * do not lie in it counts as one when its number of free blocks agrees with its bitmap; one
     * that is absent cannot be denied.
     */
    boolean mayBe(long subsegment, long end) {
        Optional<LfhHeader> read = LfhHeader.read(memory, layout, subsegment, end);
        if (read.isEmpty()) {
            return true;
        }
        LfhHeader header = read.get();
        if (scope.keys().lfhKey().isPresent()) {
            BlockOffsets offsets = scope.keys().offsets(header);
            if (header.fits(offsets, layout.unit())
                    || LfhRepair.of(memory, layout, header, offsets).isPresent()) {
                return true;
            }
        }
        return header.hasRoom() && LfhRepair.agrees(memory, layout, header);
    }

    private void blocks(long first, int size, int count, LfhBitmap bitmap) {
        int kind = emitter.kinds().lfh();
        long at = first;
        for (int block = 0; block < count; block++) {
            if (bitmap.isBusy(block)) {
                busy(at, size, bitmap.hasUnusedWord(block), kind);
            } else {
                emitter.free(at, size, 0, kind, 0);
            }
            at += size;
        }
    }

    private void busy(long at, int size, boolean counted, int kind) {
        int unused = 0;
        int flags = 0;
        if (counted) {
            long word = at + size - UnusedFields.BYTES;
            if (memory.isPresent(word, UnusedFields.BYTES)) {
                unused = layout.lfh().unused().unused(memory.cursor().u16(0));
            } else {
                flags = BlockSink.DATA_ABSENT;
            }
            if (unused > size) {
                tooMany(word, unused, size);
                unused = 0;
            }
        }
        emitter.busy(at, size, at, size - unused, kind, flags);
    }

    private void checkCount(LfhHeader header, LfhBitmap bitmap) {
        int free = bitmap.free(header.blockCount());
        if (!header.allowsFree(free)) {
            scope.report()
                    .tell(
                            SegmentRule.LFH_COUNT,
                            header.address() + layout.lfh().freeCount().offset(),
                            "FreeCount of LFH subsegment "
                                    + Addresses.hex(header.address())
                                    + " differs from its bitmap",
                            Addresses.hex(free),
                            Addresses.hex(header.freeCount()));
        }
    }

    private void missing(long start, long subsegment, long end) {
        Absence why = memory.absence();
        scope.absent()
                .tell(
                        subsegment,
                        memory.cursor().absentAt(),
                        1,
                        "header of LFH subsegment " + Addresses.hex(subsegment) + " is absent");
        emitter.gap(start, end - start, why);
    }

    /** Says that the key is unknown, or that another one would do. */
    private void tellKey(long subsegment) {
        SegmentKeys keys = scope.keys();
        if (keys.lfhKey().isEmpty()) {
            scope.report()
                    .tell(
                            SegmentRule.KEY,
                            subsegment,
                            "LfhKey could not be found: blocks of LFH subsegments are not listed",
                            "a key that one or more subsegments single out",
                            keys.lfhKeyTrace());
        } else if (keys.lfhKeyDoubtful()) {
            scope.report()
                    .tell(
                            SegmentRule.KEY,
                            subsegment,
                            "LfhKey is the one that leaves the least room in subsegments, which"
                                    + " others would do, too",
                            "a key that words at ends of blocks single out",
                            keys.lfhKeyTrace());
        }
    }

    private void misfit(LfhHeader header, BlockOffsets offsets) {
        scope.report()
                .tell(
                        SegmentRule.LFH,
                        header.address() + layout.lfh().blockOffsets(),
                        "blocks of LFH subsegment "
                                + Addresses.hex(header.address())
                                + " do not lie in it",
                        "from "
                                + Addresses.hex(header.headerEnd())
                                + " to "
                                + Addresses.hex(header.end() - header.address()),
                        header.blockCount()
                                + " blocks of "
                                + Addresses.hex(offsets.blockSize())
                                + " bytes from "
                                + Addresses.hex(offsets.first()));
    }

    private void tell(LfhRepair repair) {
        long subsegment = repair.header().address();
        scope.report()
                .tell(
                        SegmentRule.LFH,
                        subsegment + repair.field().offset(),
                        repair.name()
                                + " of LFH subsegment "
                                + Addresses.hex(subsegment)
                                + " leads out of it",
                        repair.expected(),
                        repair.actual());
    }

    private void tooMany(long word, int unused, int size) {
        scope.report()
                .tell(
                        SegmentRule.UNUSED_BYTES,
                        word,
                        "LFH block has more unused bytes than bytes",
                        "at most " + Addresses.hex(size),
                        Addresses.hex(unused));
    }
}
