package org.cairn.cli;

import org.cairn.analysis.AddressReport;
import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.analysis.table.Table;
import org.cairn.analysis.table.Transposed;
import org.cairn.memory.Addresses;

import java.io.IOException;
import java.io.PrintWriter;

/** Writes what is known of one address. */
final class AddressReportRenderer {
    private static final String BLOCK = "block";

    private final Format format;
    private final PrintWriter out;

    AddressReportRenderer(Format format, PrintWriter out) {
        this.format = format;
        this.out = out;
    }

    void write(AddressReport found) throws IOException {
        if (format == Format.TABLE) {
            out.println(sentence(found));
            out.println();
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
        return found.place()
                .map(
                        place ->
                                address
                                        + " is "
                                        + Addresses.hex(place.offset())
                                        + " bytes into "
                                        + place.part()
                                        + " of the block at "
                                        + Addresses.hex(place.block()))
                .orElse("no block holds " + address + ": " + found.memory());
    }
}
