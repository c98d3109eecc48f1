package org.cairn.types.internal;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeFormatException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes structures of the types of a symbol file. Members of an anonymous union or structure (C11,
 * 6.7.2.1) become fields of the structure that holds it, as the vendor's debuggers show them. A
 * type without a name, for which the file has one with a number in it that differs from build to
 * build, gets the name of the field that holds it: {@code _MMPTE.u}.
 */
final class IsfStructures {
    /** Names that the makers of symbol files give: volatility3's pdbconv, dwarf2json, LLVM. */
    private static final Pattern MADE_UP =
            Pattern.compile("__unnamed_\\w+|__anonymous_\\w+|unnamed_\\w+|<unnamed.*|<anonymous.*");

    private static final int MAX_FIELDS = 500_000;
    private static final int MAX_DEPTH = 32;

    /** The order in which fields name the types that they hold, whatever that of the file is. */
    private static final Comparator<Field> ORDER =
            Comparator.comparingInt(Field::offset)
                    .thenComparing(Field::isBitField)
                    .thenComparing(Field::firstBit)
                    .thenComparing(Field::bitCount)
                    .thenComparing(Field::name);

    private final JsonText json;
    private final Map<String, Type> types = new LinkedHashMap<>();
    private final TypeSizes sizes;
    private int fieldCount;

    IsfStructures(JsonText json, List<Type> types, TypeSizes sizes) {
        this.json = json;
        this.sizes = sizes;
        types.forEach(type -> this.types.put(type.name, type));
    }

    /** The structures in the order of the file. */
    List<Structure> structures() throws TypeFormatException {
        Map<String, List<Field>> fields = new LinkedHashMap<>();
        for (Type type : types.values()) {
            List<Field> own = new ArrayList<>(type.members.size());
            collect(type, 0, 0, own);
            fields.put(type.name, own);
        }
        Map<String, String> names = names(fields);
        List<Structure> result = new ArrayList<>(types.size());
        for (Type type : types.values()) {
            List<Field> own = fields.getOrDefault(type.name, List.of());
            result.add(
                    new Structure(
                            names.getOrDefault(type.name, type.name),
                            type.size,
                            own.stream().map(field -> renamed(field, names)).toList()));
        }
        return result;
    }

    private void collect(Type type, int offset, int depth, List<Field> into)
            throws TypeFormatException {
        for (Member member : type.members) {
            if (member.anonymous && types.containsKey(member.type)) {
                if (depth == MAX_DEPTH) {
                    throw json.malformed(member.at, "anonymous types hold each other");
                }
                Type inner = types.get(member.type);
                collect(inner, start(type, member, offset), depth + 1, into);
            } else {
                into.add(field(type, member, start(type, member, offset)));
                if (++fieldCount > MAX_FIELDS) {
                    throw json.malformed(member.at, "more than " + MAX_FIELDS + " fields");
                }
            }
        }
    }

    private int start(Type type, Member member, int offset) throws TypeFormatException {
        long sum = (long) offset + member.offset;
        if (sum > Integer.MAX_VALUE) {
            throw json.malformed(member.at, type.name + "." + member.name + " is out of range");
        }
        return (int) sum;
    }

    private Field field(Type type, Member member, int offset) throws TypeFormatException {
        int size = size(member.type);
        if (member.bits == 0) {
            return new Field(member.name, member.type, offset, size);
        }
        if ((long) member.firstBit + member.bits > Math.multiplyFull(size, Byte.SIZE)) {
            throw json.malformed(
                    member.at,
                    "%s.%s has bits %d+%d in a %s of %d bytes"
                            .formatted(
                                    type.name,
                                    member.name,
                                    member.firstBit,
                                    member.bits,
                                    member.type,
                                    size));
        }
        return new Field(member.name, member.type, offset, size, member.firstBit, member.bits);
    }

    /** What a field can count in bits; of longer ones the size is not told. */
    private int size(String type) {
        int size = sizes.of(type);
        return size > Integer.MAX_VALUE / Byte.SIZE ? 0 : size;
    }

    private static Map<String, String> names(Map<String, List<Field>> fields) {
        Set<String> unnamed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (String type : fields.keySet().stream().sorted().toList()) {
            if (MADE_UP.matcher(type).matches()) {
                unnamed.add(type);
            } else {
                open.add(type);
            }
        }
        Map<String, String> names = new HashMap<>();
        while (!open.isEmpty()) {
            String owner = open.remove();
            for (Field field :
                    fields.getOrDefault(owner, List.of()).stream().sorted(ORDER).toList()) {
                String held = base(field.type());
                if (!isPointer(field.type()) && unnamed.remove(held)) {
                    names.put(held, names.getOrDefault(owner, owner) + "." + field.name());
                    open.add(held);
                }
            }
        }
        return names;
    }

    private static Field renamed(Field field, Map<String, String> names) {
        String base = base(field.type());
        String type = names.getOrDefault(base, base) + field.type().substring(base.length());
        return field.isBitField()
                ? new Field(
                        field.name(),
                        type,
                        field.offset(),
                        field.size(),
                        field.firstBit(),
                        field.bitCount())
                : new Field(field.name(), type, field.offset(), field.size());
    }

    private static boolean isPointer(String type) {
        return type.indexOf('*') >= 0;
    }

    /** The type's text without what is made of it: arrays and pointers. */
    private static String base(String type) {
        int end = type.length();
        while (end > 0 && (type.charAt(end - 1) == '*' || type.charAt(end - 1) == ']')) {
            end =
                    type.charAt(end - 1) == '*'
                            ? end - 1
                            : Math.max(type.lastIndexOf('[', end - 1), 0);
        }
        return type.substring(0, end);
    }

    /** A structure or union. */
    record Type(String name, int size, List<Member> members) {}

    /**
     * A member of one.
     *
     * @param anonymous whether the file says that its name is made up
     * @param at where it stands in the file
     */
    record Member(
            String name,
            int offset,
            String type,
            int firstBit,
            int bits,
            boolean anonymous,
            long at) {}
}
