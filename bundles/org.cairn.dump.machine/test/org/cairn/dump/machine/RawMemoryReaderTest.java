package org.cairn.dump.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.cairn.dump.DumpFormatException;
import org.cairn.memory.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class RawMemoryReaderTest {
    private final Path file;

    RawMemoryReaderTest(@TempDir Path folder) {
        file = folder.resolve("memory.raw");
    }

    @Test
    void takesWholePagesForMemory() throws Exception {
        try (OpenDump open = OpenDump.read(file, new byte[1 << 20])) {
            assertThat(open.dump().format()).isEqualTo("raw physical memory");
            Run run = open.dump().memory().runAt(0);
            assertThat(run).isInstanceOf(Run.Mapped.class);
            assertThat(run.last()).isEqualTo((1 << 20) - 1);
            assertThat(open.dump().remarks())
                    .anyMatch(remark -> remark.text().contains("no other format fits"));
        }
    }

    @Test
    void refusesWhatIsNotMadeOfPages() {
        for (int size : new int[] {0, 0x1000, (1 << 20) + 1}) {
            assertThatExceptionOfType(DumpFormatException.class)
                    .isThrownBy(() -> OpenDump.read(file, new byte[size]).close());
        }
    }
}
