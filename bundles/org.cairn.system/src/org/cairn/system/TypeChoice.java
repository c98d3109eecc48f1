package org.cairn.system;

import org.cairn.memory.Architecture;
import org.cairn.types.SymbolSource;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;

import java.util.List;
import java.util.Optional;

/**
 * The type tables to choose from.
 *
 * @param catalog all tables
 * @param layout what the user demanded with {@code --layout}: the name of a table, a family such as
 *     {@code os2}, or empty for a free choice
 * @param symbols the types of a module, by the identity of its PDB file
 * @param log where choices are noted
 */
public record TypeChoice(
        TypeCatalog catalog, Optional<String> layout, SymbolSource symbols, TypeLog log) {
    /**
     * Tables without symbol files.
     *
     * @param catalog all tables
     * @param layout what the user demanded
     */
    public TypeChoice(TypeCatalog catalog, Optional<String> layout) {
        this(catalog, layout, SymbolSource.NONE, new TypeLog());
    }

    /**
     * The tables to try for a system, best first. A table that the user named is the only one.
     *
     * @param family the system's family
     * @param build its build number, 0 when unknown
     * @param architecture the processor
     * @return the tables, best first
     */
    public List<TypeTable> candidates(String family, int build, Architecture architecture) {
        Optional<TypeTable> demanded = layout.flatMap(catalog::named);
        if (demanded.isPresent()) {
            return demanded.stream()
                    .filter(table -> table.id().architecture() == architecture)
                    .toList();
        }
        return catalog.candidates(family, build, architecture);
    }

    /**
     * Whether the user demanded a table by its name.
     *
     * @return whether {@link #candidates} returns at most that table
     */
    public boolean isDemanded() {
        return layout.flatMap(catalog::named).isPresent();
    }
}
