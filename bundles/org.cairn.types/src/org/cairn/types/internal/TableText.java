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
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The definitions of one architecture's tables, {@code tables/x86.txt} and {@code x64.txt}; read
 * once for all of them: where nothing speaks for one table, all are tried. Each distinct definition
 * stands once, with the tables that have it:
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

    private final Architecture architecture;
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<Definition> definitions = new ArrayList<>();

    private TableText(Architecture architecture, List<String> tables) {
        this.architecture = architecture;
        for (String table : tables) {
            positions.put(table, positions.size());
        }
    }

    /**
     * Reads the definitions of all tables.
     *
     * @param lines the resource
     * @param tables the names of the architecture's tables in the order of the list
     * @param architecture the processor
     * @return the definitions
     * @throws IOException when the resource cannot be read
     */
    public static TableText read(
            BufferedReader lines, List<String> tables, Architecture architecture)
            throws IOException {
        TableText text = new TableText(architecture, tables);
        Spelling spelling = new Spelling();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.charAt(0) == ' ') {
                text.definitions.getLast().add(line, spelling);
            } else if (line.charAt(0) != '#') {
                text.begin(line);
            }
        }
        return text;
    }

    private void begin(String line) {
        String[] word = line.split(" ");
        BitSet tables = new BitSet(positions.size());
        for (int i = 2; i < word.length; i++) {
            int dots = word[i].indexOf("..");
            int first = positionOf(dots < 0 ? word[i] : word[i].substring(0, dots));
            int last = dots < 0 ? first : positionOf(word[i].substring(dots + 2));
            tables.set(first, last + 1);
        }
        int size = Integer.parseInt(word[1], HEX);
        definitions.add(
                word[0].startsWith(ENUM)
                        ? new Constants(word[0], size, tables, new ArrayList<>())
                        : new Fields(word[0], size, tables, new ArrayList<>(), new ArrayList<>()));
    }

    private int positionOf(String table) {
        int result = positions.getOrDefault(table, -1);
        if (result < 0) {
            throw new IllegalArgumentException("type table " + table + " is not in the list");
        }
        return result;
    }

    /**
     * The definitions of one table.
     *
     * @param name its name
     * @return structures and enumerations, in order of their names
     * @throws IllegalArgumentException when it is not in the list
     */
    public TypeTable.Contents table(String name) {
        int position = positionOf(name);
        List<Definition> wanted =
                definitions.stream().filter(one -> one.tables().get(position)).toList();
        Map<String, Integer> named = BaseType.sizes();
        wanted.forEach(definition -> named.put(definition.name(), definition.size()));
        TypeSizes sizes = new TypeSizes(named, architecture.pointerSize());
        List<Structure> structures = new ArrayList<>();
        List<Enumeration> enumerations = new ArrayList<>();
        for (Definition definition : wanted) {
            switch (definition) {
                case Fields fields -> structures.add(fields.structure(sizes));
                case Constants constants -> enumerations.add(constants.enumeration());
            }
        }
        return new TypeTable.Contents(structures, enumerations, SymbolTable.EMPTY);
    }

    /** What stands under a name in some tables. */
    private sealed interface Definition {
        String name();

        int size();

        BitSet tables();

        void add(String line, Spelling spelling);
    }

    private record Constants(String name, int size, BitSet tables, List<Constant> constants)
            implements Definition {
        @Override
        public void add(String line, Spelling spelling) {
            int space = line.indexOf(' ', 1);
            constants.add(
                    new Constant(line.substring(space + 1), Long.parseLong(line, 1, space, 10)));
        }

        private Enumeration enumeration() {
            return new Enumeration(name.substring(ENUM.length()), size, constants);
        }
    }

    /** Tables in which the fields have the same sizes share a structure. */
    private record Fields(
            String name, int size, BitSet tables, List<FieldText> fields, List<Structure> made)
            implements Definition {
        @Override
        public void add(String line, Spelling spelling) {
            fields.add(FieldText.of(line, spelling));
        }

        private Structure structure(TypeSizes sizes) {
            int[] own = fields.stream().mapToInt(field -> sizes.of(field.type())).toArray();
            synchronized (made) {
                for (Structure structure : made) {
                    if (Arrays.equals(own, sizes(structure))) {
                        return structure;
                    }
                }
                List<Field> sized = new ArrayList<>(own.length);
                for (int i = 0; i < own.length; i++) {
                    sized.add(fields.get(i).of(own[i]));
                }
                Structure structure = new Structure(name, size, sized);
                made.add(structure);
                return structure;
            }
        }

        private static int[] sizes(Structure structure) {
            return structure.fields().stream().mapToInt(Field::size).toArray();
        }
    }

    /** A field, whose size depends on the table. */
    private record FieldText(String name, String type, int offset, int firstBit, int bitCount) {
        private static final int WHOLE = 0;

        static FieldText of(String line, Spelling spelling) {
            int name = line.indexOf(' ', 1) + 1;
            int type = line.indexOf(' ', name) + 1;
            String fieldName = line.substring(name, type - 1);
            String typeText = spelling.of(line.substring(type));
            int colon = line.indexOf(':');
            if (colon < 0 || colon > name) {
                int offset = Integer.parseInt(line, 1, name - 1, HEX);
                return new FieldText(fieldName, typeText, offset, 0, WHOLE);
            }
            int plus = line.indexOf('+', colon);
            return new FieldText(
                    fieldName,
                    typeText,
                    Integer.parseInt(line, 1, colon, HEX),
                    Integer.parseInt(line, colon + 1, plus, 10),
                    Integer.parseInt(line, plus + 1, name - 1, 10));
        }

        Field of(int size) {
            return bitCount == WHOLE
                    ? new Field(name, type, offset, size)
                    : new Field(name, type, offset, size, firstBit, bitCount);
        }
    }

    /** Writes types as the vendor does; equal ones are one text. */
    private static final class Spelling {
        private final Map<String, String> spellings = BaseType.spellings();
        private final Map<String, String> types = new HashMap<>();

        String of(String type) {
            return types.computeIfAbsent(type, this::spelled);
        }

        private String spelled(String type) {
            int end = 0;
            while (end < type.length() && type.charAt(end) != '*' && type.charAt(end) != '[') {
                end++;
            }
            String base = type.substring(0, end);
            return spellings.getOrDefault(base, base) + type.substring(end);
        }
    }
}
