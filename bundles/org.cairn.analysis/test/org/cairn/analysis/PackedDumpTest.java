package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cairn.analysis.MadeUpAnalysis.csv;

import org.cairn.dump.DumpFormatException;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.testkit.Container;
import org.cairn.testkit.PagedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A packed dump is opened as the one in it; a packed text is none. */
class PackedDumpTest {
    private final Path packed;
    private final AnalysisService service;

    PackedDumpTest(@TempDir Path folder) {
        packed = folder.resolve("memory.gz");
        service =
                new AnalysisService(
                        Contributions.fromServices(PackedDumpTest.class.getClassLoader()),
                        folder.resolve("cache"));
    }

    @Test
    void opensTheDumpInIt() throws Exception {
        byte[] dump =
                Container.all().stream()
                        .filter(container -> container.name().equals("full minidump"))
                        .findFirst()
                        .orElseThrow()
                        .write(PagedImage.small(PagingMode.X64, 1));
        pack(dump);
        try (Analysis analysis = open(AnalysisOptions.defaults())) {
            assertThat(csv(analysis.identity()))
                    .contains("file," + packed)
                    .contains("format,Windows minidump")
                    .contains("captured,\"16,384 bytes of virtual memory in 3 runs\"");
            assertThat(csv(analysis.remarks(Progress.NONE))).contains("unpacked to ");
        }
    }

    @Test
    void refusesWhatIsTooLargeOrNoDump() throws Exception {
        pack(new byte[2000]);
        assertThatExceptionOfType(DumpFormatException.class)
                .isThrownBy(() -> open(AnalysisOptions.defaults()))
                .withMessage(packed + ": offset 0x0: not a dump of a known format");
        pack(new byte[3000]);
        assertThatExceptionOfType(DumpFormatException.class)
                .isThrownBy(() -> open(AnalysisOptions.defaults().withUnpackLimit(2999)))
                .withMessageContaining("which is the limit");
    }

    private Analysis open(AnalysisOptions options) throws Exception {
        return service.open(packed, options.withKeepStore(false), Progress.NONE);
    }

    private void pack(byte[] content) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(content);
        }
    }
}
