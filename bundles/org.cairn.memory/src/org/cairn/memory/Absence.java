package org.cairn.memory;

/** Why bytes of an address space are not there. */
public enum Absence {
    /** The memory existed, but whoever wrote the dump left it out. */
    NOT_CAPTURED("not captured"),
    /** The page was on disk (page file, mapped file) when the dump was written. */
    PAGED_OUT("paged out"),
    /**
     * The page-table entry is marked not present and holds what only the operating system can
     * interpret.
     */
    NOT_PRESENT("not present"),
    /** The page is committed, but nobody has touched it: who reads it, reads zeros. */
    DEMAND_ZERO("demand zero"),
    /** No memory was committed at the address. */
    UNMAPPED("unmapped"),
    /** The dump promises the bytes, but the file ends before them. */
    TRUNCATED("truncated"),
    /** The container's own description of the bytes contradicts itself. */
    CORRUPT("corrupt");

    private final String label;

    Absence(String label) {
        this.label = label;
    }

    /**
     * The term used in messages and columns.
     *
     * @return a lower-case English term
     */
    public String label() {
        return label;
    }
}
