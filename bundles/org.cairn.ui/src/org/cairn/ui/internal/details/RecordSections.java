package org.cairn.ui.internal.details;

import org.cairn.memory.Addresses;
import org.cairn.system.Listing;
import org.cairn.system.Listings;
import org.cairn.system.ProcessImage;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What the records of a system tell of an address, such as arenas and objects of OS/2. */
final class RecordSections {
    private RecordSections() {}

    /**
     * The records of an address.
     *
     * @param processes whose records; that of a machine's kernel have them
     * @param address unsigned
     * @return a form for each record
     */
    static List<Section> of(List<ProcessImage> processes, long address) {
        List<Section> sections = new ArrayList<>();
        for (ProcessImage process : processes) {
            for (Listing listing :
                    process.detail(Listings.class).map(all -> all.at(address)).orElse(List.of())) {
                listing.rows().forEach(row -> sections.add(form(listing, row)));
            }
        }
        return sections;
    }

    private static Section form(Listing listing, @Nullable Object[] row) {
        String name = listing.name();
        Section.Form form =
                new Section.Form(
                        Character.toUpperCase(name.charAt(0)) + name.substring(1) + " record");
        for (int i = 0; i < row.length; i++) {
            form.add(listing.heads().get(i).name(), text(listing.heads().get(i).kind(), row[i]));
        }
        return form.end();
    }

    private static String text(Listing.Kind kind, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        return kind == Listing.Kind.ADDRESS && value instanceof Long number
                ? Addresses.hex(number)
                : value.toString();
    }
}
