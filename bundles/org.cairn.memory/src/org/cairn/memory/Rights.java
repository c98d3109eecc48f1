package org.cairn.memory;

/** What the entries on the way to a page permit together. */
record Rights(boolean user, boolean writable, boolean executable) {
    static final Rights ALL = new Rights(true, true, true);

    private static final long WRITABLE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final long NO_EXECUTE = 1L << 63;

    Rights under(PagingMode mode, int level, long entry) {
        return mode.hasRights(level)
                ? new Rights(
                        user && (entry & USER) != 0,
                        writable && (entry & WRITABLE) != 0,
                        executable && (entry & NO_EXECUTE) == 0)
                : this;
    }
}
