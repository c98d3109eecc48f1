package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A symbol file equals the shipped table of the same build, field by field, for every structure
 * that both have. The symbol files are written by {@link IsfWriter} from the JSON tables that
 * system property {@code cairn.layouts} names the folder of.
 */
class IsfConformanceTest {
    /** Types of pointers to what no table defines have another name in the shipped tables. */
    private static final String UNNAMED = "(__unnamed_\\w+|<unnamed.*>|inline)[*\\[\\]0-9]*";

    private final ShippedTypes shipped = new ShippedTypes();
    private final List<String> differences = new ArrayList<>();
    private int fields;
    private int bitFields;
    private int constants;
    private int unions;

    @TempDir private Path folder = Path.of("");

    @Test
    void equalsTheShippedTables() throws Exception {
        Path layouts = Path.of(System.getProperty("cairn.layouts", "no-folder"));
        assumeTrue(
                Files.isDirectory(layouts),
                "system property cairn.layouts does not name the folder of the JSON tables");
        Map<String, JsonNode> tables = new TreeMap<>();
        Set<String> enums = new TreeSet<>();
        try (Stream<Path> files = Files.list(layouts)) {
            for (Path file : files.toList()) {
                JsonNode table = new ObjectMapper().readTree(file.toFile());
                table.path("enums").fieldNames().forEachRemaining(enums::add);
                table.findValues("of").stream()
                        .map(JsonNode::asText)
                        .filter(name -> name.startsWith("_"))
                        .forEach(enums::add);
                tables.put(file.getFileName().toString().replace(".json", ""), table);
            }
        }
        int compared = 0;
        for (Map.Entry<String, JsonNode> table : tables.entrySet()) {
            Optional<TypeTable> expected = shipped.named(table.getKey());
            if (expected.isPresent()) {
                compare(expected.get(), read(table.getKey(), table.getValue(), enums));
                compared++;
            }
        }

        assertThat(differences).isEmpty();
        assertThat(compared).isEqualTo(62);
        assertThat(fields).isGreaterThan(75_000);
        assertThat(bitFields).isGreaterThan(13_000);
        assertThat(constants).isGreaterThan(5_500);
        assertThat(unions).isGreaterThan(5_000);
    }

    private TypeTable read(String name, JsonNode table, Set<String> enums)
            throws IOException, TypeFormatException {
        IsfWriter writer = new IsfWriter(table, enums);
        Path file = Files.writeString(folder.resolve(name + ".json"), writer.text());
        unions += writer.unions();
        TypeTable read = new IsfReader().read(file);
        for (Map.Entry<String, JsonNode> symbol : table.path("symbols").properties()) {
            assertThat(read.symbols().find(symbol.getKey())).hasValue(symbol.getValue().asLong());
        }
        return read;
    }

    private void compare(TypeTable expected, TypeTable found) {
        same(expected + " PDB", found.id().pdb(), expected.id().pdb());
        same(expected + " machine", found.id().architecture(), expected.id().architecture());
        for (Structure structure : expected.structures()) {
            String where = expected + " " + structure.name();
            Optional<Structure> read = found.find(structure.name());
            if (read.isEmpty()) {
                differences.add(where + " is missing");
            } else {
                same(where, read.get().size(), structure.size());
                same(where, read.get().fields().size(), structure.fields().size());
                for (Field field : structure.fields()) {
                    String at = where + "." + field.name();
                    fields++;
                    bitFields += field.isBitField() ? 1 : 0;
                    same(
                            at,
                            read.get().find(field.name()).map(IsfConformanceTest::text),
                            Optional.of(text(field)));
                }
            }
        }
        for (Enumeration enumeration : expected.enumerations()) {
            constants += enumeration.constants().size();
            Enumeration read = found.enumeration(enumeration.name()).orElseThrow();
            enumeration
                    .constants()
                    .forEach(
                            constant ->
                                    same(
                                            expected + " " + constant,
                                            read.nameOf(constant.value(), Integer.SIZE),
                                            Optional.of(constant.name())));
        }
    }

    private static String text(Field field) {
        return "%s at %d, %d bytes, bits %d+%d"
                .formatted(
                        field.type().matches(UNNAMED) ? "unnamed" : field.type(),
                        field.offset(),
                        field.size(),
                        field.firstBit(),
                        field.bitCount());
    }

    private void same(String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            differences.add(what + " is " + found + ", expected " + expected);
        }
    }
}
