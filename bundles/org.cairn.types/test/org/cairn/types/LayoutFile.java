package org.cairn.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One JSON table: {@code types.NAME.fields.FIELD = [offset, type]}, where the type is {@code
 * ptr:T}, {@code array[n]:T}, {@code T}, or an object with {@code of} and {@code bits} or {@code
 * enum}.
 */
final class LayoutFile {
    private static final Pattern VERSION =
            Pattern.compile("\\d+\\.\\d+\\.(\\d+x?)(?:\\.(\\d+))?.*");
    private static final Pattern ANONYMOUS =
            Pattern.compile("__unnamed_\\w+|__anonymous_\\w+|<unnamed-tag>|inline");

    /** What comes before the name of an enumeration in a definition; its values are decimal. */
    private static final String ENUM = "enum:";

    private static final String ENUM_SIZE = "4";
    private static final Pattern ARRAY = Pattern.compile("array\\[(\\d+)\\]:(.*)");
    private static final Map<String, String> TOKENS =
            Map.ofEntries(
                    Map.entry("unsigned char", "u8"),
                    Map.entry("unsigned short", "u16"),
                    Map.entry("unsigned long", "u32"),
                    Map.entry("unsigned long long", "u64"),
                    Map.entry("char", "i8"),
                    Map.entry("short", "i16"),
                    Map.entry("long", "i32"),
                    Map.entry("long long", "i64"),
                    Map.entry("unsigned int", "uint"));

    private final String name;
    private final JsonNode root;
    private final JsonNode types;
    private final Set<String> enums;
    private final Map<String, String> anonymous = new HashMap<>();

    /**
     * Reads a file.
     *
     * @param enums names of enumerations, which the JSON does not always tell from structures
     */
    LayoutFile(Path file, Set<String> enums) throws IOException {
        this(
                file.getFileName().toString().replace(".json", ""),
                new ObjectMapper().readTree(file.toFile()),
                enums);
    }

    LayoutFile(String name, JsonNode root, Set<String> enums) {
        this.name = name;
        this.root = root;
        this.types = root.path("types");
        this.enums = enums;
        nameAnonymousTypes();
    }

    /** Whether the file describes one build and one architecture. */
    boolean isTable() {
        return types.isObject() && Set.of("x86", "x64").contains(architecture());
    }

    String name() {
        return name;
    }

    String family() {
        return isReactOs() ? "reactos" : "windows";
    }

    boolean isReactOs() {
        return root.path("os").asText().startsWith("ReactOS");
    }

    String architecture() {
        return root.path("arch").asText();
    }

    String system() {
        return root.path("os").asText();
    }

    /** Where the table comes from: the first words of the file's note, and the kernel's PDB. */
    String source() {
        String note = root.path("source").asText().split("[,;]", 2)[0];
        String pdb = root.path("guid_age").asText();
        return pdb.isEmpty() ? note : note + ", PDB " + pdb;
    }

    boolean isSupplement() {
        return root.path("module").asText().equals("ntdll PDB");
    }

    /** The build number; of a version such as 6.1.760x, which stands for several, the last. */
    int build() {
        return Integer.parseInt(version().group(1).replace('x', '1'));
    }

    int revision() {
        String revision = version().group(2);
        return revision == null ? 0 : Integer.parseInt(revision);
    }

    private Matcher version() {
        Matcher version = VERSION.matcher(root.path("version").asText());
        if (!version.matches()) {
            throw new IllegalArgumentException(name + ": version " + root.path("version"));
        }
        return version;
    }

    /** The names of the enumerations that the file knows as such. */
    Set<String> enumerations() {
        Set<String> result = new TreeSet<>();
        root.path("enums").fieldNames().forEachRemaining(result::add);
        for (JsonNode field : types.findValues("of")) {
            if (field.asText().startsWith("_")) {
                result.add(field.asText());
            }
        }
        return result;
    }

    /**
     * The definitions by name, each as its size and the lines of its fields.
     *
     * @param wanted the names; types that these embed are added
     */
    SortedMap<String, String> definitions(Set<String> wanted) {
        SortedMap<String, String> result = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            String type = open.remove();
            String shown = anonymous.getOrDefault(type, type);
            if (types.has(type) && !result.containsKey(shown)) {
                result.put(shown, definition(shown, types.path(type)));
                lines(types.path(type)).forEach(line -> open.add(line.embedded()));
                for (Line line : lines(types.path(type))) {
                    if (line.type.has("enum")) {
                        result.put(
                                ENUM + enumeration(shown, line), constants(line.type.path("enum")));
                    }
                }
            }
        }
        for (Map.Entry<String, JsonNode> named : root.path("enums").properties()) {
            result.put(ENUM + named.getKey(), constants(named.getValue()));
        }
        return result;
    }

    /** An enumeration whose name is not told gets that of its field. */
    private static String enumeration(String owner, Line line) {
        String of = line.type.path("of").asText();
        return of.startsWith("_") ? of : owner + "." + line.field;
    }

    private static String constants(JsonNode values) {
        SortedMap<Long, String> names = new TreeMap<>();
        values.properties()
                .forEach(
                        value ->
                                names.put(Long.valueOf(value.getKey()), value.getValue().asText()));
        StringBuilder text = new StringBuilder(ENUM_SIZE);
        names.forEach((value, name) -> text.append("\n ").append(value).append(' ').append(name));
        return text.toString();
    }

    /** The names of all definitions. */
    Set<String> all() {
        Set<String> result = new TreeSet<>();
        types.fieldNames().forEachRemaining(result::add);
        return result;
    }

    private String definition(String owner, JsonNode type) {
        StringBuilder text = new StringBuilder();
        text.append(Integer.toHexString(type.path("size").intValue()));
        for (Line line : lines(type)) {
            text.append("\n ").append(Integer.toHexString(line.offset));
            if (line.bits > 0) {
                text.append(':').append(line.firstBit).append('+').append(line.bits);
            }
            text.append(' ')
                    .append(line.field)
                    .append(' ')
                    .append(
                            line.type.has("enum")
                                    ? "enum " + enumeration(owner, line)
                                    : text(line.type));
        }
        return text.toString();
    }

    /** The fields in an order that does not depend on who made the file. */
    private static List<Line> lines(JsonNode type) {
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : type.path("fields").properties()) {
            JsonNode of = field.getValue().get(1);
            // Bit positions that were reconstructed and found in no other table are left out: a
            // decoder shall rather miss a field than read a wrong one.
            if (!of.path("unverified").booleanValue()) {
                lines.add(
                        new Line(
                                field.getKey(),
                                field.getValue().get(0).intValue(),
                                of.path("bits").path(0).asInt(),
                                of.path("bits").path(1).asInt(),
                                of));
            }
        }
        lines.sort(
                Comparator.comparingInt(Line::offset)
                        .thenComparing(line -> line.bits > 0)
                        .thenComparing(Line::firstBit)
                        .thenComparing(Line::bits)
                        .thenComparing(Line::field));
        return lines;
    }

    private String text(JsonNode type) {
        if (type.isTextual()) {
            return text(type.textValue());
        }
        JsonNode of = type.path("of");
        if (of.isTextual()) {
            return text(of.textValue());
        }
        // Listings of debuggers name no unit for bit fields; any that holds the bits reads the
        // same.
        int end = type.path("bits").path(0).asInt() + type.path("bits").path(1).asInt();
        return "u" + Math.max(Byte.SIZE, Integer.highestOneBit(2 * end - 1));
    }

    private String text(String type) {
        if (type.startsWith("ptr:")) {
            return text(type.substring("ptr:".length())) + "*";
        }
        Matcher array = ARRAY.matcher(type);
        if (array.matches()) {
            return text(array.group(2)) + "[" + array.group(1) + "]";
        }
        if (ANONYMOUS.matcher(type).matches()) {
            return anonymous.getOrDefault(type, "<unnamed>");
        }
        return enums.contains(type) ? "enum " + type : TOKENS.getOrDefault(type, type);
    }

    /**
     * Gives types such as {@code __unnamed_1195}, whose numbers differ from build to build, the
     * name of the field that holds them first, such as {@code _MMPTE.u}.
     */
    private void nameAnonymousTypes() {
        Set<String> names = all();
        Deque<String> open = new ArrayDeque<>();
        names.stream().filter(type -> !ANONYMOUS.matcher(type).matches()).forEach(open::add);
        while (!open.isEmpty()) {
            String owner = open.remove();
            for (Line line : lines(types.path(owner))) {
                String type = line.type.isTextual() ? line.type.textValue() : "";
                String last = type.substring(type.lastIndexOf(':') + 1);
                if (ANONYMOUS.matcher(last).matches() && names.remove(last)) {
                    anonymous.put(last, anonymous.getOrDefault(owner, owner) + "." + line.field);
                    open.add(last);
                }
            }
        }
    }

    private record Line(String field, int offset, int firstBit, int bits, JsonNode type) {
        /** The structure that the field holds, or an array of which it holds. */
        String embedded() {
            return type.asText().replaceAll("array\\[\\d+\\]:", "");
        }
    }
}
