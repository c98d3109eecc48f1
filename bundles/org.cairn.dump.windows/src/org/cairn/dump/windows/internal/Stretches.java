package org.cairn.dump.windows.internal;

/**
 * Joins stretches of memory as they are listed: one that continues the one before, in memory and in
 * the file, becomes part of it.
 */
final class Stretches {
    /** Takes a joined stretch. */
    interface Sink {
        /**
         * A stretch is complete.
         *
         * @param first its first address
         * @param last its last address, inclusive
         * @param offset of its bytes in the file
         */
        void accept(long first, long last, long offset);
    }

    private final Sink sink;
    private boolean open;
    private long first;
    private long last;
    private long offset;

    Stretches(Sink sink) {
        this.sink = sink;
    }

    void add(long start, long end, long position) {
        boolean continues =
                open && last != -1L && start == last + 1 && position == offset + (start - first);
        if (!continues) {
            flush();
            open = true;
            first = start;
            offset = position;
        }
        last = end;
    }

    /** Adds a stretch that has no bytes in the file. */
    void add(long start, long end) {
        add(start, end, start);
    }

    void flush() {
        if (open) {
            sink.accept(first, last, offset);
        }
        open = false;
    }
}
