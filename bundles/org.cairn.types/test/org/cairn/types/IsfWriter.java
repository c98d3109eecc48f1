package org.cairn.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a symbol file in ISF from a JSON table (see {@link LayoutFile}), without any of Cairn's
 * code. Members of a structure that overlap are put into anonymous unions, and the bit fields of
 * one unit inside of them into anonymous structures, as the compiler's description of C source has
 * them.
 */
final class IsfWriter {
    private static final Map<String, Integer> BASE =
            Map.ofEntries(
                    Map.entry("unsigned char", 1),
                    Map.entry("char", 1),
                    Map.entry("unsigned short", 2),
                    Map.entry("short", 2),
                    Map.entry("wchar", 2),
                    Map.entry("unsigned long", 4),
                    Map.entry("long", 4),
                    Map.entry("unsigned int", 4),
                    Map.entry("int", 4),
                    Map.entry("unsigned long long", 8),
                    Map.entry("long long", 8),
                    Map.entry("double", 8),
                    Map.entry("_LARGE_INTEGER", 8),
                    Map.entry("_ULARGE_INTEGER", 8),
                    Map.entry("void", 0));

    private final JsonNode table;
    private final Set<String> enums;
    private final int pointerSize;
    private final ObjectNode userTypes = JsonNodeFactory.instance.objectNode();
    private final ObjectNode enumerations = JsonNodeFactory.instance.objectNode();
    private int anonymous;

    /** How many unions were put in. */
    private int unions;

    IsfWriter(JsonNode table, Set<String> enums) {
        this.table = table;
        this.enums = enums;
        pointerSize = table.path("arch").asText().equals("x86") ? 4 : 8;
    }

    int unions() {
        return unions;
    }

    String text() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> type : table.path("types").properties()) {
            JsonNode definition = type.getValue();
            List<Member> members = members(type.getKey(), definition);
            userTypes.set(type.getKey(), grouped(definition.path("size").asInt(), members));
        }
        for (Map.Entry<String, JsonNode> named : table.path("enums").properties()) {
            enumeration(named.getKey(), named.getValue());
        }
        ObjectNode base = root.putObject("base_types");
        BASE.forEach((name, size) -> base.putObject(name).put("size", size).put("kind", "int"));
        base.putObject("pointer").put("size", pointerSize);
        root.set("user_types", userTypes);
        root.set("enums", enumerations);
        ObjectNode symbols = root.putObject("symbols");
        for (Map.Entry<String, JsonNode> symbol : table.path("symbols").properties()) {
            symbols.putObject(symbol.getKey()).put("address", symbol.getValue().asLong());
        }
        metadata(root.putObject("metadata"));
        return root.toString();
    }

    private void metadata(ObjectNode metadata) {
        metadata.put("format", "6.2.0");
        ObjectNode pdb = metadata.putObject("windows").putObject("pdb");
        String key = table.path("guid_age").asText();
        if (!key.isEmpty()) {
            pdb.put("GUID", key.substring(0, 32));
            pdb.put("age", Integer.parseInt(key.substring(32), 16));
            pdb.put("database", table.path("pdb").asText());
        }
        pdb.put("machine_type", pointerSize == 4 ? 0x14c : 0x8664);
    }

    private List<Member> members(String owner, JsonNode definition) {
        List<Member> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : definition.path("fields").properties()) {
            JsonNode type = field.getValue().get(1);
            if (!type.path("unverified").booleanValue()) {
                ObjectNode written = type(owner + "." + field.getKey(), type);
                int offset = field.getValue().get(0).asInt();
                boolean bits = written.path("kind").asText().equals("bitfield");
                members.add(new Member(field.getKey(), offset, size(written), bits, written));
            }
        }
        members.sort(Comparator.comparing(Member::offset));
        return members;
    }

    /** Puts runs of members that overlap into unions. */
    private ObjectNode grouped(int size, List<Member> members) {
        ObjectNode structure = structure("struct", size);
        for (int first = 0, last; first < members.size(); first = last) {
            int end = members.get(first).end();
            for (last = first + 1; last < members.size(); last++) {
                if (members.get(last).offset >= end) {
                    break;
                }
                end = Math.max(end, members.get(last).end());
            }
            List<Member> run = members.subList(first, last);
            if (run.size() == 1) {
                put(structure, run.getFirst(), 0);
            } else {
                unions++;
                anonymous(structure, run.getFirst().offset, union(run, end));
            }
        }
        return structure;
    }

    private ObjectNode union(List<Member> run, int end) {
        int start = run.getFirst().offset;
        ObjectNode union = structure("union", end - start);
        ObjectNode bits = structure("struct", end - start);
        for (Member member : run) {
            put(member.bits ? bits : union, member, start);
        }
        if (!bits.path("fields").isEmpty()) {
            anonymous(union, 0, bits);
        }
        return union;
    }

    private void anonymous(ObjectNode holder, int offset, ObjectNode type) {
        String name = "unnamed_" + Integer.toHexString(++anonymous);
        userTypes.set(name, type);
        ObjectNode field = fields(holder).putObject("unnamed_field_" + anonymous);
        field.put("offset", offset).put("anonymous", true);
        field.putObject("type").put("kind", type.path("kind").asText()).put("name", name);
    }

    private static void put(ObjectNode holder, Member member, int start) {
        fields(holder)
                .putObject(member.name)
                .put("offset", member.offset - start)
                .set("type", member.type);
    }

    private static ObjectNode fields(ObjectNode holder) {
        return (ObjectNode) holder.path("fields");
    }

    private static ObjectNode structure(String kind, int size) {
        ObjectNode structure = JsonNodeFactory.instance.objectNode();
        structure.put("kind", kind).put("size", size).putObject("fields");
        return structure;
    }

    private void enumeration(String name, JsonNode values) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        written.put("size", 4).put("base", "int");
        ObjectNode constants = written.putObject("constants");
        values.properties()
                .forEach(v -> constants.put(v.getValue().asText(), Long.parseLong(v.getKey())));
        enumerations.set(name, written);
    }

    private ObjectNode type(String place, JsonNode type) {
        if (type.has("enum")) {
            String of = type.path("of").asText();
            String name = of.startsWith("_") ? of : place;
            enumeration(name, type.path("enum"));
            return JsonNodeFactory.instance.objectNode().put("kind", "enum").put("name", name);
        }
        if (type.has("bits")) {
            int first = type.path("bits").get(0).asInt();
            int count = type.path("bits").get(1).asInt();
            ObjectNode bits = JsonNodeFactory.instance.objectNode();
            bits.put("kind", "bitfield").put("bit_position", first).put("bit_length", count);
            JsonNode of = type.path("of");
            bits.set("type", type(of.isTextual() ? of.asText() : unit(first + count)));
            return bits;
        }
        return type(type.asText());
    }

    private static String unit(int bits) {
        if (bits <= 8) {
            return "unsigned char";
        }
        return bits <= 16 ? "unsigned short" : bits <= 32 ? "unsigned long" : "unsigned long long";
    }

    private ObjectNode type(String text) {
        ObjectNode type = JsonNodeFactory.instance.objectNode();
        if (text.startsWith("ptr:")) {
            type.put("kind", "pointer").set("subtype", type(text.substring(4)));
        } else if (text.startsWith("array[")) {
            int end = text.indexOf(']');
            type.put("kind", "array").put("count", Integer.parseInt(text.substring(6, end)));
            type.set("subtype", type(text.substring(end + 2)));
        } else if (BASE.containsKey(text) && !table.path("types").has(text)) {
            type.put("kind", "base").put("name", text);
        } else {
            type.put("kind", enums.contains(text) ? "enum" : "struct").put("name", text);
        }
        return type;
    }

    private int size(JsonNode type) {
        String name = type.path("name").asText();
        return switch (type.path("kind").asText()) {
            case "pointer" -> pointerSize;
            case "array" -> type.path("count").asInt() * size(type.path("subtype"));
            case "bitfield" -> size(type.path("type"));
            case "enum" -> 4;
            case "base" -> BASE.getOrDefault(name, 0);
            default -> table.path("types").path(name).path("size").asInt();
        };
    }

    private record Member(String name, int offset, int size, boolean bits, ObjectNode type) {
        int end() {
            return offset + Math.max(size, 1);
        }
    }
}
