package org.cairn.dump.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpFormatException;
import org.cairn.memory.Run;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Reads a file that may be damaged in any way, and touches what it yields. */
final class Survival {
    private Survival() {}

    /**
     * Reads the file and the ends of its memory.
     *
     * @return false when the reader refused it
     */
    static boolean read(Path file) throws IOException {
        try (OpenDump open = OpenDump.read(file)) {
            long held = 0;
            for (Run.Mapped run : open.dump().memory().mapped(0, -1L)) {
                run.bytes().get(ValueLayout.JAVA_BYTE, 0);
                run.bytes().get(ValueLayout.JAVA_BYTE, run.last() - run.start());
                held++;
            }
            assertThat(held).isNotNegative();
            return true;
        } catch (DumpFormatException refusal) {
            assertThat(refusal).hasMessageMatching("(?s).*: offset 0x[0-9a-f]+: .+");
            return false;
        }
    }
}
