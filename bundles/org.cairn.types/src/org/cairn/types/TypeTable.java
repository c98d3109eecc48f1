package org.cairn.types;

import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;
import org.eclipse.jdt.annotation.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The types of one build of a system or module: layouts of structures, names of enumerations'
 * values, addresses of symbols. Immutable; a table that is read when it is first asked for is read
 * once, whatever the number of threads that ask.
 */
public final class TypeTable {
    private final Id id;
    private final Supplier<Contents> source;
    private volatile @Nullable Known known;

    /**
     * Creates a table of structures alone.
     *
     * @param id what it describes
     * @param structures the layouts
     */
    public TypeTable(Id id, Collection<Structure> structures) {
        this(id, new Contents(structures));
    }

    /**
     * Creates a table.
     *
     * @param id what it describes
     * @param contents all that is in it
     */
    public TypeTable(Id id, Contents contents) {
        this(id, () -> contents);
        known();
    }

    private TypeTable(Id id, Supplier<Contents> source) {
        this.id = id;
        this.source = source;
    }

    /**
     * Creates a table of structures that are read when they are first asked for.
     *
     * @param id what it describes
     * @param source reads the layouts; called again only when it threw
     * @return the table
     */
    public static TypeTable deferred(Id id, Supplier<? extends Collection<Structure>> source) {
        return reading(id, () -> new Contents(source.get()));
    }

    /**
     * Creates a table that is read when it is first asked for.
     *
     * @param id what it describes
     * @param source reads the contents; called again only when it threw
     * @return the table
     */
    public static TypeTable reading(Id id, Supplier<Contents> source) {
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
        return Optional.ofNullable(known().structures.get(type));
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
        return known().structures.values();
    }

    /**
     * Looks for an enumeration.
     *
     * @param type its name, such as {@code _POOL_TYPE}, without {@code enum}
     * @return the enumeration, or empty when the table does not tell its values
     */
    public Optional<Enumeration> enumeration(String type) {
        return Optional.ofNullable(known().enumerations.get(type));
    }

    /**
     * All enumerations whose values are known.
     *
     * @return in the order of the table
     */
    public Collection<Enumeration> enumerations() {
        return known().enumerations.values();
    }

    /**
     * The symbols of the module that the table describes.
     *
     * @return the symbols; none in most tables
     */
    public SymbolTable symbols() {
        return known().symbols;
    }

    private Known known() {
        Known result = known;
        return result != null ? result : read();
    }

    private synchronized Known read() {
        Known result = known;
        if (result == null) {
            result = Known.of(source.get());
            known = result;
        }
        return result;
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
     * @param pdb the PDB file whose types these are, empty when that is not known
     */
    public record Id(
            String name,
            String family,
            String system,
            int build,
            Architecture architecture,
            String source,
            Optional<PdbIdentity> pdb) {
        /** The family of a table that does not tell its system. */
        public static final String UNKNOWN_FAMILY = "unknown";

        /** The order of lists for people: by family, build and architecture. */
        public static final Comparator<Id> ORDER =
                Comparator.comparing(Id::family)
                        .thenComparing(Id::build)
                        .thenComparing(Id::architecture);

        /**
         * The identity of a table whose PDB file is not known.
         *
         * @param name the name for {@code --layout}
         * @param family the system's family
         * @param system the system for people
         * @param build the build number, 0 when unknown
         * @param architecture the processor
         * @param source where the layouts come from
         */
        public Id(
                String name,
                String family,
                String system,
                int build,
                Architecture architecture,
                String source) {
            this(name, family, system, build, architecture, source, Optional.empty());
        }
    }

    /**
     * What is in a table.
     *
     * @param structures the layouts, in display order
     * @param enumerations names of values, in display order
     * @param symbols addresses of names
     */
    public record Contents(
            Collection<Structure> structures,
            Collection<Enumeration> enumerations,
            SymbolTable symbols) {
        /**
         * Structures alone.
         *
         * @param structures the layouts, in display order
         */
        public Contents(Collection<Structure> structures) {
            this(structures, List.of(), SymbolTable.EMPTY);
        }
    }

    private record Known(
            Map<String, Structure> structures,
            Map<String, Enumeration> enumerations,
            SymbolTable symbols) {
        static Known of(Contents contents) {
            Map<String, Structure> structures = new LinkedHashMap<>();
            contents.structures.forEach(type -> structures.put(type.name(), type));
            Map<String, Enumeration> enumerations = new LinkedHashMap<>();
            contents.enumerations.forEach(type -> enumerations.put(type.name(), type));
            return new Known(
                    Collections.unmodifiableMap(structures),
                    Collections.unmodifiableMap(enumerations),
                    contents.symbols);
        }
    }
}
