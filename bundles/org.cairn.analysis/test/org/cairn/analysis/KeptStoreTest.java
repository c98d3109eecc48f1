package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import org.cairn.analysis.MadeUpFormat.Behaviour;
import org.cairn.analysis.MadeUpFormat.Decoder;
import org.cairn.heap.HeapDecoder;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Decoded blocks are kept for the next time, and nothing else is. */
class KeptStoreTest extends MadeUpAnalysis {
    private static final String LONG_NAME =
            "A name of as many characters as a file may have at all, which is 255 bytes on the"
                    + " usual file systems of Linux and as many characters on Windows, so that"
                    + " nothing can be added to it; who names a file so long has reasons for it,"
                    + " and wants it opened.dump";

    @Test
    void aSecondRunAnswersFromTheStore() throws Exception {
        AtomicInteger decoded = new AtomicInteger();
        Behaviour counting =
                (sink, heap) -> {
                    decoded.incrementAndGet();
                    MadeUpFormat.wellBehaved(sink, heap);
                };
        analyse(counting).close();
        try (Analysis second = analyse(counting)) {
            assertThat(second.isFromStore()).isTrue();
            assertThat(csv(second.blocks(BlockFilter.ALL, 100, Progress.NONE)).lines()).hasSize(17);
        }
        assertThat(decoded).hasValue(1);
        Files.write(dump, new byte[0x2000]);
        analyse(counting).close();
        assertThat(decoded).as("a changed dump is decoded anew").hasValue(2);
    }

    @Test
    void cancellationLeavesNothingBehind() throws Exception {
        Progress cancelled =
                new Progress() {
                    @Override
                    public void checkCancelled() {
                        throw new CancelledException();
                    }
                };
        HeapDecoder decoder = new Decoder("test.decoder", List.of(MadeUpFormat::wellBehaved));
        AnalysisService service =
                new AnalysisService(MadeUpFormat.contributions(List.of(decoder)), cache);

        try (Analysis analysis = service.open(dump, OPTIONS, Progress.NONE)) {
            assertThatThrownBy(() -> analysis.store(cancelled))
                    .isInstanceOf(CancelledException.class);
        }
        assertThat(cache.resolve("stores"))
                .satisfiesAnyOf(
                        stores -> assertThat(stores).doesNotExist(),
                        stores -> assertThat(stores).isEmptyDirectory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b.dump", "what?.dump", "two\nlines.dump", LONG_NAME})
    void keepsBlocksWhateverTheNameOfTheDump(String name) throws Exception {
        Path odd = named(name);
        HeapDecoder decoder = new Decoder("test.decoder", List.of(MadeUpFormat::wellBehaved));
        AnalysisService service =
                new AnalysisService(MadeUpFormat.contributions(List.of(decoder)), cache);
        try (Analysis analysis = service.open(odd, OPTIONS, Progress.NONE)) {
            analysis.store(Progress.NONE);
        }

        try (Analysis analysis = service.open(odd, OPTIONS, Progress.NONE)) {
            assertThat(analysis.keptStore(Progress.NONE)).isPresent();
        }
    }

    private Path named(String name) throws IOException {
        try {
            return Files.copy(dump, dump.resolveSibling(name));
        } catch (InvalidPathException impossible) {
            return abort("no file has such a name here: " + name);
        }
    }
}
