package org.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.testkit.BenchmarkDump.Totals;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small dump of the kind that benchmarks use is as sound as the others. */
final class BenchmarkDumpTest {
    private static final long BLOCKS = 300_000;

    @Test
    void writesWhatItCounts(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("bench.dmp");
        Totals totals = BenchmarkDump.write(file, BLOCKS, 7);
        var types = new ShippedTypes().named("win10-22h2-19045-x64").orElseThrow();
        RawMinidump dump = new RawMinidump(Files.readAllBytes(file));
        Peek peek = new Peek(types, dump.memory());
        long peb = peek.pointer(dump.stream(3).getLong(20) + 0x60);
        long list = peek.field("_PEB", peb, "ProcessHeaps");
        assertThat(peek.field("_PEB", peb, "NumberOfHeaps")).isEqualTo(8);
        long blocks = 0;
        long free = 0;
        long freeBytes = 0;
        long userBytes = 0;
        long own = 0;
        for (int i = 0; i < 8; i++) {
            EncodedHeapWalk walk = new EncodedHeapWalk(peek, peek.pointer(list + 8L * i));
            assertThat(walk.problems()).isEmpty();
            for (Walked block : walk.blocks()) {
                blocks++;
                if (!block.isBusy()) {
                    free++;
                    freeBytes += block.size();
                } else if (block.unused() < 8) {
                    own++;
                } else {
                    userBytes += block.size() - block.unused();
                }
            }
        }
        assertThat(totals)
                .isEqualTo(
                        new Totals(
                                8,
                                Math.toIntExact(own / 2),
                                BLOCKS,
                                free,
                                own,
                                userBytes,
                                freeBytes));
        assertThat(blocks).isEqualTo(BLOCKS + own);
        assertThat(own / 2).isGreaterThan(8);
        assertThat(free * 100 / BLOCKS).isBetween(15L, 25L);
        assertThat((userBytes + freeBytes) / BLOCKS).isBetween(40L, 80L);
    }
}
