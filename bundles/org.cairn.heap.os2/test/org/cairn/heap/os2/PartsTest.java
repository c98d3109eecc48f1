package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockSink;
import org.cairn.memory.Absence;
import org.cairn.memory.SparseMemory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Every part of every display, from one dword on: what is found there is a block. */
class PartsTest {
    private static final ValueLayout.OfInt DWORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @ParameterizedTest
    @EnumSource(Display.class)
    void partsShowTrueBlocksOnly(Display display) {
        int[] dwords = display.dwords();
        List<String> wrong = new ArrayList<>();
        for (int from = 0; from < dwords.length; from++) {
            for (int to = from + 1; to <= dwords.length; to++) {
                Kernel kernel = part(display.address(), dwords, from, to);
                for (RecordingSink sink : List.of(kernel.resident(), kernel.swappable())) {
                    sink.blocks.stream()
                            .filter(block -> !display.headers().contains(block.address()))
                            .filter(block -> !isTrailerAlone(display, block))
                            .forEach(block -> wrong.add(block.facts()));
                    sink.anomalies.forEach(anomaly -> wrong.add(anomaly.summary()));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A trailer looks like a header as long as the header behind it is not in view. */
    private static boolean isTrailerAlone(Display display, RecordingSink.Block block) {
        return display == Display.VPB_END
                && block.address() == 0xfe6fde9cL
                && block.has(BlockSink.FOUND_HINT);
    }

    private static Kernel part(long address, int[] dwords, int from, int to) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[(to - from) * Integer.BYTES]);
        for (int i = from; i < to; i++) {
            bytes.setAtIndex(DWORD, i - from, dwords[i]);
        }
        return Kernel.of(
                SparseMemory.builder(Absence.NOT_CAPTURED)
                        .bytes(address + (long) from * Integer.BYTES, bytes)
                        .build());
    }
}
