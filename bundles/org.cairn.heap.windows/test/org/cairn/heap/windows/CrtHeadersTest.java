package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.cairn.dump.DumpModule;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.Owner;
import org.cairn.memory.Addresses;
import org.cairn.testkit.CrtHeader;
import org.cairn.testkit.PageHeapWriter.Kind;
import org.cairn.testkit.SegmentHeapBlock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** Headers of the debug C run time, and records of failures, in segment heaps and page heaps. */
final class CrtHeadersTest {
    private static final String FILE = "C:\\src\\basket.cpp";

    /**
     * Lengths of data: in an LFH subsegment, in a chunk, of whole units, with memory of its own.
     */
    private static final int[] DATA = {101, 0x1001, 0x3_0005, 0x81_0003};

    private static CrtHeader header(SegmentWork work) {
        return new CrtHeader(
                work.process().memory(), work.isWide() ? Long.BYTES : Integer.BYTES, false);
    }

    /** Blocks of a debug run time: 60 of one size, so that most are in the LFH, then one each. */
    private static List<Long> allocate(SegmentWork work, CrtHeader crt, long name) {
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            users.add(work.heap().allocate(crt.size(DATA[0])));
            crt.write(users.getLast(), DATA[0], name, 42, 1, i);
        }
        for (int i = 1; i < DATA.length; i++) {
            users.add(work.heap().allocate(crt.size(DATA[i])));
            crt.write(users.getLast(), DATA[i], name, 42, 1, 60 + i);
        }
        return users;
    }

    private static SegmentHeapBlock block(SegmentWork work, long user) {
        return work.heap().blocks().stream()
                .filter(block -> block.userAddress() == user)
                .filter(block -> !block.kind().contains("subsegment"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "win10-22h2-19045-x64",
                "win10-22h2-19045-x86",
                "win11-23h2-22631-x64",
                "win10-1809-17763.5933-x64"
            })
    void ofBlocksOfEachKindInASegmentHeap(String table) {
        SegmentWork work = new SegmentWork(table);
        CrtHeader crt = header(work);
        long name = work.heap().allocate(0x48);
        crt.name(name, FILE);
        List<Long> users = allocate(work, crt, name);
        DecodeContext context = work.context();
        Recorder found = work.decode(context);
        assertThat(found.anomalies()).isEmpty();
        Owner line =
                new Owner(
                        "source line",
                        FILE + ":42",
                        "basket.cpp:42",
                        "debug C run time, normal block",
                        Confidence.STRONG,
                        "_CrtMemBlockHeader");
        assertThat(users).allSatisfy(user -> assertThat(found.owner(user)).contains(line));
        assertThat(found.owner(name)).isEmpty();
        assertThat(users.stream().map(user -> block(work, user).kind()).distinct())
                .containsExactlyInAnyOrder("VS", "LFH", "back end", "large");
        SegmentHeapDecoder decoder = new SegmentHeapDecoder();
        int[] shown = {20, 60, 61, 62};
        for (int i = 0; i < shown.length; i++) {
            SegmentHeapBlock block = block(work, users.get(shown[i]));
            assertThat(describe(decoder, block.address(), context))
                    .extracting(FieldValue::name, FieldValue::value)
                    .contains(
                            tuple("nBlockUse", "0x1 (normal block)"),
                            tuple("nDataSize", Integer.toString(DATA[i])),
                            tuple("nLine", "42"));
        }
        assertThat(describe(decoder, block(work, name).address(), context))
                .extracting(FieldValue::name)
                .doesNotContain("nBlockUse");
    }

    private static List<FieldValue> describe(
            HeapDecoder decoder, long block, DecodeContext context) {
        return decoder.describe(decoder.locate(context).getFirst(), block, context);
    }

    @ParameterizedTest
    @CsvSource({
        "win10-22h2-19045-x64, 20, true",
        "win10-22h2-19045-x64, 60, false",
        "win10-22h2-19045-x86, 61, false",
        "win10-22h2-19045-x86, 30, true"
    })
    void guardInASegmentHeap(String table, int broken, boolean front) {
        SegmentWork work = new SegmentWork(table);
        CrtHeader crt = header(work);
        List<Long> users = allocate(work, crt, 0);
        int data = broken < 60 ? DATA[0] : DATA[broken - 59];
        long guard = users.get(broken) + crt.header() + (front ? -3 : data + 1);
        work.process().corrupt(guard, (byte) 0x41);
        Recorder found = work.decode();
        assertThat(found.rules()).containsExactly("crt.guard");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(guard);
        assertThat(found.anomalies().getFirst().expected()).isEqualTo("0xfd");
    }

    /** A freed block's old header is not looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"win10-22h2-19045-x64", "win10-22h2-19045-x86"})
    void freeBlocksHaveNoOwner(String table) {
        SegmentWork work = new SegmentWork(table);
        List<Long> users = allocate(work, header(work), 0);
        SegmentHeapBlock freed = block(work, users.get(20));
        work.heap().free(users.get(20));
        Recorder found = work.decode();
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.owner(users.get(20))).isEmpty();
        assertThat(describe(new SegmentHeapDecoder(), freed.address(), work.context()))
                .extracting(FieldValue::name)
                .doesNotContain("nBlockUse");
    }

    /** A record of type 17 (double free in the LFH of a segment heap) in ntdll's data. */
    @ParameterizedTest
    @ValueSource(strings = {"win10-22h2-19045-x64"})
    void failureOfASegmentHeap(String table) {
        SegmentWork work = new SegmentWork(table);
        long user = work.heap().allocate(0x50);
        long ntdll = 0x7ffb_1000_0000L;
        work.process().module(new DumpModule(ntdll, 0x4_0000, "C:\\ntdll.dll", "", 0, 0, ""));
        work.process().memory().capture(ntdll + 0x3_0000, 0x1000);
        long record = ntdll + 0x3_0010;
        set(work, record + 4, 0x6e0);
        set(work, record + 8, 17);
        set(work, record + 0x10, work.heap().address());
        set(work, record + 0x18, user);
        Recorder found = work.decode();
        assertThat(found.rules()).containsExactly("nt.failure-information");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(user);
        assertThat(found.anomalies().getFirst().summary())
                .contains("type 17")
                .contains(Addresses.hex(record));
    }

    private static void set(SegmentWork work, long at, long value) {
        byte[] word = new byte[Long.BYTES];
        for (int i = 0; i < word.length; i++) {
            word[i] = (byte) (value >>> i * Byte.SIZE);
        }
        work.process().corrupt(at, word);
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, XP_X86, true",
        "win2003-sp2-x64, XP_X64, true",
        "win10-22h2-19045-x86, VISTA_X86, false",
        "win10-22h2-19045-x64, VISTA_X64, false"
    })
    void ofBlocksInAPageHeap(String table, Kind kind, boolean old) {
        PageWork work = new PageWork(table, kind);
        int pointer = work.work().isWide() ? Long.BYTES : Integer.BYTES;
        CrtHeader crt = new CrtHeader(work.work().process().memory(), pointer, old);
        long user = work.heap().allocate(crt.size(33), 0);
        crt.write(user, 33, 0, 7, 4, 99);
        DecodeContext context = work.work().context();
        PageHeapDecoder decoder = new PageHeapDecoder();
        long block =
                work.heap().busy().stream()
                        .filter(busy -> busy.userAddress() == user)
                        .findFirst()
                        .orElseThrow()
                        .address();
        assertThat(describe(decoder, block, context))
                .extracting(FieldValue::name, FieldValue::value)
                .contains(
                        tuple("StartStamp", "0xabcdbbbb"),
                        tuple("nBlockUse", "0x4 (client block)"),
                        tuple("nDataSize", "33"),
                        tuple("lRequest", "99"));
        assertThat(work.decode().owner(user).orElseThrow().label()).isEqualTo("client block");
    }
}
