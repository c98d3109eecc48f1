package org.cairn.analysis.internal;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.store.QueryException;
import org.cairn.types.TypeTable;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way from a structure to a field in it, such as {@code Entry.Size} or {@code Segments[2]}. */
record FieldPath(TypeTable table, Structure structure, String path) {
    private static final Pattern STEP = Pattern.compile("([^\\[\\]]+)((?:\\[\\d{1,9}\\])*)");

    /** Adds the field's rows. */
    void add(FieldRows rows) throws QueryException {
        Structure holder = structure;
        long offset = 0;
        String[] steps = path.split("\\.", -1);
        for (int i = 0; i < steps.length; i++) {
            Step step = step(holder, steps[i]);
            Field field = step.field;
            offset += step.offset;
            if (i == steps.length - 1) {
                rows.field(field, path, offset);
            } else {
                Optional<Structure> inner = table.find(field.type());
                if (inner.isEmpty()) {
                    throw new QueryException(
                            holder.name() + "." + steps[i] + " is no structure: " + field.type(),
                            null);
                }
                holder = inner.get();
            }
        }
    }

    private static Step step(Structure holder, String text) throws QueryException {
        Matcher matcher = STEP.matcher(text);
        Optional<Field> found =
                matcher.matches() ? holder.find(matcher.group(1)) : Optional.empty();
        if (found.isEmpty()) {
            throw new QueryException(holder.name() + " has no field " + text, null);
        }
        Step step = new Step(found.get(), found.get().offset());
        String indexes = matcher.group(2);
        int next = 0;
        while (next < indexes.length()) {
            int end = indexes.indexOf(']', next);
            step = step.element(Integer.parseInt(indexes, next + 1, end, 10));
            next = end + 1;
        }
        return step;
    }

    /** A field, or an element of one, with its offset from the structure that holds it. */
    private record Step(Field field, long offset) {
        Step element(int index) throws QueryException {
            int count = field.type().endsWith("]") ? FieldText.count(field.type()) : 0;
            if (index >= count) {
                throw new QueryException(
                        field.name() + " has no element " + index + ": it is a " + field.type(),
                        null);
            }
            int each = field.size() / count;
            String name = field.name() + "[" + index + "]";
            String type = FieldText.element(field.type());
            return new Step(new Field(name, type, 0, each), offset + (long) index * each);
        }
    }
}
