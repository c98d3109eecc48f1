package org.cairn.pool.windows.internal.owner;

import org.eclipse.jdt.annotation.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What tags stand for: a short list of our own, from public documentation. Tags in it are as in
 * memory; a star stands for the rest of a tag.
 */
public final class TagNames {
    private static final String LIST = "pool-tags.txt";
    private static final char COMMENT = '#';
    private static final int TAG_LENGTH = 4;

    private final Map<String, @Nullable String> names;

    private TagNames(Map<String, @Nullable String> names) {
        this.names = names;
    }

    /** Reads the shipped list. */
    public static TagNames shipped() {
        Map<String, @Nullable String> names = new HashMap<>();
        try (InputStream stream = TagNames.class.getResourceAsStream(LIST)) {
            if (stream == null) {
                throw new IllegalStateException(LIST + " is missing");
            }
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.isEmpty() && line.charAt(0) != COMMENT)
                    .forEach(
                            line ->
                                    names.put(
                                            line.substring(0, TAG_LENGTH),
                                            line.substring(TAG_LENGTH + 1)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new TagNames(names);
    }

    /**
     * What a tag stands for.
     *
     * @param tag without the bit of protected blocks
     * @return component and purpose, or empty
     */
    public String describe(int tag) {
        String text = PoolTag.text(tag);
        @Nullable String name = names.get(text);
        for (int length = TAG_LENGTH - 1; name == null && length > 1; length--) {
            name = names.get(text.substring(0, length) + "*".repeat(TAG_LENGTH - length));
        }
        return name == null ? "" : name;
    }
}
