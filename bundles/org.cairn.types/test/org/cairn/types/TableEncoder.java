package org.cairn.types;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes the shipped type tables from JSON tables. README.md of this bundle says how to run it. */
final class TableEncoder {
    private static final String INDEX_HEADER =
            """
            # The type tables: name, family, build, architecture, kernel or supplement, system, source.
            # Written by TableEncoder; in order of age.
            """;
    private static final String DEFINITIONS_HEADER =
            """
            # Structures: name, size, tables. Fields: offset[:first bit+bits], name, type.
            # Sizes and offsets are hexadecimal. Enumerations: value, decimal, and name.
            # Written by TableEncoder.
            """;

    /** What is taken from the tables of ReactOS, besides the types that these embed. */
    private static final Set<String> REACTOS_TYPES =
            Set.of(
                    "_EPROCESS",
                    "_ETHREAD",
                    "_GENERAL_LOOKASIDE",
                    "_HANDLE_TABLE",
                    "_HEAP",
                    "_HEAP_ENTRY_EXTRA",
                    "_HEAP_FREE_ENTRY",
                    "_HEAP_PSEUDO_TAG_ENTRY",
                    "_HEAP_SEGMENT",
                    "_HEAP_TAG_ENTRY",
                    "_HEAP_UCR_DESCRIPTOR",
                    "_HEAP_UCR_SEGMENT",
                    "_HEAP_VIRTUAL_ALLOC_ENTRY",
                    "_LDR_DATA_TABLE_ENTRY",
                    "_MMPTE_PROTOTYPE",
                    "_PEB",
                    "_PEB_LDR_DATA",
                    "_POOL_DESCRIPTOR",
                    "_POOL_HEADER",
                    "_POOL_TRACKER_BIG_PAGES",
                    "_POOL_TRACKER_TABLE",
                    "_RTL_CRITICAL_SECTION",
                    "_RTL_USER_PROCESS_PARAMETERS",
                    "_TEB");

    private final List<LayoutFile> tables;

    TableEncoder(List<LayoutFile> tables) {
        this.tables =
                tables.stream()
                        .sorted(
                                Comparator.comparing(LayoutFile::family)
                                        .thenComparing(LayoutFile::isSupplement)
                                        .thenComparing(LayoutFile::build)
                                        .thenComparing(LayoutFile::revision)
                                        .thenComparing(LayoutFile::name))
                        .toList();
    }

    /**
     * Encodes tables.
     *
     * @param arguments the folder to write to, then files and folders with JSON tables
     */
    static void main(String[] arguments) throws IOException {
        List<Path> sources = Stream.of(arguments).skip(1).map(Path::of).toList();
        TableEncoder encoder = new TableEncoder(read(sources));
        Path target = Path.of(arguments[0]);
        Files.writeString(target.resolve("index.txt"), encoder.index());
        for (String architecture : List.of("x86", "x64")) {
            Files.writeString(
                    target.resolve(architecture + ".txt"), encoder.definitions(architecture));
        }
    }

    /** Reads the tables among some files; other JSON files are left out. */
    static List<LayoutFile> read(List<Path> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path source : sources) {
            try (Stream<Path> found = Files.walk(source)) {
                found.filter(file -> file.toString().endsWith(".json"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        Set<String> enums = new TreeSet<>();
        for (Path file : files) {
            enums.addAll(new LayoutFile(file, Set.of()).enumerations());
        }
        List<LayoutFile> result = new ArrayList<>();
        for (Path file : files) {
            LayoutFile table = new LayoutFile(file, enums);
            if (table.isTable()) {
                result.add(table);
            }
        }
        return result;
    }

    String index() {
        StringBuilder text = new StringBuilder(INDEX_HEADER);
        for (LayoutFile table : tables) {
            text.append(
                    String.join(
                            "\t",
                            table.name(),
                            table.family(),
                            Integer.toString(table.build()),
                            table.architecture(),
                            table.isSupplement() ? "supplement" : "kernel",
                            table.system(),
                            table.source() + "\n"));
        }
        return text.toString();
    }

    String definitions(String architecture) {
        List<LayoutFile> own =
                tables.stream().filter(t -> t.architecture().equals(architecture)).toList();
        SortedMap<String, SortedMap<String, List<Integer>>> users = new TreeMap<>();
        for (int i = 0; i < own.size(); i++) {
            int position = i;
            LayoutFile table = own.get(i);
            table.definitions(table.isReactOs() ? REACTOS_TYPES : table.all())
                    .forEach(
                            (name, definition) ->
                                    users.computeIfAbsent(name, key -> new TreeMap<>())
                                            .computeIfAbsent(definition, key -> new ArrayList<>())
                                            .add(position));
        }
        StringBuilder text = new StringBuilder(DEFINITIONS_HEADER);
        users.forEach(
                (name, definitions) ->
                        definitions.entrySet().stream()
                                .sorted(Comparator.comparing(entry -> entry.getValue().getFirst()))
                                .forEach(
                                        entry ->
                                                append(
                                                        text,
                                                        name,
                                                        entry.getKey(),
                                                        ranges(own, entry.getValue()))));
        return text.toString();
    }

    private static void append(StringBuilder text, String name, String definition, String tables) {
        int size = definition.indexOf('\n') < 0 ? definition.length() : definition.indexOf('\n');
        text.append(name).append(' ').append(definition, 0, size).append(tables);
        text.append(definition, size, definition.length()).append('\n');
    }

    private static String ranges(List<LayoutFile> own, List<Integer> positions) {
        StringBuilder text = new StringBuilder();
        for (int first = 0, last; first < positions.size(); first = last + 1) {
            last = first;
            while (last + 1 < positions.size()
                    && positions.get(last + 1) == positions.get(last) + 1) {
                last++;
            }
            text.append(' ').append(own.get(positions.get(first)).name());
            if (last > first) {
                text.append("..").append(own.get(positions.get(last)).name());
            }
        }
        return text.toString();
    }
}
