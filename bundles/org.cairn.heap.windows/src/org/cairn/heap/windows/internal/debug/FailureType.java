package org.cairn.heap.windows.internal.debug;

/** {@code _HEAP_FAILURE_TYPE} in words, by its numbers from 0 on. */
enum FailureType {
    INTERNAL("internal failure"),
    UNKNOWN("unknown failure"),
    GENERIC("generic failure"),
    ENTRY("corrupt entry"),
    ENTRIES("several corrupt entries"),
    VIRTUAL("corrupt virtual block"),
    OVERRUN("buffer overrun"),
    UNDERRUN("buffer underrun"),
    NOT_BUSY("block is not busy: freed twice"),
    ARGUMENT("invalid argument"),
    ALLOCATION_TYPE("invalid type of allocation"),
    USE_AFTER_FREE("use after free"),
    CROSS_HEAP("block of another heap"),
    FREE_LISTS("corrupt free lists"),
    LIST_ENTRY("corrupt list entry"),
    LFH_BITMAP("LFH bitmap and header disagree"),
    SEGMENT_LFH_BITMAP("bitmap of a segment heap's LFH disagrees"),
    SEGMENT_LFH_TWICE("freed twice in a segment heap's LFH"),
    VS_SUBSEGMENT("corrupt VS subsegment"),
    NULL_HEAP("no heap"),
    ALLOCATION_LIMIT("allocation limit"),
    COMMIT_LIMIT("commit limit"),
    QUERY("invalid query");

    private final String words;

    FailureType(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
