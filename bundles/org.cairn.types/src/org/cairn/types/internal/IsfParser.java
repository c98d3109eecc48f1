package org.cairn.types.internal;

import com.fasterxml.jackson.core.JsonParser;

import org.cairn.memory.Structure;
import org.cairn.types.Enumeration;
import org.cairn.types.Enumeration.Constant;
import org.cairn.types.PdbIdentity;
import org.cairn.types.SymbolTable;
import org.cairn.types.SymbolTable.Symbol;
import org.cairn.types.TypeFormatException;
import org.cairn.types.TypeTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one file in the Intermediate Symbol Format. Sizes of fields are known only at the end,
 * because a type may be used before it is defined.
 */
public final class IsfParser {
    private static final int MAX_TYPES = 100_000;
    private static final int MAX_FIELDS = 500_000;
    private static final int MAX_CONSTANTS = 500_000;
    private static final int MAX_SYMBOLS = 2_000_000;
    private static final String POINTER = "pointer";

    private final String name;
    private final JsonText json;
    private final IsfMetadata metadata = new IsfMetadata();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final List<IsfStructures.Type> types = new ArrayList<>();
    private final List<Enumeration> enumerations = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private int fieldCount;
    private int constantCount;

    /**
     * Prepares to read a file.
     *
     * @param file for messages
     * @param name the table's name
     * @param parser stands before the text
     */
    public IsfParser(Path file, String name, JsonParser parser) {
        this.name = name;
        this.json = new JsonText(file, parser);
    }

    /**
     * Reads the file.
     *
     * @return its table
     * @throws TypeFormatException when it is not in the format
     * @throws IOException when it cannot be read or is not JSON
     */
    public TypeTable read() throws IOException, TypeFormatException {
        json.start();
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "metadata" -> metadata.read(json);
                case "base_types" -> readSizes();
                case "enums" -> readEnumerations();
                case "user_types" -> readTypes();
                case "symbols" -> readSymbols();
                default -> json.skip();
            }
        }
        json.end();
        if (types.isEmpty()) {
            throw json.malformed(0, "no user_types: not a symbol file in ISF");
        }
        TypeTable.Id id = metadata.id(name, sizes.getOrDefault(POINTER, 0));
        if (id == null) {
            throw json.malformed(
                    0, "neither machine_type nor base_types.pointer tells the machine");
        }
        TypeSizes sizeOf = new TypeSizes(sizes, id.architecture().pointerSize());
        List<Structure> structures = new IsfStructures(json, types, sizeOf).structures();
        SymbolTable table = symbols.isEmpty() ? SymbolTable.EMPTY : new SymbolTable(symbols);
        return new TypeTable(id, new TypeTable.Contents(structures, enumerations, table));
    }

    /**
     * Reads the file as far as it tells whose types it holds.
     *
     * @return the PDB file that the types were taken from, empty when the file does not tell
     * @throws TypeFormatException when it is not in the format
     * @throws IOException when it cannot be read or is not JSON
     */
    public Optional<PdbIdentity> readIdentity() throws IOException, TypeFormatException {
        json.start();
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            if (member.equals("metadata")) {
                metadata.read(json);
                return metadata.pdb();
            }
            json.skip();
        }
        return Optional.empty();
    }

    /** Reads objects that have a size; of what else they have nothing is needed. */
    private void readSizes() throws IOException, TypeFormatException {
        json.enter();
        for (String type = json.member(); type != null; type = json.member()) {
            json.enter();
            for (String member = json.member(); member != null; member = json.member()) {
                if (member.equals("size")) {
                    sizes.put(type, json.number());
                } else {
                    json.skip();
                }
            }
            limit(sizes.size(), MAX_TYPES, "types");
        }
    }

    private void readEnumerations() throws IOException, TypeFormatException {
        json.enter();
        for (String type = json.member(); type != null; type = json.member()) {
            long at = json.offset();
            int size = 0;
            List<Constant> constants = new ArrayList<>();
            json.enter();
            for (String member = json.member(); member != null; member = json.member()) {
                switch (member) {
                    case "size" -> size = json.number();
                    case "constants" -> readConstants(constants);
                    default -> json.skip();
                }
            }
            if (size > Long.BYTES) {
                throw json.malformed(at, "enum " + type + " has " + size + " bytes");
            }
            sizes.put(TypeSizes.ENUM + type, size);
            enumerations.add(new Enumeration(type, size, constants));
            limit(enumerations.size(), MAX_TYPES, "types");
        }
    }

    private void readConstants(List<Constant> constants) throws IOException, TypeFormatException {
        json.enter();
        for (String constant = json.member(); constant != null; constant = json.member()) {
            constants.add(new Constant(constant, json.longNumber()));
            constantCount++;
            limit(constantCount, MAX_CONSTANTS, "constants");
        }
    }

    /** A symbol without an address is one of which only the type is known. */
    private void readSymbols() throws IOException, TypeFormatException {
        json.enter();
        for (String symbol = json.member(); symbol != null; symbol = json.member()) {
            json.enter();
            for (String member = json.member(); member != null; member = json.member()) {
                if (member.equals("address")) {
                    symbols.add(new Symbol(symbol, json.longNumber()));
                } else {
                    json.skip();
                }
            }
            limit(symbols.size(), MAX_SYMBOLS, "symbols");
        }
    }

    private void readTypes() throws IOException, TypeFormatException {
        json.enter();
        for (String type = json.member(); type != null; type = json.member()) {
            types.add(readType(type));
            limit(types.size(), MAX_TYPES, "types");
        }
    }

    private IsfStructures.Type readType(String type) throws IOException, TypeFormatException {
        int size = 0;
        List<IsfStructures.Member> fields = new ArrayList<>();
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "size" -> size = json.number();
                case "fields" -> readFields(fields);
                default -> json.skip();
            }
        }
        sizes.put(type, size);
        return new IsfStructures.Type(type, size, fields);
    }

    private void readFields(List<IsfStructures.Member> fields)
            throws IOException, TypeFormatException {
        json.enter();
        for (String field = json.member(); field != null; field = json.member()) {
            fields.add(readField(field));
            fieldCount++;
            limit(fieldCount, MAX_FIELDS, "fields");
        }
    }

    private IsfStructures.Member readField(String field) throws IOException, TypeFormatException {
        long at = json.offset();
        int offset = 0;
        boolean anonymous = false;
        IsfType type = null;
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "offset" -> offset = json.number();
                case "type" -> type = IsfType.read(json);
                case "anonymous" -> anonymous = json.isTrue();
                default -> json.skip();
            }
        }
        if (type == null) {
            throw json.malformed(at, "field " + field + " has no type");
        }
        String text = texts.computeIfAbsent(type.text(), key -> key);
        return new IsfStructures.Member(
                field, offset, text, type.firstBit(), type.bits(), anonymous, at);
    }

    private void limit(int count, int most, String what) throws TypeFormatException {
        if (count > most) {
            throw json.malformed("more than " + most + " " + what);
        }
    }
}
