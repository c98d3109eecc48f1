package org.cairn.types.pdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The PDB files of {@code make.sh} and the facts about them. */
final class Samples {
    private Samples() {}

    /** A file of this folder. */
    static byte[] bytes(String name) throws IOException {
        try (InputStream stream = Samples.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException(name + " is missing beside the tests");
            }
            return stream.readAllBytes();
        }
    }

    /** Writes a file of this folder into another one. */
    static Path copy(String name, Path folder) throws IOException {
        return Files.write(folder.resolve(name), bytes(name));
    }

    /**
     * Lines of a kind.
     *
     * @param name of the PDB file, without its ending
     * @param kind the first word of the line
     * @param parts how many parts a line is split into; the last one is the rest
     */
    static List<String[]> facts(String name, String kind, int parts) throws IOException {
        List<String[]> facts =
                new String(bytes(name + ".txt"), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith(kind + " "))
                        .map(line -> line.split(" ", parts))
                        .toList();
        if (facts.isEmpty()) {
            throw new IOException("no line " + kind + " in " + name + ".txt");
        }
        return facts;
    }

    /** What follows the first word of the only line of a kind. */
    static String value(String name, String kind) throws IOException {
        return facts(name, kind, 2).getFirst()[1];
    }
}
