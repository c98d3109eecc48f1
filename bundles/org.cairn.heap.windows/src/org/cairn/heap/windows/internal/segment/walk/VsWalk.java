package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.layout.UnusedFields;
import org.cairn.heap.windows.internal.segment.layout.VsFields;
import org.cairn.heap.windows.internal.segment.memory.ChunkReader;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;

/**
 * Walks the chunks of VS subsegments. A chunk is reported when the header behind it agrees, so that
 * a wrong size is noticed before it is used.
 */
final class VsWalk {
    /** Chunks in a row that must agree where a chunk was found by scanning. */
    private static final int LINKS = 2;

    /** Chunks between two looks at whether the work is still wanted. */
    private static final int CHUNK_MASK = 0xffff;

    private final Scope scope;
    private final ProcessMemory memory;
    private final VsFields fields;
    private final Emitter emitter;
    private final LfhWalk lfh;
    private final ChunkReader chunks;
    private final FreeChunks free;
    private final int unit;
    private int count;

    VsWalk(Scope scope, ChunkReader chunks, FreeChunks free, LfhWalk lfh) {
        this.scope = scope;
        this.memory = scope.memory();
        this.fields = scope.layout().vs();
        this.emitter = scope.emitter();
        this.lfh = lfh;
        this.chunks = chunks;
        this.free = free;
        this.unit = fields.unit();
    }

    /**
     * Reports a subsegment.
     *
     * @param start its address
     * @param end where its range ends
     */
    void walk(long start, long end) {
        scope.progress().checkCancelled();
        long first = start + fields.firstChunk();
        long stop = end;
        if (memory.isPresent(start, fields.subsegmentBytes())) {
            stop = checkHeader(start, end);
            emitter.metadata(start, first - start, emitter.kinds().vsSubsegment());
        } else {
            scope.absent()
                    .tell(
                            start,
                            start,
                            fields.subsegmentBytes(),
                            "header of VS subsegment " + Addresses.hex(start) + " is absent");
            emitter.gap(start, first - start, memory.absence());
        }
        chain(first, stop);
        emitter.metadata(stop, end - stop, emitter.kinds().vsSubsegment());
    }

    /**
     * Checks the header; returns where the last chunk must end. {@code Size} was described both as
     * that of the whole subsegment and as that of its chunks: whichever fits the range is taken.
     */
    private long checkHeader(long start, long end) {
        MemoryCursor cursor = memory.cursor();
        int size = (int) fields.size().get(cursor);
        int signature = (int) fields.signature().get(cursor);
        int expected = (size ^ VsFields.SIGNATURE) & VsFields.SIGNATURE_MASK;
        if ((signature & VsFields.SIGNATURE_MASK) != expected) {
            scope.report()
                    .tell(
                            SegmentRule.VS_SIGNATURE,
                            start + fields.signature().offset(),
                            "signature of VS subsegment "
                                    + Addresses.hex(start)
                                    + " does not fit its Size",
                            Addresses.hex(expected),
                            Addresses.hex(signature & VsFields.SIGNATURE_MASK));
            return end;
        }
        long bytes = (long) size * unit;
        long counted = start + fields.firstChunk() + bytes;
        long whole = start + bytes;
        if (counted == end || whole == end) {
            return end;
        }
        return bytes > fields.firstChunk() && whole - start < end - start ? whole : end;
    }

    private void chain(long first, long end) {
        long at = first;
        long word = 0;
        boolean known = false;
        while (at != end) {
            if (!known) {
                if (!chunks.isPresent(at)) {
                    at = skip(at, at, end, memory.absence());
                } else {
                    word = chunks.decode(at);
                    known = chunks.fits(word, end - at);
                    if (!known) {
                        complain(at, "is no header of a chunk", "", Addresses.hex(word));
                        at = damaged(at, end);
                    }
                }
                continue;
            }
            long next = at + chunks.bytes(word);
            if (next == end) {
                chunk(at, word);
                at = end;
            } else if (!chunks.isPresent(next)) {
                Absence why = memory.absence();
                chunk(at, word);
                at = skip(next, next, end, why);
                known = false;
            } else {
                long following = chunks.decode(next);
                boolean agrees = chunks.previousBytes(following) == chunks.bytes(word);
                if (agrees && chunks.fits(following, end - next)) {
                    chunk(at, word);
                    at = next;
                    word = following;
                } else if (chunks.links(next, end, LINKS) == LINKS) {
                    chunk(at, word);
                    complain(
                            next,
                            "disagrees with the chunk before it",
                            "UnsafePrevSize " + Addresses.hex(chunks.bytes(word) / unit),
                            Addresses.hex(chunks.previousBytes(following) / unit));
                    at = next;
                    word = following;
                } else {
                    at = disagreement(at, word, next, end);
                    known = false;
                }
            }
            if ((++count & CHUNK_MASK) == 0) {
                scope.progress().checkCancelled();
            }
        }
    }

    /** Either the size of a chunk is wrong or the header that it leads to. */
    private long disagreement(long at, long word, long next, long end) {
        long resumed = scan(at + unit, end);
        if (resumed != end && leadsBackTo(resumed, at)) {
            complain(
                    at,
                    "has a wrong size",
                    "UnsafeSize " + Addresses.hex((resumed - at) / unit),
                    Addresses.hex(chunks.bytes(word) / unit));
            inferred(at, resumed);
            return resumed;
        }
        if (Long.compareUnsigned(resumed, next) < 0) {
            complain(at, "has a size that leads into another chunk", "", sizeText(word));
            emitter.gap(at, resumed - at, Absence.CORRUPT);
            return resumed;
        }
        chunk(at, word);
        complain(next, "is no header of a chunk", "", Addresses.hex(firstWord(next)));
        return damaged(next, end);
    }

    /** Goes on behind a damaged header. */
    private long damaged(long at, long end) {
        long resumed = scan(at + unit, end);
        if (resumed != end && leadsBackTo(resumed, at)) {
            inferred(at, resumed);
        } else {
            emitter.gap(at, resumed - at, Absence.CORRUPT);
        }
        return resumed;
    }

    private long skip(long from, long at, long end, Absence why) {
        long resumed = scan(at, end);
        emitter.gap(from, resumed - from, why);
        return resumed;
    }

    private boolean leadsBackTo(long chunk, long before) {
        return chunks.previousBytes(firstWord(chunk)) == chunk - before;
    }

    /** The first place that is certainly a chunk, or the end. */
    private long scan(long from, long end) {
        long at = from;
        while (at != end) {
            if (!chunks.isPresent(at)) {
                long page = (at & -SegmentLayout.PAGE) + SegmentLayout.PAGE;
                at = Long.compareUnsigned(end - at, page - at) < 0 ? end : page;
                continue;
            }
            if (chunks.links(at, end, LINKS) == LINKS && isCertain(at, from - unit, end)) {
                return at;
            }
            at += unit;
        }
        return end;
    }

    /**
     * Whether a chunk that looks right is one. The last chunk has none behind it to confirm it: on
     * x86, where nearly any word is a header, it must lead back to the damaged one.
     */
    private boolean isCertain(long chunk, long damaged, long end) {
        boolean last = chunks.bytes(firstWord(chunk)) == end - chunk;
        return !last || memory.pointerSize() == Long.BYTES || leadsBackTo(chunk, damaged);
    }

    private long firstWord(long chunk) {
        return chunks.isPresent(chunk) ? chunks.decode(chunk) : 0;
    }

    private void inferred(long at, long end) {
        int kind = emitter.kinds().vs();
        if (free.claim(at)) {
            emitter.free(at, end - at, unit, kind, BlockSink.INFERRED);
        } else if (free.isDelayed(at)) {
            emitter.free(at, end - at, unit, kind, BlockSink.INFERRED | BlockSink.CACHED);
        } else {
            emitter.busy(at, end - at, at + unit, end - at - unit, kind, BlockSink.INFERRED);
        }
    }

    private void chunk(long at, long word) {
        long size = chunks.bytes(word);
        int kind = emitter.kinds().vs();
        if (!chunks.isAllocated(word)) {
            free.meet(at, size);
            emitter.free(at, size, unit, kind, 0);
        } else if (free.isDelayed(at)) {
            emitter.free(at, size, unit, kind, BlockSink.CACHED);
        } else {
            busy(at, size, kind);
        }
    }

    private void busy(long at, long size, int kind) {
        int unused = 0;
        int flags = 0;
        memory.isPresent(at, unit);
        if (fields.unusedBit().get(memory.cursor()) != 0) {
            long last = at + size - UnusedFields.BYTES;
            if (memory.isPresent(last, UnusedFields.BYTES)) {
                int info = memory.cursor().u16(0);
                if (fields.unused().isSubsegment(info)) {
                    if (lfh.mayBe(at + unit, at + size)) {
                        lfh.walk(at, at + unit, at + size);
                    } else {
                        noSubsegment(last, info);
                        emitter.busy(at, size, at + unit, size - unit, kind, BlockSink.INFERRED);
                    }
                    return;
                }
                unused = fields.unused().unused(info);
            } else {
                flags = BlockSink.DATA_ABSENT;
            }
            if (unused > size - unit) {
                tooMany(last, unused, size - unit);
                unused = 0;
            }
        }
        emitter.busy(at, size, at + unit, size - unit - unused, kind, flags);
    }

    private String sizeText(long word) {
        return "UnsafeSize " + Addresses.hex(chunks.bytes(word) / unit);
    }

    private void complain(long chunk, String what, String expected, String actual) {
        free.damaged(chunk);
        scope.report()
                .tell(
                        SegmentRule.VS_CHUNK,
                        chunk,
                        "chunk " + Addresses.hex(chunk) + " " + what,
                        expected,
                        actual);
    }

    private void noSubsegment(long word, int info) {
        scope.report()
                .tell(
                        SegmentRule.UNUSED_BYTES,
                        word,
                        "chunk's last word says that it holds an LFH subsegment, but it holds none",
                        "bit LfhSubsegment clear",
                        Addresses.hex(info));
    }

    private void tooMany(long word, int unused, long room) {
        scope.report()
                .tell(
                        SegmentRule.UNUSED_BYTES,
                        word,
                        "chunk has more unused bytes than bytes",
                        "at most " + Addresses.hex(room),
                        Addresses.hex(unused));
    }
}
