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
    private long position;
    private boolean ended;
    private Run.@Nullable Mapped next;

    TranslatedRuns(TranslatedMemory space, PagingMode mode, long first, long last) {
        this.space = space;
        this.levels = mode.levels();
        this.last = last;
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
        TranslationTable table = space.root();
        int index = table.indexOf(position);
        for (int level = levels - 1;
                level > 0 && table.kind(index) == TranslationTable.Kind.TABLE;
                level--) {
            if (!enter(table, index, level)) {
                moveTo(table.last(index));
                return;
            }
            table = space.child(table, index, level);
            index = table.indexOf(position);
        }
        Run run = space.run(table, index, position);
        long end = Long.compareUnsigned(run.last(), last) < 0 ? run.last() : last;
        if (run instanceof Run.Mapped mapped) {
            next =
                    new Run.Mapped(
                            position,
                            end,
                            mapped.bytes().asSlice(position - run.start(), end - position + 1));
        }
        moveTo(end);
    }

    private boolean enter(TranslationTable table, int index, int level) {
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
