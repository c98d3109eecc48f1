package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares every field of the shipped tables with the JSON tables that they were made from, when
 * system property {@code cairn.layouts} names their folder; those of ReactOS are in folder {@code
 * layouts} of {@code cairn.corpus}. Anonymous types have other names there and are not compared.
 */
class LayoutsConformanceTest {
    private static final String ANONYMOUS = "__unnamed_\\w+|__anonymous_\\w+|<unnamed-tag>|inline";
    private static final Map<String, Integer> SIZES =
            Map.ofEntries(
                    Map.entry("unsigned char", 1),
                    Map.entry("char", 1),
                    Map.entry("unsigned short", 2),
                    Map.entry("short", 2),
                    Map.entry("wchar", 2),
                    Map.entry("unsigned long", 4),
                    Map.entry("long", 4),
                    Map.entry("unsigned int", 4),
                    Map.entry("unsigned long long", 8),
                    Map.entry("long long", 8),
                    Map.entry("double", 8));

    private final ShippedTypes types = new ShippedTypes();
    private final List<String> differences = new ArrayList<>();

    @Test
    void windows() throws IOException {
        Path folder = Path.of(System.getProperty("cairn.layouts", "no-folder"));
        assumeTrue(
                Files.isDirectory(folder),
                "system property cairn.layouts does not name the folder of the JSON tables");
        assertThat(compare(folder, true)).isEqualTo(62);
        assertThat(differences).isEmpty();
    }

    /** The tables that were put together here are beside the tests. */
    @Test
    void ntdll() throws IOException {
        assertThat(compare(Path.of("layouts"), true)).isEqualTo(6);
        assertThat(differences).isEmpty();
    }

    @Test
    void reactOs() throws IOException {
        Path folder = Path.of(System.getProperty("cairn.corpus", "no-folder"), "layouts");
        assumeTrue(
                Files.isDirectory(folder),
                "system property cairn.corpus does not name the folder of the corpus");
        assertThat(compare(folder, false)).isEqualTo(2);
        assertThat(differences).isEmpty();
    }

    /** Returns the number of tables. */
    private int compare(Path folder, boolean allTypes) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(".json")).toList();
        }
        int compared = 0;
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".json", "");
            Optional<TypeTable> table = types.named(name);
            if (table.isPresent()) {
                compare(table.get(), new ObjectMapper().readTree(file.toFile()), allTypes);
                compared++;
            }
        }
        return compared;
    }

    private void compare(TypeTable table, JsonNode json, boolean allTypes) {
        JsonNode all = json.path("types");
        for (Map.Entry<String, JsonNode> type : all.properties()) {
            if (!type.getKey().matches(ANONYMOUS)) {
                Optional<Structure> found = table.find(type.getKey());
                if (found.isPresent()) {
                    compare(table, found.get(), type.getValue(), all);
                } else if (allTypes) {
                    differences.add(table + " has no " + type.getKey());
                }
            }
        }
    }

    private void compare(TypeTable table, Structure found, JsonNode json, JsonNode all) {
        String where = table + " " + found.name();
        same(where + " size", found.size(), json.path("size").intValue());
        int fields = 0;
        for (Map.Entry<String, JsonNode> field : json.path("fields").properties()) {
            JsonNode type = field.getValue().get(1);
            if (!type.path("unverified").booleanValue()) {
                fields++;
                Optional<Field> own = found.find(field.getKey());
                if (own.isEmpty()) {
                    differences.add(where + " has no " + field.getKey());
                } else {
                    String at = where + "." + field.getKey();
                    same(at + " offset", own.get().offset(), field.getValue().get(0).intValue());
                    compare(table, at, own.get(), type, all);
                }
            }
        }
        same(where + " fields", found.fields().size(), fields);
    }

    private void compare(TypeTable table, String at, Field field, JsonNode type, JsonNode all) {
        String text = type.isTextual() ? type.textValue() : type.path("of").asText("");
        int size = size(text, table.id().architecture().pointerSize(), all);
        if (size > 0) {
            same(at + " size", field.size(), size);
        }
        JsonNode bits = type.path("bits");
        same(at + " first bit", field.firstBit(), bits.path(0).asInt());
        same(at + " bits", field.bitCount(), bits.path(1).asInt(field.size() * Byte.SIZE));
    }

    /** The size of a type, 0 when the JSON table does not tell. */
    private static int size(String type, int pointerSize, JsonNode all) {
        if (type.startsWith("ptr:")) {
            return pointerSize;
        }
        if (type.startsWith("array[")) {
            int end = type.indexOf("]:");
            int count = Integer.parseInt(type.substring("array[".length(), end));
            return count * size(type.substring(end + 2), pointerSize, all);
        }
        return SIZES.getOrDefault(type, all.path(type).path("size").asInt());
    }

    private void same(String what, int found, int expected) {
        if (found != expected) {
            differences.add(what + " is " + found + ", expected " + expected);
        }
    }
}
