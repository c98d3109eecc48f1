package org.cairn.heap.os2;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpSelector;
import org.cairn.dump.DumpSource;
import org.cairn.dump.SystemClaim;
import org.cairn.dump.transcript.TranscriptReader;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.system.TypeChoice;
import org.cairn.system.os2.Os2System;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** An OS/2 kernel in a transcript or in synthetic memory, and what the decoders find in it. */
record Kernel(DecodeContext context) {
    static final HeapDecoder RESIDENT = new ResidentHeapDecoder();
    static final HeapDecoder SWAPPABLE = new SwappableHeapDecoder();

    static Kernel of(Path transcript) throws IOException, DumpFormatException {
        try (DumpSource source = DumpSource.open(transcript)) {
            return of(new TranscriptReader().read(source, Progress.NONE));
        }
    }

    /** A transcript of lines that begin with an address. */
    static Kernel of(String... lines) throws IOException, DumpFormatException {
        StringJoiner text = new StringJoiner("\n", "# .m\n", "\n");
        for (String line : lines) {
            text.add(line);
        }
        Path path = Files.createTempFile("os2", ".txt");
        try {
            Files.writeString(path, text.toString());
            return of(path);
        } finally {
            Files.delete(path);
        }
    }

    static Kernel of(AddressSpace space, DumpSelector... selectors) {
        return of(
                Dump.builder("synthetic")
                        .memory(MemoryKind.VIRTUAL, space)
                        .claim(
                                new SystemClaim(
                                        SystemClaim.OS2, "", 0, Optional.of(Architecture.X86)))
                        .selectors(List.of(selectors))
                        .build());
    }

    private static Kernel of(Dump dump) {
        return find(dump).orElseThrow();
    }

    /** The kernel in a dump, if there is one. */
    static Optional<Kernel> find(Dump dump) {
        TypeChoice types = new TypeChoice(new NoTables(), Optional.empty());
        return new Os2System()
                .recognise(dump, types, Progress.NONE)
                .map(
                        image ->
                                new Kernel(
                                        new DecodeContext(
                                                image,
                                                image.processes().get(0),
                                                types,
                                                Progress.NONE)));
    }

    List<HeapRoot> roots(HeapDecoder decoder) {
        return decoder.locate(context);
    }

    /** The blocks of the only heap, or none. */
    RecordingSink resident() {
        return decode(RESIDENT);
    }

    RecordingSink swappable() {
        return decode(SWAPPABLE);
    }

    private RecordingSink decode(HeapDecoder decoder) {
        RecordingSink sink = new RecordingSink();
        List<HeapRoot> roots = decoder.locate(context);
        if (roots.size() > 1) {
            throw new AssertionError(roots);
        }
        roots.forEach(root -> decoder.decode(root, context, sink));
        sink.complete();
        return sink;
    }

    RecordingSink decode(HeapRoot root) {
        RecordingSink sink = new RecordingSink();
        RESIDENT.decode(root, context, sink);
        sink.complete();
        return sink;
    }

    /** The decoded value of a field of a block's header. */
    String field(HeapDecoder decoder, long block, String name) {
        return decoder.describe(decoder.locate(context).get(0), block, context).stream()
                .filter(field -> field.name().equals(name))
                .map(FieldValue::value)
                .findFirst()
                .orElse("");
    }

    private static final class NoTables implements TypeCatalog {
        @Override
        public List<TypeTable.Id> tables() {
            return List.of();
        }

        @Override
        public Optional<TypeTable> named(String name) {
            return Optional.empty();
        }

        @Override
        public List<TypeTable> candidates(String family, int build, Architecture architecture) {
            return List.of();
        }
    }
}
