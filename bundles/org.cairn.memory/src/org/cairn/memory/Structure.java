package org.cairn.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of a structure: fields with offsets, in ascending order of declaration. Formats that
 * never change declare theirs once as a constant; layouts that depend on a build come from a type
 * table. Reading, showing field by field and writing synthetic data all use the same layout.
 */
public final class Structure {
    private final String name;
    private final int size;
    private final Map<String, Field> fields;

    /**
     * Creates a layout.
     *
     * @param name as the vendor spells it
     * @param size in bytes
     * @param fields distinct names; they may overlap, as unions do, and lie past {@code size} only
     *     as open arrays do
     */
    public Structure(String name, int size, Collection<Field> fields) {
        this.name = name;
        this.size = size;
        Map<String, Field> byName = new LinkedHashMap<>();
        for (Field field : fields) {
            byName.put(field.name(), field);
        }
        this.fields = Collections.unmodifiableMap(byName);
    }

    /**
     * Starts a layout whose fields follow each other.
     *
     * @param name as the vendor spells it
     * @return a builder
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /**
     * The name.
     *
     * @return as the vendor spells it
     */
    public String name() {
        return name;
    }

    /**
     * The size.
     *
     * @return bytes
     */
    public int size() {
        return size;
    }

    /**
     * All fields.
     *
     * @return in order of declaration
     */
    public Collection<Field> fields() {
        return fields.values();
    }

    /**
     * Looks for a field.
     *
     * @param field its name
     * @return the field, or empty when this version of the structure does not have it
     */
    public Optional<Field> find(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /**
     * A field that the structure is known to have.
     *
     * @param field its name
     * @return the field
     * @throws IllegalArgumentException when there is none
     */
    public Field field(String field) {
        return find(field)
                .orElseThrow(() -> new IllegalArgumentException(name + " has no field " + field));
    }

    /**
     * The offset of a field that the structure is known to have.
     *
     * @param field its name
     * @return bytes
     * @throws IllegalArgumentException when there is none
     */
    public int offset(String field) {
        return field(field).offset();
    }

    /** Declares fields one after the other. */
    public static final class Builder {
        private final String name;
        private final List<Field> fields = new ArrayList<>();
        private int position;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Moves to an offset, over bytes that nobody needs.
         *
         * @param offset from the structure's beginning
         * @return this
         */
        public Builder at(int offset) {
            position = offset;
            return this;
        }

        /**
         * Appends a one-byte integer.
         *
         * @param field its name
         * @return this
         */
        public Builder u8(String field) {
            return bytes(field, "u8", 1);
        }

        /**
         * Appends a two-byte integer.
         *
         * @param field its name
         * @return this
         */
        public Builder u16(String field) {
            return bytes(field, "u16", 2);
        }

        /**
         * Appends a four-byte integer.
         *
         * @param field its name
         * @return this
         */
        public Builder u32(String field) {
            return bytes(field, "u32", 4);
        }

        /**
         * Appends an eight-byte integer.
         *
         * @param field its name
         * @return this
         */
        public Builder u64(String field) {
            return bytes(field, "u64", 8);
        }

        /**
         * Appends a field of any length.
         *
         * @param field its name
         * @param type its type, for display
         * @param length in bytes
         * @return this
         */
        public Builder bytes(String field, String type, int length) {
            fields.add(new Field(field, type, position, length));
            position += length;
            return this;
        }

        /**
         * Declares some bits of the unit that was appended last.
         *
         * @param field its name
         * @param firstBit the lowest bit, 0 = least significant
         * @param bitCount number of bits
         * @return this
         */
        public Builder bits(String field, int firstBit, int bitCount) {
            Field unit = fields.get(fields.size() - 1);
            fields.add(
                    new Field(field, unit.type(), unit.offset(), unit.size(), firstBit, bitCount));
            return this;
        }

        /**
         * Ends the declaration.
         *
         * @return the layout; its size is the end of the field appended last
         */
        public Structure build() {
            return new Structure(name, position, fields);
        }
    }
}
