package org.cairn.heap.windows.internal.page;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRule;
import org.cairn.heap.windows.internal.memory.Fill;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.owner.Relay;
import org.cairn.heap.windows.internal.stack.TraceOwners;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;

import java.util.List;
import java.util.Optional;

/**
 * Recognises the blocks that light page heap keeps in an NT heap, its normal heap: their data begin
 * with {@code _DPH_BLOCK_INFORMATION}. The heap counts as one of these when a block carries the
 * stamps and names a page heap whose normal heap it is; until then only some blocks are looked at.
 * Freed blocks are held back by page heap while the NT heap calls them busy.
 */
public final class LightBlocks extends Relay {
    private static final int LOOKED_AT = 1 << 16;

    private final HeapRoot heap;
    private final Report report;
    private final ProcessMemory memory;
    private final MemoryCursor cursor;
    private final List<PageHeapLayout> layouts;
    private final Optional<TraceOwners> traces;
    private Optional<PageHeapLayout> layout = Optional.empty();
    private long root;
    private int left = LOOKED_AT;
    private int kind = -1;

    /**
     * Prepares for a heap.
     *
     * @param heap an NT heap
     * @param context its process
     * @param report takes what is wrong
     * @param next takes the blocks
     */
    public LightBlocks(HeapRoot heap, DecodeContext context, Report report, BlockSink next) {
        super(next);
        this.heap = heap;
        this.report = report;
        this.memory = new ProcessMemory(context.space(), heap.architecture().pointerSize());
        this.cursor = context.space().cursor();
        this.layouts = PageHeapLayout.candidates(context, heap.architecture());
        this.traces = TraceOwners.open(context, heap.architecture());
    }

    @Override
    public void block(
            long address,
            long size,
            long userAddress,
            long userSize,
            BlockState state,
            int blockKind,
            int owner,
            int flags) {
        boolean light =
                state == BlockState.BUSY
                        && (flags & INFERRED) == 0
                        && (layout.isPresent() || left-- > 0 && begin(userAddress))
                        && take(address, size, userAddress, userSize, owner, flags);
        left = Math.max(left, 0);
        if (!light) {
            super.block(address, size, userAddress, userSize, state, blockKind, owner, flags);
        }
    }

    @Override
    protected boolean isIdle() {
        return left == 0 && layout.isEmpty();
    }

    /** Whether a block carries intact stamps and names this heap's page heap. */
    private boolean begin(long user) {
        for (PageHeapLayout candidate : layouts) {
            InformationFields fields = candidate.information();
            if (memory.isPresent(user, fields.bytes()) && isStamped(user, fields)) {
                long named = memory.pointer(user + fields.heap(), 0);
                for (long handle : new long[] {named - PageHeapLayout.PAGE, named}) {
                    if (PageHeapProbe.fits(memory.space(), candidate, handle)) {
                        PageRoot found = PageRoot.read(memory, candidate, handle);
                        if (found.normalHeap() == heap.address()) {
                            root = found.address();
                            layout = Optional.of(candidate);
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private boolean isStamped(long user, InformationFields fields) {
        long start = memory.u32(user + fields.startStamp(), 0);
        long end = memory.u32(user + fields.endStamp(), 0);
        return start == BlockStamps.LIGHT_BUSY.start() && end == BlockStamps.LIGHT_BUSY.end()
                || start == BlockStamps.LIGHT_FREED.start() && end == BlockStamps.LIGHT_FREED.end();
    }

    /** Reports a block of light page heap; returns whether it is one. */
    private boolean take(long address, long size, long user, long room, int owner, int flags) {
        InformationFields fields = layout.orElseThrow().information();
        if (room < fields.bytes() || !memory.isPresent(user, fields.bytes())) {
            return false;
        }
        long start = memory.u32(user + fields.startStamp(), 0);
        long end = memory.u32(user + fields.endStamp(), 0);
        boolean freed =
                start == BlockStamps.LIGHT_FREED.start() || end == BlockStamps.LIGHT_FREED.end();
        boolean busy =
                start == BlockStamps.LIGHT_BUSY.start() || end == BlockStamps.LIGHT_BUSY.end();
        if (!freed && !busy) {
            return false;
        }
        long data = user + fields.bytes();
        long requested = memory.pointer(user + fields.requested(), 0);
        boolean possible = Long.compareUnsigned(requested, room - fields.bytes()) <= 0;
        long shown = possible ? requested : room - fields.bytes();
        if (kind < 0) {
            kind = kind("light page heap");
        }
        int named =
                !freed && traces.isPresent()
                        ? traces.get().owner(memory.pointer(user + fields.trace(), 0), this)
                        : NO_OWNER;
        super.block(
                address,
                size,
                data,
                shown,
                freed ? BlockState.FREE : BlockState.BUSY,
                kind,
                better(owner, named),
                freed ? flags | CACHED : flags);
        if (freed && busy) {
            tell(user, data, "is stamped as busy and as freed", start, end);
        } else if (isSound(user, freed, fields, start, end, possible)) {
            fills(user, data, shown, room, freed);
        }
        return true;
    }

    private boolean isSound(
            long user,
            boolean freed,
            InformationFields fields,
            long start,
            long end,
            boolean possible) {
        BlockStamps stamps = freed ? BlockStamps.LIGHT_FREED : BlockStamps.LIGHT_BUSY;
        long named = memory.pointer(user + fields.heap(), 0);
        return isEqual(user, fields.startStamp(), "StartStamp", stamps.start(), start)
                && (freed
                        || named == root - PageHeapLayout.PAGE
                        || isEqual(user, fields.heap(), "Heap", root, named))
                && (possible
                        || isEqual(
                                user,
                                fields.requested(),
                                "RequestedSize",
                                0,
                                memory.pointer(user + fields.requested(), 0)))
                && isEqual(user, fields.endStamp(), "EndStamp", stamps.end(), end);
    }

    private boolean isEqual(long user, int field, String name, long expected, long actual) {
        if (expected != actual) {
            report.tell(
                    PageHeapRule.HEADER,
                    user + field,
                    "header of light page heap at " + Addresses.hex(user) + ": wrong " + name,
                    Addresses.hex(expected),
                    Addresses.hex(actual));
        }
        return expected == actual;
    }

    private void tell(long at, long data, String what, long start, long end) {
        report.tell(
                PageHeapRule.STATE,
                at,
                "block " + Addresses.hex(data) + " " + what,
                "one state",
                Addresses.hex(start) + ", " + Addresses.hex(end));
    }

    private void fills(long user, long data, long requested, long room, boolean freed) {
        long actual = memory.pointer(user + layout.orElseThrow().information().actual(), 0);
        long end = Long.compareUnsigned(actual, room) <= 0 ? user + actual : data + requested;
        if (freed) {
            fill(
                    PageHeapRule.FREED_FILL,
                    data,
                    requested,
                    BlockStamps.FREED,
                    "freed block " + Addresses.hex(data) + " was written to",
                    freedBy(user));
        } else {
            fill(
                    PageHeapRule.SUFFIX,
                    data + requested,
                    end - data - requested,
                    BlockStamps.LIGHT_SUFFIX,
                    "fill behind block " + Addresses.hex(data) + " was written to",
                    "");
        }
    }

    private String freedBy(long user) {
        long trace = memory.pointer(user + layout.orElseThrow().information().trace(), 0);
        return traces.flatMap(known -> known.stack(trace))
                .map(stack -> "; freed by " + stack)
                .orElse("");
    }

    private void fill(
            HeapRule rule, long from, long bytes, int pattern, String what, String whence) {
        long intact = Fill.length(cursor, from, bytes, pattern);
        if (intact < bytes) {
            long at = from + intact;
            report.tell(
                    rule,
                    at,
                    what + ", " + intact + " bytes behind its beginning" + whence,
                    Addresses.hex(pattern),
                    cursor.seek(at, 1) ? Addresses.hex(cursor.u8(0)) : "");
        }
    }
}
