package org.cairn.testkit.internal;

/** A tag of a heap and what was counted for it. */
final class HeapTag {
    private final String name;
    private int allocations;
    private int frees;
    private long units;

    HeapTag(String name) {
        this.name = name;
    }

    void allocated(long count) {
        allocations++;
        units += count;
    }

    void freed(long count) {
        frees++;
        units -= count;
    }

    String name() {
        return name;
    }

    int allocations() {
        return allocations;
    }

    int frees() {
        return frees;
    }

    long units() {
        return units;
    }
}
