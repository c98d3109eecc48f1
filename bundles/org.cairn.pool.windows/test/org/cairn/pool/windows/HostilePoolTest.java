package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/** Damaged memory makes anomalies and gaps, never an exception or blocks out of place. */
class HostilePoolTest {
    private static final int ROUNDS = 40;
    private static final int DAMAGES = 60;
    private static final int PAGE = 0x1000;

    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void damagedBytes(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        byte[] sound = made.machine.raw();
        DecodeContext context = made.context();
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = sound.clone();
            for (int i = 0; i < DAMAGES; i++) {
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) random.nextInt();
                bytes[at & -PAGE | random.nextInt(64)] = (byte) random.nextInt();
            }
            decode(withMemory(made, context, bytes));
        }
    }

    /** Parts of the memory are not in the dump. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void absentPages(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        byte[] sound = made.machine.raw();
        DecodeContext context = made.context();
        Random random = new Random(11);
        for (int round = 0; round < ROUNDS; round++) {
            SparseMemory.Builder builder = SparseMemory.builder(Absence.NOT_CAPTURED);
            for (int at = 0; at < sound.length; at += PAGE) {
                if (random.nextInt(8) > 0) {
                    builder.bytes(at, MemorySegment.ofArray(sound), at, PAGE);
                }
            }
            decode(withMemory(made, context, builder.build()));
        }
    }

    private static DecodeContext withMemory(
            PoolMachine made, DecodeContext context, byte[] physical) {
        return withMemory(
                made,
                context,
                SparseMemory.builder(Absence.NOT_CAPTURED)
                        .bytes(0, MemorySegment.ofArray(physical))
                        .build());
    }

    /** The kernel that was found before the damage, over other memory. */
    private static DecodeContext withMemory(
            PoolMachine made, DecodeContext context, AddressSpace physical) {
        ProcessImage kernel = context.process();
        ProcessImage changed =
                ProcessImage.builder(
                                0, "", kernel.architecture(), made.machine.tables().over(physical))
                        .kernel()
                        .facts(kernel.facts())
                        .variables(kernel.variables())
                        .modules(kernel::modules)
                        .build();
        return new DecodeContext(context.system(), changed, context.types(), Progress.NONE);
    }

    private static void decode(DecodeContext context) {
        for (HeapDecoder decoder :
                List.of(
                        new PagePoolDecoder(),
                        new SegmentPoolDecoder(),
                        new FragmentPoolDecoder())) {
            for (HeapRoot root : decoder.locate(context)) {
                Recorder recorder = new Recorder();
                decoder.decode(root, context, recorder);
                assertThat(recorder.faults).isEmpty();
                assertThat(recorder.isComplete()).isEqualTo(decoder instanceof PagePoolDecoder);
                recorder.blocks().stream()
                        .limit(50)
                        .forEach(block -> decoder.describe(root, block.address(), context));
            }
        }
    }
}
