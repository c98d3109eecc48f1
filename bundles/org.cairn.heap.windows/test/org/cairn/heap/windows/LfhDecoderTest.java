package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.testkit.NtHeapWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/** Healthy low-fragmentation heaps of all builds with a table, written by the testkit. */
final class LfhDecoderTest {
    private final NtHeapDecoder decoder = new NtHeapDecoder();

    static Stream<String> tables() {
        return NtHeapDecoderTest.tables();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void findsEveryBlock(String table) {
        LfhWork work = new LfhWork(table);
        NtHeapWriter heap = work.heap();
        Recorder found = decode(work.context());
        NtHeapDecoderTest.compare(found, heap);
        assertThat(found.blocks("LFH").stream().filter(b -> b.state() == BlockState.BUSY))
                .hasSizeGreaterThan(1000);
        assertThat(found.blocks("LFH").stream().filter(b -> b.state() == BlockState.FREE))
                .hasSizeGreaterThan(1000);
    }

    /** Where the front end is not in the dump, its containers are enough. */
    @ParameterizedTest
    @MethodSource("tables")
    void findsEveryBlockWithoutTheFrontEnd(String table) {
        LfhWork work = new LfhWork(table);
        if (work.hasFrontOfItsOwn()) {
            work.process().omit(work.containers().getFirst().front(), 0x1000);
            Recorder found = decode(work.context());
            assertThat(found.rules()).containsExactly("nt.absent");
            assertThat(found.blocks().values())
                    .containsExactlyElementsOf(
                            work.heap().blocks().stream().map(NtHeapDecoderTest::expected).toList());
        }
    }

    private Recorder decode(DecodeContext context) {
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        return found;
    }
}
