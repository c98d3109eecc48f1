package org.cairn.types;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Names of places in an image, relative to its base address ("RVA"), or absolute where an image has
 * no base; unsigned. Immutable. Of several symbols with one name, or at one place, the first one in
 * the list that the table was made of is found.
 */
public final class SymbolTable {
    /** A table without symbols. */
    public static final SymbolTable EMPTY = new SymbolTable(List.of());

    /** In order; those of one name as they were given. */
    private final String[] names;

    /** The places of the names. */
    private final long[] rvas;

    /** Positions in the arrays, in order of the places; those of one place as they were given. */
    private final int[] byPlace;

    /**
     * Creates a table.
     *
     * @param symbols in any order
     */
    public SymbolTable(List<Symbol> symbols) {
        int[] byName = sorted(symbols.size(), Comparator.comparing(i -> symbols.get(i).name()));
        names = Arrays.stream(byName).mapToObj(i -> symbols.get(i).name()).toArray(String[]::new);
        rvas = Arrays.stream(byName).mapToLong(i -> symbols.get(i).rva()).toArray();
        byPlace =
                sorted(
                        names.length,
                        Comparator.<Integer, Long>comparing(i -> rvas[i], Long::compareUnsigned)
                                .thenComparing(i -> byName[i]));
    }

    private static int[] sorted(int count, Comparator<Integer> order) {
        return IntStream.range(0, count).boxed().sorted(order).mapToInt(i -> i).toArray();
    }

    /**
     * Looks for a symbol.
     *
     * @param name exactly as it is spelled
     * @return where it lies, in bytes, unsigned, or empty when there is none
     */
    public OptionalLong find(String name) {
        int low = 0;
        int high = names.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (names[middle].compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < names.length && names[low].equals(name)
                ? OptionalLong.of(rvas[low])
                : OptionalLong.empty();
    }

    /**
     * The last symbol at or before a place.
     *
     * @param rva in bytes, unsigned
     * @return the symbol, or empty when all lie behind
     */
    public Optional<Nearest> nearest(long rva) {
        int behind = firstBehind(rva);
        if (behind == 0) {
            return Optional.empty();
        }
        long place = rvas[byPlace[behind - 1]];
        int first = place == 0 ? 0 : firstBehind(place - 1);
        return Optional.of(new Nearest(names[byPlace[first]], place, rva - place));
    }

    private int firstBehind(long rva) {
        int low = 0;
        int high = byPlace.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(rvas[byPlace[middle]], rva) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The number of symbols.
     *
     * @return how many were given
     */
    public int size() {
        return names.length;
    }

    /**
     * All names.
     *
     * @return in order
     */
    public List<String> names() {
        return Collections.unmodifiableList(Arrays.asList(names));
    }

    /**
     * A symbol.
     *
     * @param name as it is spelled
     * @param rva where it lies, in bytes, unsigned
     */
    public record Symbol(String name, long rva) {}

    /**
     * A symbol and how far behind it a place lies.
     *
     * @param name its name
     * @param rva where it lies, in bytes, unsigned
     * @param distance from there to the place, in bytes, unsigned
     */
    public record Nearest(String name, long rva, long distance) {}
}
