package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.memory.WrittenAddress;
import org.cairn.store.QueryException;
import org.cairn.system.Listing;
import org.cairn.system.Listings;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lists that only one system has, as tables. */
public final class ListingTables {
    private ListingTables() {}

    /**
     * A list by its name.
     *
     * @param system that has it
     * @param name of the list
     * @param key stands for the rows that are wanted; empty for all
     * @param progress cancels the work
     * @return the rows
     * @throws QueryException when the system has no such list
     */
    public static Table of(
            SystemImage system, String name, Optional<WrittenAddress> key, Progress progress)
            throws QueryException {
        progress.checkCancelled();
        Optional<Listings> listings =
                system.processes().stream()
                        .flatMap(process -> process.detail(Listings.class).stream())
                        .filter(all -> all.names().contains(name))
                        .findFirst();
        if (listings.isPresent()) {
            Listings known = listings.get();
            return table(key.isPresent() ? known.list(name, key.get()) : known.list(name));
        }
        throw new QueryException(
                "the system in the dump has no list %s: %s".formatted(name, system.description()),
                null);
    }

    /**
     * A structure that only the system knows, field by field.
     *
     * @param system that knows it
     * @param name of the structure, in any case
     * @param address where it begins, unsigned
     * @return the fields
     * @throws QueryException when the system does not know it
     */
    public static Table structure(SystemImage system, String name, long address)
            throws QueryException {
        for (ProcessImage process : system.processes()) {
            Optional<Listings> listings = process.detail(Listings.class);
            Optional<String> known =
                    listings.stream()
                            .flatMap(all -> all.structures().stream())
                            .filter(name::equalsIgnoreCase)
                            .findFirst();
            if (listings.isPresent() && known.isPresent()) {
                return table(listings.get().structure(known.get(), address));
            }
        }
        String names =
                system.processes().stream()
                        .flatMap(process -> process.detail(Listings.class).stream())
                        .flatMap(all -> all.structures().stream())
                        .distinct()
                        .collect(Collectors.joining(", "));
        throw new QueryException(
                "the system in the dump has no structure %s: %s%s"
                        .formatted(
                                name,
                                system.description(),
                                names.isEmpty() ? "" : "; it has " + names),
                null);
    }

    /**
     * What the records of a process tell of an address.
     *
     * @param process whose records
     * @param address unsigned
     * @return the lists that have any
     */
    public static List<Table> at(ProcessImage process, long address) {
        List<Table> tables = new ArrayList<>();
        for (Listing listing :
                process.detail(Listings.class).map(all -> all.at(address)).orElse(List.of())) {
            tables.add(table(listing));
        }
        return tables;
    }

    private static Table table(Listing listing) {
        List<Column> columns =
                listing.heads().stream()
                        .map(
                                head ->
                                        new Column(
                                                head.name(),
                                                Column.Kind.valueOf(head.kind().name())))
                        .toList();
        return Table.of(listing.name(), columns, listing.rows());
    }
}
