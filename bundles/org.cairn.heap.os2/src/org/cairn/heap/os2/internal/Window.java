package org.cairn.heap.os2.internal;

/** Some islands, whose dwords are numbered through. */
final class Window {
    private final Islands islands;
    private final int[] firsts;
    private final int size;

    /** Numbers the dwords; a window has at most 2^30 of them. */
    Window(Islands islands) {
        this.islands = islands;
        this.firsts = new int[islands.count() + 1];
        for (int i = 0; i < islands.count(); i++) {
            firsts[i + 1] = firsts[i] + dwords(i);
        }
        this.size = firsts[islands.count()];
    }

    private int dwords(int island) {
        return (int) Math.max(0, (lastEnd(island) - firstAddress(island)) / ResidentLayout.UNIT);
    }

    private static long alignUp(long address) {
        return address + ResidentLayout.UNIT - 1 & -ResidentLayout.UNIT;
    }

    /** The number of dwords. */
    int size() {
        return size;
    }

    int islands() {
        return islands.count();
    }

    /** The number of an island's first dword; that of the island after the last is the size. */
    int first(int island) {
        return firsts[island];
    }

    long firstAddress(int island) {
        return alignUp(islands.start(island));
    }

    private long lastEnd(int island) {
        return islands.end(island) & -ResidentLayout.UNIT;
    }

    /** The bytes of an island. */
    long bytes(int island) {
        return islands.end(island) - islands.start(island);
    }

    /** The number of the dword at an address, or -1 when it is not in the window. */
    int indexOf(long address) {
        int island = islands.find(address);
        if (island < 0 || address >= lastEnd(island)) {
            return -1;
        }
        return firsts[island] + (int) ((address - firstAddress(island)) / ResidentLayout.UNIT);
    }

    /** The number of the first dword at or behind an address. */
    int indexFrom(long address) {
        int index = indexOf(address);
        return index >= 0 ? index : firsts[islands.indexAtOrBefore(address) + 1];
    }
}
