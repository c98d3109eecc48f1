package org.cairn.heap.windows.internal.crt;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRule;
import org.cairn.heap.Owner;
import org.cairn.heap.windows.internal.memory.Fill;
import org.cairn.heap.windows.internal.owner.Relay;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.eclipse.jdt.annotation.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recognises the headers of the debug C run time in busy blocks of any heap: names the line that
 * asked for the block and checks the guards around its data. A heap counts as one of that run time
 * when a block has both guards; until then only some blocks are looked at.
 */
public final class CrtBlocks extends Relay {
    /** The guard bytes before and behind the data of a block. */
    private static final HeapRule GUARD =
            new HeapRule("crt.guard", Severity.ERROR, Confidence.STRONG);

    private static final int LOOKED_AT = 1 << 16;
    private static final int MAX_LINES = 1 << 16;

    private final MemoryCursor cursor;
    private final CrtFileNames names;
    private final List<CrtLayout> layouts;
    private final Report report;
    private final Map<Line, Integer> owners = new HashMap<>();
    private @Nullable CrtLayout layout;
    private int left = LOOKED_AT;

    /** A place that asks for blocks. */
    private record Line(long file, int number, String use) {}

    /**
     * Prepares for a heap.
     *
     * @param space memory of the process
     * @param pointerSize 4 or 8 bytes
     * @param report takes what is wrong
     * @param next takes the blocks
     */
    public CrtBlocks(AddressSpace space, int pointerSize, Report report, BlockSink next) {
        super(next);
        this.cursor = space.cursor();
        this.names = new CrtFileNames(space);
        this.layouts = CrtLayout.of(pointerSize);
        this.report = report;
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
        int named = owner;
        if (state == BlockState.BUSY && (flags & (INFERRED | DATA_ABSENT)) == 0) {
            if (layout instanceof CrtLayout known) {
                named = better(owner, check(known, userAddress, userSize));
            } else if (left > 0) {
                left--;
                named = better(owner, look(userAddress, userSize));
            }
        }
        next().block(address, size, userAddress, userSize, state, kind, named, flags);
    }

    @Override
    protected boolean isIdle() {
        return left == 0 && layout == null;
    }

    private int look(long user, long size) {
        for (CrtLayout candidate : layouts) {
            if (size > candidate.bytes()
                    && cursor.seek(user, candidate.bytes())
                    && candidate.isGuarded(cursor)
                    && candidate.fits(cursor, size)
                    && cursor.seek(user + size - CrtLayout.GUARD_BYTES, CrtLayout.GUARD_BYTES)
                    && CrtLayout.isGuard(cursor)) {
                layout = candidate;
                return check(candidate, user, size);
            }
        }
        return NO_OWNER;
    }

    private int check(CrtLayout known, long user, long size) {
        if (size <= known.bytes()
                || !cursor.seek(user, known.bytes())
                || !known.fits(cursor, size)) {
            return NO_OWNER;
        }
        boolean front = known.isGuarded(cursor);
        Line line = new Line(known.file(cursor), known.line(cursor), known.use(cursor));
        long end = user + size - CrtLayout.GUARD_BYTES;
        boolean back = !cursor.seek(end, CrtLayout.GUARD_BYTES) || CrtLayout.isGuard(cursor);
        if (!front && !back) {
            return NO_OWNER;
        }
        if (!front) {
            broken(user + known.bytes(), user + known.gap(), "before");
        } else if (!back) {
            broken(user + known.bytes(), end, "behind");
        }
        return owner(line);
    }

    private void broken(long data, long guard, String where) {
        long at = guard + Fill.length(cursor, guard, CrtLayout.GUARD_BYTES, CrtLayout.GUARD);
        report.tell(
                GUARD,
                at,
                "guard " + where + " the data at " + Addresses.hex(data) + " was written to",
                Addresses.hex(CrtLayout.GUARD),
                cursor.seek(at, 1) ? Addresses.hex(cursor.u8(0)) : "");
    }

    private int owner(Line line) {
        return owners.size() < MAX_LINES
                ? owners.computeIfAbsent(line, this::make)
                : owners.getOrDefault(line, NO_OWNER);
    }

    private int make(Line line) {
        String file = names.read(line.file);
        String description = "debug C run time, " + line.use;
        Owner owner =
                file.isEmpty()
                        ? new Owner(
                                "crt block",
                                line.use,
                                line.use,
                                description,
                                Confidence.HINT,
                                "_CrtMemBlockHeader")
                        : new Owner(
                                "source line",
                                file + ":" + line.number,
                                CrtFileNames.last(file) + ":" + line.number,
                                description,
                                Confidence.STRONG,
                                "_CrtMemBlockHeader");
        return owner(owner);
    }
}
