package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.PageHeapWriter.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Page heaps whose structures are damaged at random: decoding ends and blocks do not overlap. */
final class HostilePageHeapTest {
    private static final int ROUNDS = 40;

    /** Damages the pages of the heap's own structures more often than others. */
    private static AddressSpace copy(AddressSpace space, long heap, Random random, int damages) {
        SparseMemory.Builder builder = SparseMemory.builder(Absence.NOT_CAPTURED);
        for (Run.Mapped run : space.mapped(0, -1L)) {
            byte[] bytes = run.bytes().toArray(ValueLayout.JAVA_BYTE);
            boolean own = Long.compareUnsigned(run.start() - heap, 0x8000) < 0;
            for (int i = 0; i < (own ? 8 * damages : damages); i++) {
                int at = random.nextInt(own ? Math.min(bytes.length, 0x6000) : bytes.length);
                bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : bytes[at / 2];
            }
            builder.bytes(run.start(), MemorySegment.ofArray(bytes));
        }
        return builder.build();
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, XP_X86",
        "win2003-sp2-x64, XP_X64",
        "win10-22h2-19045-x86, VISTA_X86",
        "win10-22h2-19045-x64, VISTA_X64"
    })
    void survivesRandomDamage(String table, Kind kind) {
        PageWork work = new PageWork(table, kind);
        long light = work.normal().allocate(work.heap().lightSize(100));
        work.heap().light(light, 100, work.stacks().address(1), false);
        ProcessImage image = work.work().process().image();
        Random random = new Random(5);
        int damaged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            AddressSpace space = copy(image.space(), work.heap().address(), random, 1 << round % 7);
            ProcessImage changed =
                    new ProcessImage(
                            1,
                            "",
                            image.architecture(),
                            space,
                            image.modules(),
                            image.threads(),
                            image.regions(),
                            image.heapLists());
            DecodeContext context =
                    work.work()
                            .context(changed, work.work().types().id().build(), Optional.empty());
            for (HeapDecoder decoder : List.of(new PageHeapDecoder(), new NtHeapDecoder())) {
                for (HeapRoot root : decoder.locate(context)) {
                    if (root.status() == HeapRoot.Status.PRESENT) {
                        Recorder found = new Recorder();
                        decoder.decode(root, context, found);
                        damaged += found.anomalies().isEmpty() ? 0 : 1;
                        found.blocks().keySet().stream()
                                .limit(5)
                                .forEach(block -> decoder.describe(root, block, context));
                    }
                }
            }
        }
        assertThat(damaged).isGreaterThan(ROUNDS / 2);
    }
}
