package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.DumpReader.Match;
import org.cairn.dump.DumpSource;
import org.cairn.dump.transcript.TranscriptReader;
import org.cairn.heap.BlockState;
import org.cairn.heap.HeapRoot;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/** Whole transcripts: the sample, and the two that it is made of. */
class SampleTest {
    private static final Path SAMPLE = Path.of("../../samples/os2-handbook.txt");

    @Test
    void theSample() throws Exception {
        Kernel kernel = Kernel.of(SAMPLE);
        List<HeapRoot> roots = kernel.roots(Kernel.RESIDENT);
        assertThat(roots).hasSize(1);
        assertThat(roots.get(0).address()).isEqualTo(0xfe04c8e4L);
        assertThat(roots.get(0).kind()).isEqualTo("OS/2 kernel resident heap");
        assertThat(roots.get(0).origin())
                .isEqualTo("found by consistency in 2 runs, no heap header in the dump");
        RecordingSink sink = kernel.resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fe04c8e4 regular 10 ffc2 semstruc",
                        "fe04c8f4 regular 10 ffc2 semstruc",
                        "fe04c904 free a8 ffe9 vmkrhf",
                        "fe06fd70 free 28c",
                        "fe06fffc extended bd6c ff4c fsd5",
                        "fe07bd68 free 8c ffe9 vmkrhf");
        assertThat(sink.anomalies).isEmpty();
        assertThat(sink.segments)
                .containsExactly(
                        new RecordingSink.Range(0xfe04c8d8L, 0xd4, "run"),
                        new RecordingSink.Range(0xfe06fd70L, 0xc084, "run"));
        assertThat(kernel.roots(Kernel.SWAPPABLE)).isEmpty();
    }

    @Test
    void whatTheThreadsWaitFor() throws Exception {
        Kernel kernel = Kernel.of(SAMPLE);
        RecordingSink sink = kernel.resident();
        var driver = sink.at(0xfe07ade0L);
        assertThat(driver.address()).isEqualTo(0xfe06fffcL);
        assertThat(driver.size()).isEqualTo(0xbd6c);
        assertThat(driver.kind()).isEqualTo("extended");
        assertThat(sink.owner(driver).key()).isEqualTo("0xff4c");
        assertThat(sink.owner(driver).label()).isEqualTo("fsd5");
        assertThat(kernel.field(Kernel.RESIDENT, driver.address(), "khba_sel"))
                .startsWith("0x21a0");
        var semaphore = sink.at(0xfe04c8e8L);
        assertThat(semaphore.size()).isEqualTo(0x10);
        assertThat(semaphore.kind()).isEqualTo("regular");
        assertThat(sink.owner(semaphore).key()).isEqualTo("0xffc2");
        assertThat(sink.owner(semaphore).label()).isEqualTo("semstruc");
        assertThat(sink.blocks.stream().filter(block -> block.ownerLabel().startsWith("ffe9")))
                .hasSize(2)
                .allMatch(block -> block.state() == BlockState.FREE);
    }

    /** The listings in the text name the heap, the driver and its segment, and who waits. */
    @Test
    void whatTheListingsTell() throws Exception {
        Kernel kernel = Kernel.of(SAMPLE);
        RecordingSink sink = kernel.resident();
        assertThat(kernel.roots(Kernel.RESIDENT).get(0).name()).isEqualTo("vmkrhrw");
        assertThat(sink.owner(sink.at(0xfe07ade0L)).description())
                .isEqualTo("the fifth file system driver to initialise, netwksta.200");
        assertThat(kernel.field(Kernel.RESIDENT, 0xfe06fffcL, "khba_sel"))
                .isEqualTo(
                        "0x21a0, code, base 0xfe070000, limit 0xbd5b, segment 3 of netwksta.200");
        assertThat(kernel.field(Kernel.RESIDENT, 0xfe06fffcL, "waiting thread"))
                .isEqualTo("slot 4b WKSTAHLP");
        assertThat(kernel.field(Kernel.RESIDENT, 0xfe04c8e4L, "waiting thread"))
                .isEqualTo("slot 47 PMSHL32");
    }

    @Test
    void theSampleIsKnownAsATranscript() throws Exception {
        try (DumpSource source = DumpSource.open(SAMPLE)) {
            assertThat(new TranscriptReader().probe(source)).isEqualTo(Match.LIKELY);
        }
    }

    @Test
    void slot47() throws Exception {
        assertThat(Kernel.of(corpus("slot47.txt")).resident().facts())
                .containsExactly(
                        "fe04c8e4 regular 10 ffc2 semstruc",
                        "fe04c8f4 regular 10 ffc2 semstruc",
                        "fe04c904 free a8 ffe9 vmkrhf");
    }

    @Test
    void slot4b() throws Exception {
        Kernel kernel = Kernel.of(corpus("slot4b.txt"));
        RecordingSink sink = kernel.resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fe06fd70 free 28c",
                        "fe06fffc extended bd6c ff4c fsd5",
                        "fe07bd68 free 8c ffe9 vmkrhf");
        assertThat(sink.anomalies).isEmpty();
        assertThat(kernel.roots(Kernel.RESIDENT).get(0).origin()).contains("in 1 run,");
    }

    private static Path corpus(String name) {
        String corpus = System.getProperty("cairn.corpus");
        assumeTrue(corpus != null, "cairn.corpus is not set");
        Path path = Path.of(String.valueOf(corpus), "os2", name);
        assumeTrue(path.toFile().isFile(), path + " is not there");
        return path;
    }
}
