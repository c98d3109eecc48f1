package org.cairn.dump.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpFormatException;
import org.cairn.memory.Run;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Reads a file that may be damaged in any way, and touches what it yields. */
final class Survival {
    private final Path file;
    private int read;

    Survival(Path file) {
        this.file = file;
    }

    /** How many of the files could be read. */
    int read() {
        return read;
    }

    void cuts(byte[] whole, int step) throws IOException {
        for (int length = 0; length < whole.length; length += step) {
            check(Arrays.copyOf(whole, length));
        }
    }

    /** Damages some bytes between two offsets. */
    void damage(byte[] whole, int from, int to, int rounds, long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                int at = random.nextInt(from, to);
                damaged[at] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
            }
            check(damaged);
        }
    }

    private void check(byte[] content) throws IOException {
        try (OpenDump open = OpenDump.read(file, content)) {
            int runs = 0;
            for (Run.Mapped run : open.dump().memory().mapped(0, -1L)) {
                run.bytes().get(ValueLayout.JAVA_BYTE, 0);
                run.bytes().get(ValueLayout.JAVA_BYTE, run.last() - run.start());
                runs++;
            }
            assertThat(runs).isNotNegative();
            read++;
        } catch (DumpFormatException refusal) {
            assertThat(refusal).hasMessageMatching("(?s).*: offset 0x[0-9a-f]+: .+");
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
