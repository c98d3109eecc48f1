package org.cairn.cli;

import org.cairn.analysis.AddressReport;
import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.analysis.table.Table;
import org.cairn.analysis.table.Transposed;
import org.cairn.memory.Addresses;

import java.io.IOException;
import java.io.Writer;

/** Writes what is known of one address. */
final class AddressReportRenderer {
    private static final String BLOCK = "block";

    private final Format format;
    private final Writer out;

    AddressReportRenderer(Format format, Writer out) {
        this.format = format;
        this.out = out;
    }

    void write(AddressReport found) throws IOException {
        if (format == Format.TABLE) {
            out.write(sentence(found) + "\n\n");
        }
        try (Renderer renderer = format.renderer(out, true)) {
            for (Table table : found.tables()) {
                renderer.table(
                        format == Format.TABLE && table.name().equals(BLOCK)
                                ? Transposed.of(table)
                                : table);
            }
        }
    }

    private static String sentence(AddressReport found) {
        String address = Addresses.hex(found.address());
        if (found.place().isEmpty()) {
            return "no block holds " + address + ": " + found.memory();
        }
        AddressReport.Place place = found.place().get();
        String where =
                place.offset() == 0 ? "the start" : Addresses.hex(place.offset()) + " bytes into";
        String of = place.offset() == 0 ? " of " : " ";
        return address
                + " is "
                + where
                + of
                + place.part()
                + " of the block at "
                + Addresses.hex(place.block());
    }
}
