package org.cairn.heap.windows.internal.debug;

import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.Fill;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.owner.Relay;
import org.cairn.heap.windows.internal.stack.TraceOwners;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.Optional;

/**
 * What debugging aids of the NT heap add to its blocks: recorded stacks and tags, which name the
 * owner, and fills, which are checked. Which aids a heap uses is in its flags; the header of
 * recorded stacks is looked for in some blocks, since no flag of the heap is known to tell it.
 */
final class EntryAids extends Relay {
    /** {@code _HEAP.Flags}: HEAP_TAIL_CHECKING_ENABLED. */
    private static final int TAIL_CHECKING = 0x20;

    /** {@code _HEAP.Flags}: HEAP_FREE_CHECKING_ENABLED. */
    private static final int FREE_CHECKING = 0x40;

    private static final int TAIL = 0xab;
    private static final int[] FREE = {0xee, 0xfe, 0xee, 0xfe};
    private static final int LOOKED_AT = 1 << 16;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final EntryFormat entry;
    private final HeapHeader heap;
    private final Report report;
    private final MemoryCursor cursor;
    private final StackHeader stacks;
    private final Optional<TraceOwners> traces;
    private final HeapTags tags;
    private final Optional<Structure> extra;
    private final FreeEntryExtra freed;
    private final boolean tails;
    private final boolean frees;
    private int backEnd = -1;
    private int virtual = -1;
    private int left = LOOKED_AT;
    private boolean recorded;
    private boolean extras;

    EntryAids(
            HeapRoot root,
            DecodeContext context,
            HeapLayout layout,
            TypeTable types,
            Report report,
            BlockSink next) {
        super(next);
        this.memory = new HeapMemory(context.space(), layout);
        this.layout = layout;
        this.entry = layout.entry();
        this.heap = HeapHeader.read(memory, root.address());
        this.report = report;
        this.cursor = context.space().cursor();
        this.stacks = new StackHeader(cursor, layout);
        this.traces = TraceOwners.open(context, root.architecture());
        this.tags =
                HeapTags.read(
                        new HeapMemory(context.space(), layout),
                        types,
                        root.address(),
                        layout.unit());
        this.extra = types.find("_HEAP_ENTRY_EXTRA");
        this.freed = new FreeEntryExtra(context, root.architecture(), types, traces);
        this.extras = tags.isKept();
        this.tails = (heap.flags() & TAIL_CHECKING) != 0;
        this.frees = (heap.flags() & FREE_CHECKING) != 0;
    }

    @Override
    public int kind(BlockKind kind) {
        int number = super.kind(kind);
        if (kind.label().equals("back end")) {
            backEnd = number;
        } else if (kind.label().equals("virtual")) {
            virtual = number;
        }
        return number;
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
        boolean looking = recorded || extras || tails || left > 0;
        if (state == BlockState.BUSY && looking && (flags & INFERRED) == 0) {
            left = Math.max(left - 1, 0);
            busy(address, size, userAddress, userSize, kind, owner, flags);
        } else {
            if (state == BlockState.FREE && frees && kind == backEnd) {
                checkFree(address, size);
            }
            super.block(address, size, userAddress, userSize, state, kind, owner, flags);
        }
    }

    @Override
    protected boolean isIdle() {
        return left == 0 && !recorded && !extras && !tails && !frees;
    }

    private void busy(
            long address, long size, long user, long requested, int kind, int owner, int flags) {
        int named = owner;
        long shown = user;
        long bytes = requested;
        if ((recorded || left > 0) && stacks.seek(user, size)) {
            recorded = true;
            named = better(named, ofTrace(stacks.trace()));
            shown = user + stacks.bytes();
            bytes = size - stacks.unused();
        }
        boolean inSegment = kind == backEnd && memory.hasHeader(address);
        int bits = inSegment ? entry.flags(memory.rawHeader() ^ heap.key()) : 0;
        if ((bits & EntryFormat.EXTRA) != 0) {
            extras = true;
            named = better(named, ofExtra(address + size - layout.unit()));
        } else if (kind == virtual) {
            named = better(named, ofExtra(address + 2L * layout.pointerSize()));
        }
        if (named == NO_OWNER) {
            named = tags.ofHeap(this);
        }
        if (tails && (bits & EntryFormat.FILL) != 0) {
            checkTail(shown, bytes, address + size);
        }
        super.block(address, size, shown, bytes, BlockState.BUSY, kind, named, flags);
    }

    private int ofTrace(long trace) {
        return traces.isPresent() ? traces.get().owner(trace, this) : NO_OWNER;
    }

    /** The owner that {@code _HEAP_ENTRY_EXTRA} names. */
    private int ofExtra(long at) {
        int index = extra(at, "AllocatorBackTraceIndex");
        int tag = extra(at, "TagIndex");
        int stack =
                index == 0 || traces.isEmpty() ? NO_OWNER : traces.get().ownerOfIndex(index, this);
        return better(stack, tag == 0 ? NO_OWNER : tags.owner(tag, this));
    }

    private int extra(long at, String name) {
        Optional<Field> field = extra.flatMap(type -> type.find(name));
        return field.isPresent() ? memory.u16(at + field.get().offset(), 0) : 0;
    }

    private void checkTail(long user, long requested, long end) {
        long from = user + requested;
        long bytes = Math.min(layout.unit(), end + entry.compact() - from);
        long intact = Fill.length(cursor, from, bytes, TAIL);
        if (intact < bytes) {
            report.tell(
                    DebugRule.TAIL_FILL,
                    from + intact,
                    "fill behind block "
                            + Addresses.hex(user)
                            + " was written to, "
                            + intact
                            + " bytes behind its end",
                    Addresses.hex(TAIL),
                    cursor.seek(from + intact, 1) ? Addresses.hex(cursor.u8(0)) : "");
        }
    }

    private void checkFree(long address, long size) {
        if (!memory.hasHeader(address)) {
            return;
        }
        int bits = entry.flags(memory.rawHeader() ^ heap.key());
        if ((bits & EntryFormat.FILL) == 0) {
            return;
        }
        long from = address + layout.freeLink() + 2L * layout.pointerSize();
        boolean kept = (bits & EntryFormat.EXTRA) != 0;
        long bytes = address + size - (kept ? FreeEntryExtra.BYTES : 0) - from;
        long intact = Fill.length(cursor, from, bytes, FREE);
        if (intact < bytes) {
            String stack = kept ? freed.stack(address + size) : "";
            report.tell(
                    DebugRule.FREE_FILL,
                    from + intact,
                    "free block "
                            + Addresses.hex(address)
                            + " was written to, "
                            + (from + intact - address - layout.unit())
                            + " bytes behind the beginning of its data"
                            + (stack.isEmpty() ? "" : "; freed by " + stack),
                    Addresses.hex(FREE[(int) (intact % FREE.length)]),
                    cursor.seek(from + intact, 1) ? Addresses.hex(cursor.u8(0)) : "");
        }
    }
}
