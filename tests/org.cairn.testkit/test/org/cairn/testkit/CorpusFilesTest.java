package org.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class CorpusFilesTest {
    private static final List<String> TRUTH =
            List.of(
                    "# format=heap-truth-1",
                    "# heap[0]=address:0x14b0000 flags:0x2 description:growable",
                    "# heap[1]=address:0x1500000 flags:0x0",
                    "# live_blocks=2",
                    "heap_address\tblock_user_address\tuser_size\tkind\textra",
                    "0x14b0000\t0x14b1020\t275\tsegment\t-",
                    "0x1500000\tff00000000000010\t70000\tvirtual\tuser_value=0x1;a=b");

    @Test
    void readsATruthFile() {
        HeapTruth truth = HeapTruth.parse(TRUTH);
        assertThat(truth.heaps()).containsExactly(0x14b0000L, 0x1500000L);
        assertThat(truth.blocks())
                .containsExactly(
                        new HeapTruth.Block(0x14b0000, 0x14b1020, 275, "segment", "-"),
                        new HeapTruth.Block(
                                0x1500000,
                                0xff00000000000010L,
                                70000,
                                "virtual",
                                "user_value=0x1;a=b"));
    }

    @Test
    void refusesATruthFileThatIsCut() {
        assertThatThrownBy(() -> HeapTruth.parse(TRUTH.subList(0, 6)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unpacksAndReadsTheCorpus(@TempDir Path folder) throws IOException {
        CorpusFiles files = Corpus.files();
        HeapTruth truth = files.truth("rosheap/r64.truth.tsv");
        assertThat(truth.heaps()).hasSize(7);
        assertThat(truth.blocks()).hasSize(3149);
        byte[] dump = Files.readAllBytes(files.file("rosheap/" + truth.property("dump"), folder));
        assertThat(new RawMinidump(dump).streams()).containsKeys(3, 4, 7, 9, 15, 16);
    }
}
