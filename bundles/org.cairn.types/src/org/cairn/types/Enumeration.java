package org.cairn.types;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An enumeration: names of values. Immutable. */
public final class Enumeration {
    private final String name;
    private final int size;
    private final List<Constant> constants;
    private final Map<Long, String> names = new HashMap<>();

    /**
     * Creates an enumeration.
     *
     * @param name as the vendor spells it, such as {@code _POOL_TYPE}
     * @param size in bytes, 1 to 8
     * @param constants in order of declaration; of several with one value the first names it
     */
    public Enumeration(String name, int size, List<Constant> constants) {
        this.name = name;
        this.size = size;
        this.constants = List.copyOf(constants);
        for (Constant constant : constants) {
            names.putIfAbsent(constant.value, constant.name);
        }
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
     * The size of a value.
     *
     * @return bytes
     */
    public int size() {
        return size;
    }

    /**
     * All constants.
     *
     * @return in order of declaration
     */
    public List<Constant> constants() {
        return constants;
    }

    /**
     * The name of a value.
     *
     * @param value as it stands in memory, unsigned
     * @param bits how many bits it has there, 1 to 64
     * @return the name, or empty when the value has none
     */
    public Optional<String> nameOf(long value, int bits) {
        int unused = Long.SIZE - bits;
        long signed = value << unused >> unused;
        return Optional.ofNullable(names.get(names.containsKey(value) ? value : signed));
    }

    @Override
    public String toString() {
        return "enum " + name + " " + constants;
    }

    /**
     * A named value.
     *
     * @param name as the vendor spells it
     * @param value signed, or unsigned when it does not fit otherwise
     */
    public record Constant(String name, long value) {}
}
