package org.cairn.types.internal;

import com.fasterxml.jackson.core.JsonParser;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeFormatException;
import org.cairn.types.TypeTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the types of one file in the Intermediate Symbol Format. Sizes of fields are known only at
 * the end, because a type may be used before it is defined.
 */
public final class IsfParser {
    private static final int MAX_TYPES = 100_000;
    private static final int MAX_FIELDS = 500_000;
    private static final String POINTER = "pointer";

    private final String name;
    private final JsonText json;
    private final IsfMetadata metadata = new IsfMetadata();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final List<UserType> types = new ArrayList<>();
    private int fieldCount;

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
                case "base_types" -> readSizes("");
                case "enums" -> readSizes(TypeSizes.ENUM);
                case "user_types" -> readTypes();
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
        return new TypeTable(id, structures(id.architecture().pointerSize()));
    }

    /** Reads objects that have a size; of what else they have nothing is needed. */
    private void readSizes(String prefix) throws IOException, TypeFormatException {
        json.enter();
        for (String type = json.member(); type != null; type = json.member()) {
            json.enter();
            for (String member = json.member(); member != null; member = json.member()) {
                if (member.equals("size")) {
                    sizes.put(prefix + type, json.number());
                } else {
                    json.skip();
                }
            }
            limit(sizes.size(), MAX_TYPES, "types");
        }
    }

    private void readTypes() throws IOException, TypeFormatException {
        json.enter();
        for (String type = json.member(); type != null; type = json.member()) {
            types.add(readType(type));
            limit(types.size(), MAX_TYPES, "types");
        }
    }

    private UserType readType(String type) throws IOException, TypeFormatException {
        int size = 0;
        List<UserField> fields = new ArrayList<>();
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "size" -> size = json.number();
                case "fields" -> readFields(fields);
                default -> json.skip();
            }
        }
        sizes.put(type, size);
        return new UserType(type, size, fields);
    }

    private void readFields(List<UserField> fields) throws IOException, TypeFormatException {
        json.enter();
        for (String field = json.member(); field != null; field = json.member()) {
            fields.add(readField(field));
            fieldCount++;
            limit(fieldCount, MAX_FIELDS, "fields");
        }
    }

    private UserField readField(String field) throws IOException, TypeFormatException {
        long at = json.offset();
        int offset = 0;
        IsfType type = null;
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "offset" -> offset = json.number();
                case "type" -> type = IsfType.read(json);
                default -> json.skip();
            }
        }
        if (type == null) {
            throw json.malformed(at, "field " + field + " has no type");
        }
        String text = texts.computeIfAbsent(type.text(), key -> key);
        return new UserField(field, offset, text, type.firstBit(), type.bits(), at);
    }

    private void limit(int count, int most, String what) throws TypeFormatException {
        if (count > most) {
            throw json.malformed("more than " + most + " " + what);
        }
    }

    private List<Structure> structures(int pointerSize) throws TypeFormatException {
        TypeSizes sizeOf = new TypeSizes(sizes, pointerSize);
        List<Structure> result = new ArrayList<>(types.size());
        for (UserType type : types) {
            List<Field> fields = new ArrayList<>(type.fields.size());
            for (UserField field : type.fields) {
                fields.add(field(type, field, sizeOf.of(field.type)));
            }
            result.add(new Structure(type.name, type.size, fields));
        }
        return result;
    }

    private Field field(UserType type, UserField field, int size) throws TypeFormatException {
        if (field.bits == 0) {
            return new Field(field.name, field.type, field.offset, size);
        }
        if ((long) field.firstBit + field.bits > Math.multiplyFull(size, Byte.SIZE)) {
            throw json.malformed(
                    field.at,
                    "%s.%s has bits %d+%d in a %s of %d bytes"
                            .formatted(
                                    type.name,
                                    field.name,
                                    field.firstBit,
                                    field.bits,
                                    field.type,
                                    size));
        }
        return new Field(field.name, field.type, field.offset, size, field.firstBit, field.bits);
    }

    private record UserType(String name, int size, List<UserField> fields) {}

    private record UserField(
            String name, int offset, String type, int firstBit, int bits, long at) {}
}
