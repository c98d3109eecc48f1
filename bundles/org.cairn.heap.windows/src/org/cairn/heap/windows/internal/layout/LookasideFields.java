package org.cairn.heap.windows.internal.layout;

/**
 * Offsets in {@code _HEAP_LOOKASIDE}, one list of the front end of XP and 2003.
 *
 * @param bytes size of the structure; 128 of them form the front end
 * @param listHead of {@code ListHead}, an {@code _SLIST_HEADER}
 * @param maximumDepth of {@code MaximumDepth}
 */
public record LookasideFields(int bytes, int listHead, int maximumDepth) {
    /** Of the versions that have no lookaside front end. */
    public static final LookasideFields NONE = new LookasideFields(0, Offsets.NONE, Offsets.NONE);

    static LookasideFields bind(Offsets lookaside) {
        return lookaside.has("ListHead")
                ? new LookasideFields(
                        lookaside.size(), lookaside.of("ListHead"), lookaside.of("MaximumDepth"))
                : NONE;
    }
}
