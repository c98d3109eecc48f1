package org.cairn.ui.internal.welcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A dump to try Cairn with.
 *
 * @param file the dump
 * @param about what it is, a few words, or empty
 */
record Sample(Path file, String about) {
    private static final String PAGE = "README.md";

    /**
     * The samples of a folder, with what its page says of them.
     *
     * @param folder that may not exist
     * @return all files but the page, by name
     */
    static List<Sample> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            String page = Files.readString(folder.resolve(PAGE));
            return files.filter(file -> !file.endsWith(PAGE) && Files.isRegularFile(file))
                    .sorted()
                    .map(file -> new Sample(file, about(page, String.valueOf(file.getFileName()))))
                    .toList();
        } catch (IOException unusable) {
            return List.of();
        }
    }

    /**
     * What the page says of a file: either the file has a heading, and what it is stands below that
     * up to the name of a layout, or there is a sentence of what the file is.
     */
    private static String about(String page, String name) {
        String quoted = Pattern.quote(name);
        Matcher heading =
                Pattern.compile(
                                "^## " + quoted + "\\s+(.+?)(?:, layout .*|[.:]?)$",
                                Pattern.MULTILINE)
                        .matcher(page);
        if (heading.find()) {
            return heading.group(1);
        }
        Matcher sentence = Pattern.compile("`" + quoted + "` is (?:an? )?([^.]+)\\.").matcher(page);
        return sentence.find() ? sentence.group(1) : "";
    }
}
