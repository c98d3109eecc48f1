package org.cairn.types;

import org.cairn.memory.Architecture;
import org.cairn.types.internal.CandidateOrder;
import org.cairn.types.internal.TableIndex;
import org.cairn.types.internal.TableText;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables that ship with Cairn: the structures of Windows XP to 11 and Server 2003 to 2022 that
 * heaps, pools and processes are made of, from the symbols of the kernel, some from those of ntdll;
 * and those of ReactOS, family {@code reactos}.
 *
 * <p>Of several tables of one build, {@link #candidates} names those of the kernel first, the
 * newest before the older ones, then those of ntdll, which hold only some types.
 */
public final class ShippedTypes implements TypeCatalog {
    private final List<TypeTable> tables;

    /** The tables in the order in which they are tried when nothing speaks for one of them. */
    private final List<TypeTable> preferred;

    /** Reads the list of tables, not the tables. */
    public ShippedTypes() {
        Map<Architecture, TableText> texts = new ConcurrentHashMap<>();
        List<TableIndex.Entry> index = resource("index.txt", TableIndex::read);
        List<TypeTable> kernels = new ArrayList<>();
        List<TypeTable> supplements = new ArrayList<>();
        for (TableIndex.Entry entry : index.reversed()) {
            TypeTable.Id id = entry.id();
            TypeTable table =
                    TypeTable.reading(
                            id,
                            () ->
                                    texts.computeIfAbsent(
                                                    id.architecture(), key -> text(index, key))
                                            .table(id.name()));
            (entry.supplement() ? supplements : kernels).add(table);
        }
        kernels.addAll(supplements);
        preferred = List.copyOf(kernels);
        tables =
                preferred.reversed().stream()
                        .sorted(Comparator.comparing(TypeTable::id, TypeTable.Id.ORDER))
                        .toList();
    }

    @Override
    public List<TypeTable.Id> tables() {
        return tables.stream().map(TypeTable::id).toList();
    }

    @Override
    public Optional<TypeTable> named(String name) {
        return tables.stream()
                .filter(table -> table.id().name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public List<TypeTable> candidates(String family, int build, Architecture architecture) {
        return preferred.stream()
                .filter(table -> table.id().architecture() == architecture)
                .sorted(Comparator.comparing(TypeTable::id, CandidateOrder.of(family, build)))
                .toList();
    }

    private static TableText text(List<TableIndex.Entry> index, Architecture architecture) {
        List<String> names =
                index.stream()
                        .map(TableIndex.Entry::id)
                        .filter(other -> other.architecture() == architecture)
                        .map(TypeTable.Id::name)
                        .toList();
        return resource(
                architecture.label() + ".txt", lines -> TableText.read(lines, names, architecture));
    }

    private static <T> T resource(String name, Decoding<T> decoding) {
        String path = "tables/" + name;
        try (InputStream stream = ShippedTypes.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException(path + " is missing from org.cairn.types");
            }
            return decoding.read(
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Decoding<T> {
        T read(BufferedReader lines) throws IOException;
    }
}
