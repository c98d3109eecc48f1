package org.cairn.dump.machine.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpProcessor;
import org.cairn.memory.Addresses;
import org.cairn.memory.PageTables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Collects the registers of a processor, and says them to people. */
final class Registers {
    /** Processors that are kept; far above what machines have. */
    static final int MAX_PROCESSORS = 1 << 13;

    /** Processors whose registers are shown. */
    private static final int SHOWN = 16;

    private final Map<String, Long> values = new LinkedHashMap<>();

    Registers add(String name, long value) {
        values.put(name, value);
        return this;
    }

    DumpProcessor processor(int number, Optional<PageTables> tables) {
        return new DumpProcessor(number, values, tables);
    }

    /** Hands processors to a dump, with a line of text for each. */
    static void describe(Dump.Builder dump, List<DumpProcessor> processors) {
        dump.processors(processors);
        if (processors.isEmpty()) {
            return;
        }
        dump.property("processors", Words.number(processors.size()));
        for (DumpProcessor processor : processors.subList(0, Math.min(processors.size(), SHOWN))) {
            String registers =
                    processor.registers().entrySet().stream()
                            .map(register -> register.getKey() + " " + hex(register.getValue()))
                            .collect(Collectors.joining(", "));
            dump.property("processor " + processor.number(), registers);
            dump.property(
                    "paging of processor " + processor.number(),
                    processor.pageTables().map(Registers::paging).orElse("off"));
        }
    }

    private static String paging(PageTables tables) {
        return tables.mode().label() + ", tables at physical " + hex(tables.root());
    }

    private static String hex(long value) {
        return Addresses.hex(value);
    }
}
