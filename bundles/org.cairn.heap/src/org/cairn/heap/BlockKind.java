package org.cairn.heap;

/**
 * A kind of blocks that a decoder distinguishes.
 *
 * @param label what it is called, such as {@code regular} or {@code extended}
 * @param rest what the bytes behind the user data of such a block are called, such as {@link
 *     #SLACK} or {@code trailer}
 */
public record BlockKind(String label, String rest) {
    /** The rest of a block that only rounds it up. */
    public static final String SLACK = "slack";

    /**
     * A kind whose rest is {@link #SLACK}.
     *
     * @param label what it is called
     */
    public BlockKind(String label) {
        this(label, SLACK);
    }
}
