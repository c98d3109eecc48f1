package org.cairn.analysis.internal;

import org.cairn.dump.DumpModule;
import org.cairn.memory.Addresses;
import org.cairn.types.SymbolTable.Nearest;
import org.cairn.types.TypeTable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pointers as a person reads them: with the module, or the symbol, that they point to. */
final class PointerText {
    private final List<DumpModule> modules;
    private final Map<DumpModule, TypeTable> tables;

    /**
     * Prepares the texts of one process.
     *
     * @param modules of the process
     * @param tables of modules whose symbols are known
     */
    PointerText(List<DumpModule> modules, Map<DumpModule, TypeTable> tables) {
        this.modules = modules;
        this.tables = tables;
    }

    String of(long address) {
        for (DumpModule module : modules) {
            long offset = address - module.base();
            if (Long.compareUnsigned(offset, module.size()) < 0) {
                return Addresses.hex(address) + " " + place(module, offset);
            }
        }
        return Addresses.hex(address);
    }

    private String place(DumpModule module, long offset) {
        Optional<Nearest> symbol =
                tables.containsKey(module)
                        ? tables.get(module).symbols().nearest(offset)
                        : Optional.empty();
        if (symbol.isEmpty()) {
            return module.fileName() + "+" + Addresses.hex(offset);
        }
        Nearest near = symbol.get();
        String more = near.distance() == 0 ? "" : "+" + Addresses.hex(near.distance());
        return module.fileName() + "!" + near.name() + more;
    }
}
