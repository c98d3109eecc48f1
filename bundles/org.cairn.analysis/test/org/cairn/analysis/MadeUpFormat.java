package org.cairn.analysis;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.Owner;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A dump that is its own memory, and decoders that are told what to do. */
final class MadeUpFormat {
    static final long BASE = 0xffff_8000_0000_0000L;
    static final long SIZE = 0x10000;

    private MadeUpFormat() {}

    /** Any file is memory at {@link #BASE}. */
    static final class Reader implements DumpReader {
        @Override
        public String id() {
            return "test.reader";
        }

        @Override
        public String name() {
            return "made-up dump";
        }

        @Override
        public Match probe(DumpSource source) {
            return Match.LIKELY;
        }

        @Override
        public Dump read(DumpSource source, Progress progress) {
            return Dump.builder(name())
                    .memory(
                            MemoryKind.VIRTUAL,
                            SparseMemory.builder(Absence.NOT_CAPTURED)
                                    .bytes(BASE, source.bytes())
                                    .build())
                    .build();
        }
    }

    /** What a decoder does with one heap. */
    interface Behaviour {
        void decode(BlockSink sink, long heap);
    }

    /** Finds one heap for each behaviour, a page apart. */
    record Decoder(String id, List<Behaviour> behaviours) implements HeapDecoder {
        @Override
        public String name() {
            return "made-up heap";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public List<HeapRoot> locate(DecodeContext context) {
            List<HeapRoot> roots = new ArrayList<>();
            for (int i = 0; i < behaviours.size(); i++) {
                roots.add(
                        new HeapRoot(
                                BASE + i * SIZE,
                                name(),
                                "heap " + i,
                                Architecture.X64,
                                "",
                                "the test says so",
                                HeapRoot.Status.PRESENT,
                                ""));
            }
            return roots;
        }

        @Override
        public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
            boolean busy = (block - root.address()) / 0x100 % 2 == 0;
            return List.of(new FieldValue("cell", block, 16, "", busy ? "busy" : "free"));
        }

        @Override
        public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
            behaviours.get((int) ((root.address() - BASE) / SIZE)).decode(sink, root.address());
        }
    }

    /** Reports 16 blocks of 0x100 bytes, every other one busy and owned. */
    static void wellBehaved(BlockSink sink, long heap) {
        int kind = sink.kind("cell");
        int owner =
                sink.owner(new Owner("test", "1", "somebody", "", Confidence.CERTAIN, "header"));
        sink.segment(heap, SIZE, "segment");
        for (int i = 0; i < 16; i++) {
            boolean busy = i % 2 == 0;
            sink.block(
                    heap + i * 0x100L,
                    0x100,
                    heap + i * 0x100L + 0x10,
                    0xe8,
                    busy ? BlockState.BUSY : BlockState.FREE,
                    kind,
                    busy ? owner : BlockSink.NO_OWNER,
                    0);
        }
    }

    static Contributions contributions(List<HeapDecoder> decoders) {
        return new Contributions(
                List.of(contribution("test.reader", Reader::new)),
                List.of(),
                decoders.stream()
                        .map(
                                decoder ->
                                        new Contribution<>(
                                                decoder.id(),
                                                decoder.name(),
                                                "test.bundle",
                                                1,
                                                () -> decoder))
                        .toList(),
                List.of(),
                List.of());
    }

    static <T> Contribution<T> contribution(String id, Supplier<T> factory) {
        return new Contribution<>(id, id, "test.bundle", 1, factory);
    }
}
