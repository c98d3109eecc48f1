package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.lfh.KeySearch;
import org.cairn.heap.windows.internal.lfh.LfhKey;
import org.cairn.heap.windows.internal.lfh.LfhLayout;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Run;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.LfhWriter;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code RtlpLFHKey} is recovered without symbols. */
final class LfhKeyTest {
    private static final String WIN10 = "win10-1903-18362-x64";

    private static LfhKey search(
            String table, AddressSpace space, List<Long> containers, long heap, long front) {
        var types = new ShippedTypes();
        var found = types.named(table).orElseThrow();
        HeapLayout layout = HeapLayout.bind(found).orElseThrow();
        LfhLayout lfh = LfhLayout.bind(types, found, layout).orElseThrow();
        KeySearch search = new KeySearch(new HeapMemory(space, layout), lfh);
        containers.forEach(search::add);
        return search.result(heap, front);
    }

    @ParameterizedTest
    @CsvSource({
        "winvista-sp2-x86, 3",
        "winvista-sp0-x64, 4",
        "win7-sp1-x86, 3",
        "win7-sp1-x64, 4",
        "win81-x64, 4",
        "win10-1507-10240-x64, 4",
        "win10-1607-14393-x64, 4",
        "win10-1809-17763-x64, 4",
        "win10-22h2-19045-x64, 4",
        "win10-22h2-19045-x86, 3",
        "win11-22h2-22621-x64, 4"
    })
    void isThatOfTheProcess(String table, int shift) {
        LfhWork work = new LfhWork(table);
        long heap = work.heap().address();
        long front = work.containers().getFirst().front();
        List<Long> containers = work.containers().stream().map(LfhWriter::userBlocks).toList();
        LfhKey key = search(table, work.process().space(), containers, heap, front);
        int expected = (int) work.process().frontEndKey();
        assertThat(key.wordKnown()).isTrue();
        assertThat(key.shift()).isEqualTo(shift);
        boolean all = work.isWide() && !work.hasFrontOfItsOwn();
        assertThat(key.subsegmentShift()).isEqualTo(all ? 4 : 0);
        assertThat(key.word() ^ (int) (all ? heap >>> 4 : heap)).isEqualTo(expected);
        if (work.hasFrontOfItsOwn()) {
            assertThat(key.offsetsKnown()).isTrue();
            assertThat(key.offsets() ^ (int) front).isEqualTo(expected);
        }
    }

    /** One block of one container is no majority. */
    @Test
    void isNotGuessed() {
        LfhWork work = new LfhWork(WIN10);
        LfhKey key = search(WIN10, work.process().space(), List.of(), 0, 0);
        assertThat(key.wordKnown()).isFalse();
        assertThat(key.offsetsKnown()).isFalse();
        assertThat(key.tried()).contains("containers: 0");
    }

    /** The values follow from headers of the dumps by the formulas as published. */
    @ParameterizedTest
    @CsvSource({
        "win10_18362_x64_crashes_on_my_machine, 13, 1c9785d0000, 1c978540000, f98f030f",
        "breakpad_tiny-exe-fastfail_win10_19042_x64, 6, 236c0350000, 236c0710000, 5e7f3179"
    })
    void isThatOfRealProcesses(
            String name,
            int containers,
            String heap,
            String front,
            String expected,
            @TempDir Path temp)
            throws IOException {
        Assumptions.assumeTrue(CorpusFiles.locate().isPresent(), CorpusFiles.MISSING);
        Path file = CorpusFiles.locate().orElseThrow().file("real/" + name + ".mdmp", temp);
        AddressSpace space = CorpusDump.read(file).space();
        List<Long> userBlocks = signed(space);
        assertThat(userBlocks).hasSize(containers);
        LfhKey key = search(WIN10, space, userBlocks, 0, 0);
        int secret = Integer.parseUnsignedInt(expected, 16);
        assertThat(key.wordKnown() && key.offsetsKnown()).isTrue();
        assertThat(key.word() ^ (int) Long.parseLong(heap, 16)).isEqualTo(secret);
        assertThat(key.offsets() ^ (int) Long.parseLong(front, 16)).isEqualTo(secret);
    }

    private static List<Long> signed(AddressSpace space) {
        List<Long> found = new ArrayList<>();
        MemoryCursor cursor = space.cursor();
        for (Run.Mapped run : space.mapped(0, -1L)) {
            for (long at = run.start() + 15 & -16L; at + 0x38 <= run.last(); at += 0x10) {
                if (cursor.seek(at + 0x14, 4) && (int) cursor.u32(0) == 0xf0e0d0c0) {
                    found.add(at);
                }
            }
        }
        return found;
    }
}
