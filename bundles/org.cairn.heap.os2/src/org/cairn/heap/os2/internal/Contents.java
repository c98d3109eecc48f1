package org.cairn.heap.os2.internal;

import org.cairn.heap.FieldValue;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.StructureText;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** The structures in a block, as its owner tells them, field by field. */
final class Contents {
    private static final int LONGEST_CHAIN = 64;
    private static final int RAW_BYTES = 16;
    private static final int FREE_RECORD = 0x8000;

    /** The owner of the records of current directories. */
    private static final int DIRECTORIES = 0xff61;

    private final AddressSpace space;
    private final KernelLayouts layouts;
    private final StructureText text;
    private final StructureChoice choice;
    private final HexBytes bytes;
    private final MemoryCursor cursor;
    private final List<FieldValue> fields = new ArrayList<>();

    Contents(AddressSpace space, Os2Kernel kernel, KernelLayouts layouts) {
        this.space = space;
        this.layouts = layouts;
        this.text = new StructureText(kernel, space);
        this.choice = new StructureChoice(space, kernel, layouts);
        this.bytes = new HexBytes(space);
        this.cursor = space.cursor();
    }

    /**
     * Shows what a block holds.
     *
     * @param owner of the block
     * @param address where its data begins
     * @param size bytes of data
     * @return the fields of its structures; none when the owner does not tell, or they are absent
     */
    List<FieldValue> of(int owner, long address, long size) {
        fields.clear();
        if (owner == StructureChoice.SEMAPHORE_NAME) {
            text.name(address).ifPresent(name -> plain("name", address, (int) size, quote(name)));
        }
        List<StructureChoice.Placed> placed = choice.of(owner, address, size);
        for (StructureChoice.Placed each : placed) {
            structure(each);
            if (each.structure().name().equals(StructureChoice.RECORDS)) {
                records(owner, each.address(), address + size);
            }
        }
        String records = RecordTables.recordsOf(owner);
        if (placed.isEmpty() && !records.isEmpty()) {
            String unknown =
                    "nothing here says where a record begins; os2 structure %s shows one"
                            .formatted(records);
            fields.add(new FieldValue("structure", address, 0, "", unknown));
        }
        return List.copyOf(fields);
    }

    private void structure(StructureChoice.Placed placed) {
        Structure structure = placed.structure();
        String name = structure.name();
        String build = name.endsWith(".A") ? ", ALLSTRICT" : "";
        String meaning = layouts.meaning(structure);
        plain(
                "structure",
                placed.address(),
                structure.size(),
                meaning + " (" + name.replaceFirst("\\..*", "") + build + ")");
        structure.fields().forEach(field -> field(field, placed.address()));
    }

    private void field(Field field, long structure) {
        Optional<StructureText.Shown> shown = text.shown(field, structure, cursor);
        if (shown.isEmpty()) {
            return;
        }
        int size = shown.get().size();
        plain(field.name(), structure + field.offset(), size, shown.get().value());
        if (field.name().equals("pOpenQ")) {
            openers(field.get(cursor));
        }
    }

    /** The processes that opened a semaphore. */
    private void openers(long first) {
        Structure layout = layouts.get("OPENQ");
        StringJoiner openers = new StringJoiner("; ");
        Set<Long> seen = new HashSet<>();
        MemoryCursor node = space.cursor();
        long at = first;
        while (at != 0
                && seen.size() < LONGEST_CHAIN
                && seen.add(at)
                && node.seek(at, layout.size())) {
            openers.add(
                    "process %s, %s times"
                            .formatted(
                                    text.of(layout.field("pid"), node),
                                    text.of(layout.field("openCt"), node))
                            .replace(", 1 times", ", once"));
            at = layout.field("pNext").get(node);
        }
        if (openers.length() > 0) {
            fields.add(new FieldValue("opened by", first, 0, "", openers.toString()));
        }
    }

    /** The records of an RMP: a length, then data; a free one has the highest bit set. */
    private void records(int owner, long package_, long end) {
        Structure header = layouts.get(StructureChoice.RECORDS);
        if (!cursor.seek(package_, header.size())) {
            return;
        }
        long stop = Math.min(end, package_ + header.field("rb_size").get(cursor));
        long at = package_ + header.size();
        while (at + Short.BYTES <= stop && cursor.seek(at, Short.BYTES)) {
            int word = cursor.u16(0);
            int length = word & ~FREE_RECORD;
            if (length < Short.BYTES || at + length > stop) {
                return;
            }
            boolean free = (word & FREE_RECORD) != 0;
            String what = "%s, %s bytes".formatted(free ? "free" : "busy", Addresses.hex(length));
            int data = length - Short.BYTES;
            boolean shown = !free && data > 0 && cursor.seek(at + Short.BYTES, data);
            plain("record", at, length, shown ? what + ", " + printable(data) : what);
            if (shown && owner == DIRECTORIES) {
                directory(at + Short.BYTES, data);
            }
            at += length;
        }
    }

    /** A current directory behind the length of its record, which ends with the path. */
    private void directory(long at, int room) {
        Structure layout = layouts.get("CDS");
        for (Field field : layout.fields()) {
            int left = room - field.offset();
            if (field.size() <= left) {
                field(field, at);
            } else if (left > 0 && field.type().equals("text")) {
                field(new Field(field.name(), field.type(), field.offset(), left), at);
            }
        }
    }

    private String printable(int length) {
        StringBuilder characters = new StringBuilder();
        int end = cursor.u8(length - 1) == 0 ? length - 1 : length;
        for (int i = 0; i < end; i++) {
            int character = cursor.u8(i);
            characters.append(character < ' ' || character >= 0x7f ? '.' : (char) character);
        }
        return quote(characters.toString());
    }

    private static String quote(String name) {
        return '"' + name + '"';
    }

    private void plain(String name, long address, int size, String value) {
        fields.add(
                new FieldValue(
                        name, address, size, bytes.hex(address, Math.min(size, RAW_BYTES)), value));
    }
}
