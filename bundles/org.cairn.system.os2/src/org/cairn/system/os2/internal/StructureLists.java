package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.Columns;
import org.cairn.system.Listing;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.StructureText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Structures field by field ({@code .d}), the anchor segment among them ({@code .a}). */
final class StructureLists {
    private static final Columns<Line> FIELDS =
            Columns.of(Line.class)
                    .text("structure", Line::structure)
                    .text("field", line -> line.field.name())
                    .hex("address", Line::address)
                    .someBytes("size", line -> OptionalLong.of(line.field.size()))
                    .text("value", Line::value);

    private final Os2Kernel kernel;
    private final AddressSpace space;
    private final StructureText text;
    private final KernelLayouts layouts;

    /** A field of a structure. */
    private record Line(String structure, Field field, long address, String value) {}

    StructureLists(Os2Kernel kernel, AddressSpace space, KernelLayouts layouts) {
        this.kernel = kernel;
        this.space = space;
        this.text = new StructureText(kernel, space);
        this.layouts = layouts;
    }

    Listing structure(String name, long address) {
        MemoryCursor cursor = space.cursor();
        List<Line> lines = new ArrayList<>();
        for (Structure layout : layout(name).stream().toList()) {
            for (Field field : layout.fields()) {
                long at = address + field.offset();
                text.shown(field, address, cursor)
                        .map(shown -> new Line(layout.name(), field, at, shown.value()))
                        .ifPresent(lines::add);
            }
        }
        return FIELDS.list("structure", lines);
    }

    /** The layout by its name, or what the kernel's build has in its place. */
    private Optional<Structure> layout(String name) {
        return layouts.find(name + ".A")
                .filter(_ -> kernel.isAllStrict())
                .or(() -> layouts.find(name));
    }

    Listing anchor(List<Sas.Value> values) {
        return Columns.of(Sas.Value.class)
                .text("section", Sas.Value::section)
                .text("field", value -> value.field().name())
                .someHex("address", Sas.Value::address)
                .someBytes("size", value -> OptionalLong.of(value.field().size()))
                .someHex("value", Sas.Value::value)
                .text("meaning", this::meaning)
                .list("sas", values);
    }

    private String meaning(Sas.Value value) {
        return value.value().isPresent()
                ? text.meaning(value.field().type(), value.value().getAsLong())
                : "absent";
    }
}
