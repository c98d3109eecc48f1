package org.cairn.types;

import org.cairn.memory.Architecture;

import java.util.List;
import java.util.Optional;

/**
 * The type tables that can be chosen from. Safe for use by several threads; a table is read when it
 * is first asked for.
 */
public interface TypeCatalog {
    /**
     * What tables there are.
     *
     * @return identities, in order of family, build and architecture
     */
    List<TypeTable.Id> tables();

    /**
     * A table by name.
     *
     * @param name as in {@link TypeTable.Id#name()}, in any case
     * @return the table, or empty when there is none
     */
    Optional<TypeTable> named(String name);

    /**
     * The tables that may fit a system, best first: those of the build itself, then those of the
     * nearest builds before it, then those of later builds; other families last. Tables whose build
     * is unknown come after all others.
     *
     * @param family the system's family
     * @param build its build number, 0 when unknown
     * @param architecture the processor
     * @return all tables of that architecture, best first
     */
    List<TypeTable> candidates(String family, int build, Architecture architecture);
}
