package org.cairn.types.internal;

import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.Enumeration;
import org.cairn.types.Enumeration.Constant;
import org.cairn.types.SymbolTable;
import org.cairn.types.TypeTable;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The definitions of one architecture's tables, {@code tables/x86.txt} and {@code x64.txt}. Each
 * distinct definition stands once, with the tables that have it:
 *
 * <pre>
 * _POOL_TRACKER_BIG_PAGES 10 win10-9841-x86..win10-22h2-19045-x86
 *  0 Va u32
 *  8:8+12 PoolType u32
 * </pre>
 *
 * A line that begins a definition has the name, the size and tables, where {@code a..b} stands for
 * the tables from a to b in the order of the list of tables. A line of a field begins with a blank
 * and has the offset (for a bit field with the first bit and the number of bits), the name and the
 * type. Sizes and offsets are hexadecimal, bits are decimal, as in debuggers' listings. Types are
 * written as {@link TypeSizes} reads them, with the abbreviations of {@link BaseType}. Enumerations
 * stand among the structures; their lines have a value, decimal, and its name:
 *
 * <pre>
 * enum:_RTLP_HP_LOCK_TYPE 4 win10-1809-17763.5933-x64
 *  0 HeapLockPaged
 * </pre>
 */
public final class TableText {
    private static final int HEX = 16;
    private static final String ENUM = "enum:";

    private final Map<String, Integer> positions = new HashMap<>();
    private final int position;
    private final Architecture architecture;
    private final Map<String, String> spellings = BaseType.spellings();
    private final Map<String, String> types = new HashMap<>();

    /**
     * Selects a table.
     *
     * @param tables the names of the architecture's tables in the order of the list
     * @param name the table to read
     * @param architecture the processor
     */
    public TableText(List<String> tables, String name, Architecture architecture) {
        for (String table : tables) {
            positions.put(table, positions.size());
        }
        this.position = tables.indexOf(name);
        this.architecture = architecture;
    }

    /**
     * Reads the table.
     *
     * @param lines the resource
     * @return structures and enumerations, in order of their names
     * @throws IOException when the resource cannot be read
     */
    public TypeTable.Contents read(BufferedReader lines) throws IOException {
        List<Definition> definitions = new ArrayList<>();
        Map<String, Integer> sizes = BaseType.sizes();
        boolean wanted = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.charAt(0) == ' ') {
                if (wanted) {
                    definitions.getLast().fields.add(line);
                }
            } else if (line.charAt(0) != '#') {
                String[] word = line.split(" ");
                wanted = isIn(word);
                if (wanted) {
                    int size = Integer.parseInt(word[1], HEX);
                    definitions.add(new Definition(word[0], size, new ArrayList<>()));
                    sizes.put(word[0], size);
                }
            }
        }
        TypeSizes sizeOf = new TypeSizes(sizes, architecture.pointerSize());
        List<Structure> structures = new ArrayList<>();
        List<Enumeration> enumerations = new ArrayList<>();
        for (Definition definition : definitions) {
            if (definition.name.startsWith(ENUM)) {
                enumerations.add(enumeration(definition));
            } else {
                structures.add(structure(definition, sizeOf));
            }
        }
        return new TypeTable.Contents(structures, enumerations, SymbolTable.EMPTY);
    }

    private boolean isIn(String[] header) {
        for (int i = 2; i < header.length; i++) {
            String range = header[i];
            int dots = range.indexOf("..");
            String first = dots < 0 ? range : range.substring(0, dots);
            String last = dots < 0 ? range : range.substring(dots + 2);
            if (positionOf(first) <= position && position <= positionOf(last)) {
                return true;
            }
        }
        return false;
    }

    private int positionOf(String table) {
        int result = positions.getOrDefault(table, -1);
        if (result < 0) {
            throw new IllegalArgumentException("type table " + table + " is not in the list");
        }
        return result;
    }

    private static Enumeration enumeration(Definition definition) {
        List<Constant> constants = new ArrayList<>(definition.fields.size());
        for (String line : definition.fields) {
            int name = line.indexOf(' ', 1) + 1;
            constants.add(
                    new Constant(line.substring(name), Long.parseLong(line, 1, name - 1, 10)));
        }
        return new Enumeration(
                definition.name.substring(ENUM.length()), definition.size, constants);
    }

    private Structure structure(Definition definition, TypeSizes sizes) {
        List<Field> fields = new ArrayList<>(definition.fields.size());
        for (String line : definition.fields) {
            fields.add(field(line, sizes));
        }
        return new Structure(definition.name, definition.size, fields);
    }

    private Field field(String line, TypeSizes sizes) {
        int name = line.indexOf(' ', 1) + 1;
        int type = line.indexOf(' ', name) + 1;
        String fieldName = line.substring(name, type - 1);
        String typeText = types.computeIfAbsent(line.substring(type), this::spelled);
        int size = sizes.of(typeText);
        int colon = line.indexOf(':');
        if (colon < 0 || colon > name) {
            return new Field(fieldName, typeText, Integer.parseInt(line, 1, name - 1, HEX), size);
        }
        int plus = line.indexOf('+', colon);
        return new Field(
                fieldName,
                typeText,
                Integer.parseInt(line, 1, colon, HEX),
                size,
                Integer.parseInt(line, colon + 1, plus, 10),
                Integer.parseInt(line, plus + 1, name - 1, 10));
    }

    private String spelled(String type) {
        int end = 0;
        while (end < type.length() && type.charAt(end) != '*' && type.charAt(end) != '[') {
            end++;
        }
        String base = type.substring(0, end);
        return spellings.getOrDefault(base, base) + type.substring(end);
    }

    private record Definition(String name, int size, List<String> fields) {}
}
