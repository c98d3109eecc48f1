package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a structure as rows: those of structures inside of it behind the field that holds
 * them, down to a depth, with names such as {@code Entry.Size} and {@code Segments[2]}.
 */
final class FieldRows {
    private static final int MAX_ROWS = 20_000;
    private static final int MAX_ELEMENTS = 256;
    private static final int RAW = 16;

    private final TypeTable table;
    private final OptionalLong address;
    private final MemoryCursor cursor;
    private final FieldText texts;
    private final int depth;
    private final Progress progress;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private boolean cut;

    FieldRows(
            TypeTable table,
            OptionalLong address,
            MemoryCursor cursor,
            PointerText pointers,
            int depth,
            Progress progress) {
        this.table = table;
        this.address = address;
        this.cursor = cursor;
        this.texts = new FieldText(table, cursor, pointers);
        this.depth = depth;
        this.progress = progress;
    }

    /** Whether there are more rows than are shown. */
    boolean isCut() {
        return cut;
    }

    void structure(Structure structure) {
        fields(structure, "", 0, 0);
    }

    /** One field at its offset in the whole structure, opened one level deeper than others. */
    void field(Field field, String name, long offset) {
        row(field, name, offset);
        open(field.type(), field.size(), name, offset, -1);
    }

    private void fields(Structure structure, String prefix, long base, int level) {
        for (Field field : structure.fields()) {
            String name = prefix + field.name();
            row(field, name, base + field.offset());
            open(field.type(), field.size(), name, base + field.offset(), level);
        }
    }

    private void open(String type, int size, String name, long offset, int level) {
        if (level >= depth || cut) {
            return;
        }
        Optional<Structure> inner = table.find(type);
        if (inner.isPresent()) {
            fields(inner.get(), name + ".", offset, level + 1);
        } else if (type.endsWith("]")) {
            elements(type, size, name, offset, level + 1);
        }
    }

    private void elements(String type, int size, String name, long offset, int level) {
        int count = FieldText.count(type);
        int each = count == 0 ? 0 : size / count;
        String element = FieldText.element(type);
        for (int i = 0; i < Math.min(count, MAX_ELEMENTS) && each > 0; i++) {
            Field field = new Field(name + "[" + i + "]", element, 0, each);
            long place = offset + (long) i * each;
            row(field, field.name(), place);
            open(element, each, field.name(), place, level);
        }
        cut |= count > MAX_ELEMENTS;
    }

    private void row(Field field, String name, long offset) {
        progress.checkCancelled();
        if (rows.size() == MAX_ROWS) {
            cut = true;
            return;
        }
        @Nullable Object at = null;
        @Nullable Object raw = null;
        @Nullable Object value = null;
        @Nullable Object absent = null;
        if (address.isPresent()) {
            long place = address.getAsLong() + offset;
            at = place;
            int size = field.size();
            if (size == 0) {
                absent = field.type().endsWith("[0]") ? "open array" : "size not in the table";
            } else if (isThere(place, size)) {
                raw = raw(place, size);
                String text =
                        texts.of(field.type(), place, size, field.firstBit(), field.bitCount());
                value = text.isEmpty() ? null : text;
            } else {
                absent = cursor.absence().label() + " at " + Addresses.hex(cursor.absentAt());
            }
        }
        rows.add(
                new @Nullable Object[] {
                    offset, at, name, type(field), (long) field.size(), value, raw, absent
                });
    }

    /** Of a long field, whether its beginning is there, as far as it is shown. */
    private boolean isThere(long place, int size) {
        return cursor.seek(place, Math.min(size, MemoryCursor.MAX_STRADDLE));
    }

    private String raw(long place, int size) {
        cursor.seek(place, Math.min(size, RAW));
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < Math.min(size, RAW); i++) {
            int next = cursor.u8(i);
            hex.append(i == 0 ? "" : " ")
                    .append(Character.forDigit(next >> 4, 16))
                    .append(Character.forDigit(next & 15, 16));
        }
        return hex.append(size > RAW ? " ..." : "").toString();
    }

    private static String type(Field field) {
        return field.isBitField() && field.isScalar()
                ? field.type() + " : " + field.bitCount() + " at bit " + field.firstBit()
                : field.type();
    }

    Table table() {
        List<Column> columns =
                List.of(
                        new Column("offset", Kind.ADDRESS),
                        new Column("address", Kind.ADDRESS),
                        new Column("field", Kind.TEXT),
                        new Column("type", Kind.TEXT),
                        new Column("size", Kind.BYTES),
                        new Column("value", Kind.TEXT),
                        new Column("raw", Kind.TEXT),
                        new Column("absent", Kind.TEXT));
        if (address.isPresent()) {
            return Table.of("fields", columns, rows);
        }
        List<@Nullable Object[]> layout = new ArrayList<>();
        for (@Nullable Object[] row : rows) {
            layout.add(new @Nullable Object[] {row[0], row[2], row[3], row[4]});
        }
        return Table.of(
                "fields",
                List.of(columns.get(0), columns.get(2), columns.get(3), columns.get(4)),
                layout);
    }
}
