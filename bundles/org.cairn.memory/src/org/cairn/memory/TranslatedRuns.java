package org.cairn.memory;

import org.eclipse.jdt.annotation.Nullable;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Walks the mapped runs of a range of virtual addresses. */
final class TranslatedRuns implements Iterator<Run.Mapped> {
    private final TranslatedMemory space;
    private final int levels;
    private final long last;
    private final Visits visits = new Visits();
    private final long[] entered;

    /** The table of the position and the stretch in it; none before the first. */
    private TranslationTable table;

    private int index = -1;

    /** The run of the physical memory that was read last. */
    private @Nullable Run below;

    private long position;
    private boolean ended;
    private Run.@Nullable Mapped next;

    TranslatedRuns(TranslatedMemory space, PagingMode mode, long first, long last) {
        this.space = space;
        this.levels = mode.levels();
        this.last = last;
        this.table = space.root();
        this.position = first;
        this.ended = Long.compareUnsigned(first, last) > 0;
        this.entered = new long[levels];
        Arrays.fill(entered, TranslatedMemory.key(-1L, 0));
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            advance();
        }
        return next != null;
    }

    @Override
    public Run.Mapped next() {
        if (!hasNext() || !(next instanceof Run.Mapped result)) {
            throw new NoSuchElementException();
        }
        next = null;
        return result;
    }

    private void advance() {
        boolean there = follows() || descend();
        if (!there || table.kind(index) == TranslationTable.Kind.ABSENT) {
            moveTo(table.last(index));
            return;
        }
        Run run =
                TranslatedMemory.run(
                        table,
                        index,
                        position,
                        position,
                        below(table.target(index) + (position - table.start(index))));
        if (run instanceof Run.Mapped mapped) {
            next = Long.compareUnsigned(run.last(), last) <= 0 ? mapped : cut(mapped);
        }
        moveTo(run.last());
    }

    /** Whether the position is in the stretch of last time or in the next one of its table. */
    private boolean follows() {
        if (index < 0) {
            return false;
        }
        if (Long.compareUnsigned(position, table.last(index)) > 0) {
            index++;
        }
        return index < table.count() && table.kind(index) != TranslationTable.Kind.TABLE;
    }

    /** Goes from the top to the position; false at a table that was entered too often. */
    private boolean descend() {
        table = space.root();
        index = table.indexOf(position);
        for (int level = levels - 1;
                level > 0 && table.kind(index) == TranslationTable.Kind.TABLE;
                level--) {
            if (!enter(level)) {
                return false;
            }
            table = space.child(table, index, level);
            index = table.indexOf(position);
        }
        return true;
    }

    private Run below(long address) {
        Run known = below;
        if (known == null
                || Long.compareUnsigned(address - known.start(), known.last() - known.start())
                        > 0) {
            known = space.physical().runAt(address);
            below = known;
        }
        return known;
    }

    private Run.Mapped cut(Run.Mapped run) {
        return new Run.Mapped(run.start(), last, run.bytes().asSlice(0, last - run.start() + 1));
    }

    private boolean enter(int level) {
        long key = TranslatedMemory.key(table.start(index), level);
        if (entered[level] == key) {
            return true;
        }
        entered[level] = key;
        return visits.enter(table.target(index), level);
    }

    private void moveTo(long end) {
        ended = Long.compareUnsigned(end, last) >= 0;
        position = end + 1;
    }
}
