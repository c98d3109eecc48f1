package org.cairn.cli;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Table;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A {@code pooltag.txt} of the user, as the debugger has it: lines {@code Tag - binary -
 * description}. Lines that are empty, begin with a blank, with {@code rem} or with a slash are not
 * read. A star in a tag stands for the rest, a question mark for one character.
 */
final class PoolTagFile {
    private static final int TAG_LENGTH = 4;

    /** The debugger's own file has a fiftieth of that. */
    private static final int MAX_BYTES = 8 << 20;

    private static final String SEPARATOR = " - ";

    private final Map<String, @Nullable String> texts;

    private PoolTagFile(Map<String, @Nullable String> texts) {
        this.texts = texts;
    }

    /**
     * Reads a file; bytes outside of ASCII are taken as they are.
     *
     * @throws IOException whose message says for people why the file cannot be read
     */
    static PoolTagFile read(Path file) throws IOException {
        Map<String, @Nullable String> texts = new HashMap<>();
        for (String line : content(file).lines().toList()) {
            boolean comment =
                    line.isBlank()
                            || line.charAt(0) == ' '
                            || line.charAt(0) == '/'
                            || line.startsWith("rem");
            int end = line.indexOf(SEPARATOR);
            if (!comment && end > 0 && end <= TAG_LENGTH + 1) {
                String[] parts = line.substring(end + SEPARATOR.length()).split(SEPARATOR, 2);
                String text = parts[0].strip();
                texts.put(
                        line.substring(0, end).strip(),
                        parts.length == 2 ? text + ": " + parts[1].strip() : text);
            }
        }
        if (texts.isEmpty()) {
            throw new IOException(file + " has no line such as 'Irp  - nt!io - IRP packets'");
        }
        return new PoolTagFile(texts);
    }

    private static String content(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (text.indexOf('\0') >= 0) {
                throw new IOException(file + " is not a text");
            }
            return text;
        } catch (AccessDeniedException denied) {
            throw new IOException(file + " may not be read", denied);
        }
    }

    /** The text of a tag, or null. */
    @Nullable
    String text(String tag) {
        String plain = tag.stripTrailing();
        @Nullable String text = texts.get(plain);
        if (text == null) {
            text = texts.get(pattern(plain));
        }
        for (int length = plain.length(); text == null && length > 0; length--) {
            text = texts.get(plain.substring(0, length) + "*");
        }
        return text;
    }

    /**
     * The first entry with question marks that a tag matches; the tag itself when there is none.
     */
    private String pattern(String tag) {
        return texts.keySet().stream()
                .filter(key -> key.indexOf('?') >= 0 && key.length() == tag.length())
                .filter(
                        key ->
                                IntStream.range(0, key.length())
                                        .allMatch(
                                                i ->
                                                        key.charAt(i) == '?'
                                                                || key.charAt(i) == tag.charAt(i)))
                .min(Comparator.naturalOrder())
                .orElse(tag);
    }

    /** A table with a tag in its first column and a description in its last, which is replaced. */
    Table describe(Table table) {
        return new Table() {
            @Override
            public String name() {
                return table.name();
            }

            @Override
            public List<Column> columns() {
                return table.columns();
            }

            @Override
            public @Nullable Object @Nullable [] next() throws IOException {
                @Nullable Object @Nullable [] row = table.next();
                if (row != null && row[0] instanceof String tag && text(tag) != null) {
                    row[row.length - 1] = text(tag);
                }
                return row;
            }

            @Override
            public void close() {
                table.close();
            }
        };
    }
}
