package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cairn.heap.BlockState;
import org.cairn.store.StoreOpening.Refused;
import org.cairn.store.StoreOpening.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** A store among processes. */
final class OtherProcessTest {
    private static final int HALTED = 42;
    private static final int BATCHES = 40;

    private final Path folder;
    private final Path temporary;
    private final Path file;

    OtherProcessTest(@TempDir Path folder, @TempDir Path temporary) {
        this.folder = folder;
        this.temporary = temporary;
        file = folder.resolve("x.cairn");
    }

    @Test
    void aKilledWriterLeavesNoCompleteStore() throws Exception {
        Process process = Java.start(temporary, Killed.class, file.toString());
        String output = new String(process.getInputStream().readAllBytes());

        assertEquals(HALTED, process.waitFor(), output);
        assertThat(Store.open(file, "key", SampleStore.SETTINGS))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).isEqualTo(Why.MISSING));
        // Whatever it left has a name of its own.
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .isNotEmpty()
                    .allMatch(path -> path.toString().contains(".cairn-" + process.pid() + "-"));
        }
        SampleStore.create(file).close();
        assertThat(file).exists();
    }

    @Test
    void severalProcessesReadAtTheSameTime() throws Exception {
        try (Store store = SampleStore.create(file)) {
            Process process = Java.start(temporary, Reader.class, file.toString());
            String output = new String(process.getInputStream().readAllBytes());

            assertEquals(0, process.waitFor(), output);
            assertThat(output).contains("[6]");
            assertThat(SampleStore.rows(store, "select count(*) from blocks")).containsExactly("6");
        }
    }

    /** Is gone while blocks are loaded. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] args) throws Exception {
            try (StoreWriter writer =
                            StoreWriter.create(Path.of(args[0]), "key", SampleStore.SETTINGS);
                    BlockLoad load = writer.load(1)) {
                for (int i = 0; i < BATCHES; i++) {
                    BlockColumns batch = load.take();
                    while (!batch.isFull()) {
                        SampleStore.add(
                                batch, batch.size() * 32L, 32, BlockState.BUSY, 1, 1, 1, 0, 0);
                    }
                    load.put(batch);
                }
                Runtime.getRuntime().halt(HALTED);
            }
        }
    }

    /** Prints the number of blocks. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] args) throws Exception {
            try (Store store =
                    Store.open(Path.of(args[0]), SampleStore.KEY, SampleStore.SETTINGS)
                            .opened()
                            .orElseThrow()) {
                System.out.println(SampleStore.rows(store, "select count(*) from blocks"));
            }
        }
    }
}
