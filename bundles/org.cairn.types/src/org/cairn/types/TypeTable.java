package org.cairn.types;

import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;
import org.eclipse.jdt.annotation.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The structure layouts of one build of a system. Immutable; a table whose layouts are read when
 * they are first asked for reads them once, whatever the number of threads that ask.
 */
public final class TypeTable {
    private final Id id;
    private final Supplier<? extends Collection<Structure>> source;
    private volatile @Nullable Map<String, Structure> structures;

    /**
     * Creates a table.
     *
     * @param id what it describes
     * @param structures the layouts
     */
    public TypeTable(Id id, Collection<Structure> structures) {
        this(id, () -> structures);
        layouts();
    }

    private TypeTable(Id id, Supplier<? extends Collection<Structure>> source) {
        this.id = id;
        this.source = source;
    }

    /**
     * Creates a table whose layouts are read when they are first asked for.
     *
     * @param id what it describes
     * @param source reads the layouts; called again only when it threw
     * @return the table
     */
    public static TypeTable deferred(Id id, Supplier<? extends Collection<Structure>> source) {
        return new TypeTable(id, source);
    }

    /**
     * What the table describes.
     *
     * @return its identity
     */
    public Id id() {
        return id;
    }

    /**
     * Looks for a structure.
     *
     * @param type its name, such as {@code _HEAP_ENTRY}
     * @return the layout, or empty when the build does not have it or the table does not cover it
     */
    public Optional<Structure> find(String type) {
        return Optional.ofNullable(layouts().get(type));
    }

    /**
     * A structure that the table is known to have.
     *
     * @param type its name
     * @return the layout
     * @throws IllegalArgumentException when there is none
     */
    public Structure structure(String type) {
        return find(type)
                .orElseThrow(() -> new IllegalArgumentException(id.name + " has no type " + type));
    }

    /**
     * All layouts.
     *
     * @return in the order of the table
     */
    public Collection<Structure> structures() {
        return layouts().values();
    }

    private Map<String, Structure> layouts() {
        Map<String, Structure> known = structures;
        return known != null ? known : read();
    }

    private synchronized Map<String, Structure> read() {
        Map<String, Structure> known = structures;
        if (known == null) {
            Map<String, Structure> byName = new LinkedHashMap<>();
            source.get().forEach(structure -> byName.put(structure.name(), structure));
            known = Collections.unmodifiableMap(byName);
            structures = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return id.name;
    }

    /**
     * What a type table describes.
     *
     * @param name the name for {@code --layout}, such as {@code win10-1903-18362-x64}
     * @param family the system's family, such as {@code windows} or {@code reactos}, or {@link
     *     #UNKNOWN_FAMILY}
     * @param system the system for people, such as {@code Windows 10 1903}
     * @param build the build number, 0 when unknown
     * @param architecture the processor
     * @param source where the layouts come from
     */
    public record Id(
            String name,
            String family,
            String system,
            int build,
            Architecture architecture,
            String source) {
        /** The family of a table that does not tell its system. */
        public static final String UNKNOWN_FAMILY = "unknown";

        /** The order of lists for people: by family, build and architecture. */
        public static final Comparator<Id> ORDER =
                Comparator.comparing(Id::family)
                        .thenComparing(Id::build)
                        .thenComparing(Id::architecture);
    }
}
