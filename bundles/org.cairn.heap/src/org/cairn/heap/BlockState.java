package org.cairn.heap;

/** What a block is in use for. */
public enum BlockState {
    /** Given out to a caller. */
    BUSY("busy"),
    /** Free, also when it waits in a cache of the allocator. */
    FREE("free"),
    /** Used by the allocator itself. */
    METADATA("metadata");

    private final String label;

    BlockState(String label) {
        this.label = label;
    }

    /**
     * The term used in columns and options.
     *
     * @return a lower-case word
     */
    public String label() {
        return label;
    }
}
