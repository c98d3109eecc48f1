package org.cairn.testkit.internal;

/**
 * A stream of a minidump.
 *
 * @param type {@code MINIDUMP_STREAM_TYPE}
 * @param content writes it
 */
public record MinidumpStream(int type, Content content) {
    /** Writes the content of a stream. */
    @FunctionalInterface
    public interface Content {
        /**
         * Appends the stream, then what it refers to.
         *
         * @return the stream's size, without what it refers to
         */
        int appendTo(FileBuffer out);
    }
}
