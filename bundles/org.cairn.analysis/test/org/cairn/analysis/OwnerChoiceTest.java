package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.heap.BlockBatch;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerResolver;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Of several owners of a block the one of whom most is sure stays. */
final class OwnerChoiceTest {
    @TempDir @Nullable Path folder;

    private static Owner owner(String label, Confidence confidence) {
        return new Owner("test", label, label, "", confidence, "test");
    }

    /** Names the same owner for each busy block. */
    private record Resolver(String id, Confidence confidence) implements OwnerResolver {
        @Override
        public String name() {
            return id;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Batches open(DecodeContext context) {
            return this::resolve;
        }

        private void resolve(BlockBatch batch) {
            int owner = batch.owner(owner(id, confidence));
            for (int row = 0; row < batch.size(); row++) {
                if (batch.isBusy(row)) {
                    batch.setOwner(row, owner);
                }
            }
        }
    }

    private String owners(Confidence decoded, Resolver... resolvers) throws Exception {
        Path base = Objects.requireNonNull(folder);
        Path dump = Files.write(base.resolve("some.dump"), new byte[0x1000]);
        MadeUpFormat.Decoder decoder =
                new MadeUpFormat.Decoder(
                        "test.decoder",
                        List.of(
                                (sink, heap) -> {
                                    sink.segment(heap, 0x1000, "segment");
                                    int owner = sink.owner(owner("decoder", decoded));
                                    sink.block(
                                            heap,
                                            0x20,
                                            heap,
                                            0x20,
                                            BlockState.BUSY,
                                            sink.kind("cell"),
                                            owner,
                                            0);
                                }));
        Contributions parts = MadeUpFormat.contributions(List.of(decoder));
        List<Contribution<OwnerResolver>> all = new ArrayList<>();
        for (Resolver resolver : resolvers) {
            all.add(
                    new Contribution<>(
                            resolver.id(), resolver.id(), "test.bundle", 1, () -> resolver));
        }
        Contributions contributions =
                new Contributions(
                        parts.dumpReaders(),
                        parts.systems(),
                        parts.heapDecoders(),
                        all,
                        parts.remarks());
        AnalysisOptions options = AnalysisOptions.defaults();
        AnalysisService service =
                new AnalysisService(contributions, Files.createTempDirectory(base, "cache"));
        try (Analysis analysis = service.open(dump, options, Progress.NONE)) {
            StringWriter out = new StringWriter();
            try (Renderer renderer = Format.CSV.renderer(out, false)) {
                renderer.table(analysis.blocks(BlockFilter.ALL, 1, Progress.NONE));
            }
            List<String> lines = out.toString().lines().toList();
            int column = List.of(lines.get(0).split(",")).indexOf("owner");
            return lines.get(1).split(",", -1)[column];
        }
    }

    @Test
    void theSurestStays() throws Exception {
        Resolver hint = new Resolver("hint", Confidence.HINT);
        Resolver certain = new Resolver("certain", Confidence.CERTAIN);
        assertThat(owners(Confidence.STRONG, hint, certain)).isEqualTo("certain");
        assertThat(owners(Confidence.STRONG, certain, hint)).isEqualTo("certain");
        assertThat(owners(Confidence.STRONG, hint)).isEqualTo("decoder");
    }

    @Test
    void theFirstOfEqualsStays() throws Exception {
        Resolver one = new Resolver("one", Confidence.STRONG);
        Resolver two = new Resolver("two", Confidence.STRONG);
        assertThat(owners(Confidence.HINT, one, two)).isEqualTo("one");
        assertThat(owners(Confidence.STRONG, one, two)).isEqualTo("decoder");
    }
}
