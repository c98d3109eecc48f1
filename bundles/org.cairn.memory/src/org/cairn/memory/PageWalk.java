package org.cairn.memory;

/** Enumerates the entries of page tables with the rights that they grant together. */
final class PageWalk {
    private final TranslatedMemory space;
    private final PagingMode mode;
    private final TableReader reader;
    private final long first;
    private final long last;
    private final PageVisitor visitor;
    private final Progress progress;
    private final Visits visits = new Visits();
    private long leftOut;

    PageWalk(
            TranslatedMemory space,
            TableReader reader,
            long first,
            long last,
            PageVisitor visitor,
            Progress progress) {
        this.space = space;
        this.mode = space.mode();
        this.reader = reader;
        this.first = first;
        this.last = last;
        this.visitor = visitor;
        this.progress = progress;
    }

    long run() {
        walk(mode.levels(), space.tables().root(), 0, Rights.ALL);
        return leftOut;
    }

    private void walk(int level, long table, long base, Rights rights) {
        progress.checkCancelled();
        long size = 1L << mode.shift(level);
        long[] entries = reader.read(level, table);
        for (int i = 0; i < entries.length; i++) {
            long address = mode.canonical(base + i * size);
            long entry = entries[i];
            if (entry == 0
                    || Long.compareUnsigned(address, last) > 0
                    || Long.compareUnsigned(address + size - 1, first) < 0) {
                continue;
            }
            if ((entry & TranslatedMemory.PRESENT) == 0) {
                visitor.software(address, level, entry);
            } else if (!space.isReserved(level, entry)) {
                enter(level, entry, address, rights.under(mode, level, entry));
            }
        }
    }

    private void enter(int level, long entry, long address, Rights rights) {
        if (space.isLeaf(level, entry)) {
            visitor.page(space.leaf(level, entry, address, rights));
        } else if (visits.enter(mode.frame(entry), level - 1)) {
            walk(level - 1, mode.frame(entry), address, rights);
        } else {
            leftOut++;
        }
    }
}
