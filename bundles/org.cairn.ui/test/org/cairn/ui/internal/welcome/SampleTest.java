package org.cairn.ui.internal.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class SampleTest {
    @Test
    void pageSaysWhatFilesAre(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("README.md"),
                """
                # Samples

                `b.txt` is a transcript of a debugger.

                ## a.dmp

                Windows XP SP3, x86, layout `winxp-sp3-x86`, PEB 0x7ffdf000.

                ## gone.dmp

                Nothing.
                """);
        Path transcript = Files.createFile(folder.resolve("b.txt"));
        Path dump = Files.createFile(folder.resolve("a.dmp"));
        Path unknown = Files.createFile(folder.resolve("c.dmp"));

        assertThat(Sample.in(folder))
                .containsExactly(
                        new Sample(dump, "Windows XP SP3, x86"),
                        new Sample(transcript, "transcript of a debugger"),
                        new Sample(unknown, ""));
    }

    @Test
    void folderThatIsNotThereHasNone(@TempDir Path folder) {
        assertThat(Sample.in(folder.resolve("gone"))).isEmpty();
    }
}
