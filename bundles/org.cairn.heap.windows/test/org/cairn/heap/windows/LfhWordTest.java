package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.DecodeContext;
import org.cairn.testkit.LfhWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What ties headers of LFH blocks of Vista and 7 to their places is not known for sure: each
 * formula that may hold is found by the headers themselves, and then holds them to it.
 */
final class LfhWordTest {
    private static final int KEY = 0x1234_abcd;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    private Recorder decode(LfhWork work) {
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        return found;
    }

    /** Writes the headers of all blocks anew. */
    private static void encode(LfhWork work, int shift, int subsegmentShift) {
        for (LfhWriter container : work.containers()) {
            for (int i = 0; i < container.count(); i++) {
                long entry = container.block(i);
                long word =
                        entry >>> shift
                                ^ container.subsegment() >>> subsegmentShift
                                ^ work.heap().address()
                                ^ KEY;
                byte[] bytes =
                        ByteBuffer.allocate(Integer.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt((int) word)
                                .array();
                work.process().corrupt(word(work, container, i), bytes);
            }
        }
    }

    private static long word(LfhWork work, LfhWriter container, int index) {
        return container.block(index) + (work.isWide() ? Long.BYTES : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "win7-sp1-x64, 4, 0",
        "win7-sp1-x64, 4, 4",
        "winvista-sp2-x64, 4, 0",
        "win7-sp1-x86, 3, 0",
        "win7-sp1-x86, 4, 0"
    })
    void isFoundByTheHeaders(String table, int shift, int subsegmentShift) {
        LfhWork work = new LfhWork(table);
        encode(work, shift, subsegmentShift);
        Recorder healthy = decode(work);
        assertThat(healthy.anomalies()).isEmpty();
        assertThat(healthy.blocks()).hasSameSizeAs(work.heap().blocks());
        LfhWriter victim = work.containers().get(9);
        long at = word(work, victim, victim.count() / 2);
        work.process().corrupt(at, (byte) 0x41, (byte) 0x42, (byte) 0x43, (byte) 0x44);
        Recorder found = decode(work);
        assertThat(found.rules()).containsExactly("nt.lfh-header");
        assertThat(found.anomalies().getFirst().address())
                .isEqualTo(victim.block(victim.count() / 2));
    }

    /** No formula that is known: said once, headers are not checked, and every block is found. */
    @ParameterizedTest
    @CsvSource({"win7-sp1-x64", "win7-sp1-x86"})
    void isNotGuessed(String table) {
        LfhWork work = new LfhWork(table);
        encode(work, 7, 1);
        Recorder found = decode(work);
        assertThat(found.rules()).containsExactly("nt.lfh-key");
        assertThat(found.anomalies().getFirst().actual()).contains("for all addresses");
        assertThat(found.blocks()).hasSameSizeAs(work.heap().blocks());
    }
}
