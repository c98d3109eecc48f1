package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.cairn.dump.DumpException;
import org.cairn.dump.DumpModule;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.Owner;
import org.cairn.memory.Addresses;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.CrtHeader;
import org.cairn.testkit.HeapAids;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.StackDatabaseWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/** What debugging aids add to blocks of the NT heap. */
final class DebugAidsTest {
    private static final String XP = "winxp-sp3-x86";
    private static final String XP64 = "win2003-sp2-x64";
    private static final String WIN7_32 = "win7-sp1-x86";
    private static final String WIN7 = "win7-sp1-x64";
    private static final String WIN10_32 = "win10-22h2-19045-x86";
    private static final String WIN10 = "win10-22h2-19045-x64";

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    /** A process with a program, ntdll, a heap and a database of stacks. */
    private static final class Sample {
        private final Workload work;
        private final NtHeapWriter heap;
        private final StackDatabaseWriter stacks;
        private final long ntdll;
        private final long program;

        Sample(String table, HeapAids aids) {
            work = new Workload(table);
            ntdll = work.isWide() ? 0x7ffb_1000_0000L : 0x7c90_0000;
            program = work.isWide() ? 0x7ff6_4000_0000L : 0x40_0000;
            image(program, "shop.exe");
            image(ntdll, "ntdll.dll");
            heap = work.heap(HeapOptions.GROWABLE).with(aids);
            stacks =
                    new StackDatabaseWriter(
                            work.process().memory(),
                            work.types().id().architecture(),
                            heap.address() + 0x400_0000);
            stacks.record(ntdll + 0x1234, program + 0x111, program + 0x222);
            stacks.record(ntdll + 0x1234, 0x1234_5678L, program + 0x333);
        }

        private void image(long base, String name) {
            work.process().module(new DumpModule(base, 0x4_0000, "C:\\" + name, "", 0, 0, ""));
        }

        int pointer() {
            return work.isWide() ? Long.BYTES : Integer.BYTES;
        }
    }

    private Recorder decode(Sample sample) {
        return decode(sample.work.context());
    }

    private Recorder decode(DecodeContext context) {
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN7_32, WIN7, WIN10_32, WIN10})
    void stackBeforeTheData(String table) {
        Sample sample = new Sample(table, HeapAids.NONE);
        long plain = sample.heap.allocate(0x50);
        long one = sample.heap.allocate(0x51, 0, sample.stacks, 1);
        long two = sample.heap.allocate(0x900, 0, sample.stacks, 2);
        sample.work.process().memory().write(one, (byte) 1);
        Recorder found = decode(sample);
        assertThat(found.anomalies()).isEmpty();
        int unit = sample.work.unit();
        assertThat(found.at(one - 3L * unit).userAddress()).isEqualTo(one);
        assertThat(found.at(one - 3L * unit).userSize()).isEqualTo(0x51);
        assertThat(found.at(two - 3L * unit).userSize()).isEqualTo(0x900);
        assertThat(found.at(plain - unit).userSize()).isEqualTo(0x50);
        Owner owner = found.owner(one).orElseThrow();
        assertThat(owner.label()).isEqualTo("shop.exe+0x111");
        assertThat(owner.confidence()).isEqualTo(Confidence.CERTAIN);
        Owner other = found.owner(two).orElseThrow();
        assertThat(other.label()).isEqualTo("shop.exe+0x333");
        assertThat(other.confidence()).isEqualTo(Confidence.STRONG);
        assertThat(other.evidence()).isEqualTo("ntdll.dll+0x1234 < 0x12345678 < shop.exe+0x333");
        assertThat(found.owner(plain)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, XP64})
    void stackByItsNumber(String table) {
        Sample sample = new Sample(table, HeapAids.NONE);
        long one = sample.heap.allocate(0x51, 0, sample.stacks, 1);
        Recorder found = decode(sample);
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.at(one - sample.work.unit()).userSize()).isEqualTo(0x51);
        assertThat(found.owner(one).orElseThrow().label()).isEqualTo("shop.exe+0x111");
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, WIN7, WIN10_32, WIN10})
    void tag(String table) {
        Sample sample = new Sample(table, HeapAids.NONE);
        sample.heap.tag("first");
        int tag = sample.heap.tag("basket lines");
        long user = sample.heap.allocate(0x40, tag);
        long large = sample.heap.allocate(0x20_0000, tag);
        long other = sample.heap.allocate(0x40);
        Recorder found = decode(sample);
        assertThat(found.owner(user))
                .contains(
                        new Owner(
                                "heap tag",
                                "0x2",
                                "basket lines",
                                "",
                                Confidence.CERTAIN,
                                "_HEAP_ENTRY_EXTRA.TagIndex"));
        assertThat(found.owner(large)).isEqualTo(found.owner(user));
        assertThat(found.owner(other)).isEmpty();
    }

    /** Both are certain: the stack says more. A stack with unknown code gives way to the tag. */
    @ParameterizedTest
    @CsvSource({"1, shop.exe+0x111", "2, basket"})
    void bestEvidenceWins(int index, String label) {
        Sample sample = new Sample(XP, HeapAids.NONE);
        int tag = sample.heap.tag("basket");
        long user = sample.heap.allocate(0x40, tag, sample.stacks, index);
        assertThat(decode(sample).owner(user).orElseThrow().label()).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({XP + ", true", WIN10_32 + ", false", WIN7 + ", true", WIN10 + ", false"})
    void sourceLine(String table, boolean old) {
        Sample sample = new Sample(table, HeapAids.NONE);
        CrtHeader crt = new CrtHeader(sample.work.process().memory(), sample.pointer(), old);
        long name = sample.heap.allocate(0x40);
        crt.name(name, "C:\\src\\basket.cpp");
        long user = sample.heap.allocate(crt.size(100));
        crt.write(user, 100, name, 42, 1, 7);
        long unnamed = sample.heap.allocate(crt.size(10));
        crt.write(unnamed, 10, 0, 0, 4, 8);
        Recorder found = decode(sample);
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.owner(user))
                .contains(
                        new Owner(
                                "source line",
                                "C:\\src\\basket.cpp:42",
                                "basket.cpp:42",
                                "debug C run time, normal block",
                                Confidence.STRONG,
                                "_CrtMemBlockHeader"));
        DecodeContext context = sample.work.context();
        assertThat(
                        decoder.describe(
                                decoder.locate(context).getFirst(),
                                user - sample.work.unit(),
                                context))
                .extracting(FieldValue::name, FieldValue::value)
                .contains(
                        tuple("nBlockUse", "0x1 (normal block)"),
                        tuple("lRequest", "7"),
                        tuple("nLine", "42"));
        assertThat(found.owner(unnamed).orElseThrow().label()).isEqualTo("client block");
        assertThat(found.owner(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        WIN10_32 + ", true, 0",
        WIN10 + ", true, 2",
        WIN10_32 + ", false, 1",
        WIN10 + ", false, 3"
    })
    void brokenGuard(String table, boolean front, int offset) {
        Sample sample = new Sample(table, HeapAids.NONE);
        CrtHeader crt = new CrtHeader(sample.work.process().memory(), sample.pointer(), false);
        long intact = sample.heap.allocate(crt.size(30));
        crt.write(intact, 30, 0, 0, 1, 7);
        long user = sample.heap.allocate(crt.size(100));
        crt.write(user, 100, 0, 0, 1, 8);
        long guard = user + (front ? crt.header() - 4 : crt.header() + 100) + offset;
        sample.work.process().corrupt(guard, (byte) 0x20);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("crt.guard");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(guard);
        assertThat(found.anomalies().getFirst().actual()).isEqualTo("0x20");
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, XP64, WIN7_32, WIN7, WIN10})
    void fills(String table) {
        Sample sample = new Sample(table, HeapAids.FILLS);
        long[] users = new long[20];
        for (int i = 0; i < users.length; i++) {
            users[i] = sample.heap.allocate(30 + i * 7L);
        }
        for (int i = 1; i < users.length; i += 3) {
            sample.heap.free(users[i]);
        }
        Recorder healthy = decode(sample);
        assertThat(healthy.anomalies()).isEmpty();
        assertThat(healthy.at(users[2] - sample.work.unit()).userSize()).isEqualTo(44);
        sample.work.process().corrupt(users[2] + 44 + 3, (byte) 0);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.tail-fill");
        Anomaly anomaly = found.anomalies().getFirst();
        assertThat(anomaly.address()).isEqualTo(users[2] + 44 + 3);
        assertThat(anomaly.expected()).isEqualTo("0xab");
        assertThat(found.blocks()).hasSameSizeAs(healthy.blocks());
    }

    @ParameterizedTest
    @ValueSource(strings = {XP, XP64, WIN7_32, WIN7, WIN10})
    void useAfterFree(String table) {
        Sample sample = new Sample(table, HeapAids.FILLS);
        sample.heap.allocate(0x100);
        long freed = sample.heap.allocate(0x100);
        sample.heap.allocate(0x100);
        sample.heap.free(freed);
        sample.work.process().corrupt(freed + 0x41, (byte) 0x11);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.free-fill");
        Anomaly anomaly = found.anomalies().getFirst();
        assertThat(anomaly.address()).isEqualTo(freed + 0x41);
        assertThat(anomaly.expected()).isEqualTo("0xfe");
        assertThat(anomaly.actual()).isEqualTo("0x11");
        assertThat(anomaly.summary()).contains("65 bytes behind the beginning of its data");
    }

    private static void set(Sample sample, long at, long value, int bytes) {
        byte[] word = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            word[i] = (byte) (value >>> i * Byte.SIZE);
        }
        sample.work.process().corrupt(at, word);
    }

    /** Writes a failure record of type 8 into ntdll's data. */
    private static long fail(Sample sample, long block) {
        long at = sample.ntdll + 0x3_0010;
        sample.work.process().memory().capture(sample.ntdll + 0x3_0000, 0x1000);
        boolean wide = sample.work.isWide();
        int pointer = sample.pointer();
        set(sample, at + 4, wide ? 0x6e0 : 0xb8, 4);
        set(sample, at + 8, 8, 4);
        long first = at + (wide ? 0x10 : 0xc);
        set(sample, first, sample.heap.address(), pointer);
        set(sample, first + pointer, block, pointer);
        set(sample, first + 2L * pointer, 0x77, pointer);
        return at;
    }

    @ParameterizedTest
    @ValueSource(strings = {WIN7_32, WIN7, WIN10_32, WIN10})
    void failureRecord(String table) {
        Sample sample = new Sample(table, HeapAids.NONE);
        long user = sample.heap.allocate(0x50);
        long block = user - sample.work.unit();
        long record = fail(sample, block);
        Recorder found = decode(sample);
        assertThat(found.rules()).containsExactly("nt.failure-information");
        Anomaly anomaly = found.anomalies().getFirst();
        assertThat(anomaly.address()).isEqualTo(block);
        assertThat(anomaly.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(anomaly.summary())
                .contains("type 8, block is not busy: freed twice")
                .contains("Param1 0x77")
                .contains(Addresses.hex(record));
        assertThat(found.blocks().values())
                .containsExactlyElementsOf(
                        sample.heap.blocks().stream().map(NtHeapDecoderTest::expected).toList());
    }

    /** The exception leads to the record where no module is known. */
    @ParameterizedTest
    @ValueSource(strings = {WIN7_32, WIN10})
    void failureRecordOfTheException(String table) {
        Sample sample = new Sample(table, HeapAids.NONE);
        long user = sample.heap.allocate(0x50);
        long record = fail(sample, user);
        DecodeContext plain = sample.work.context();
        DecodeContext context =
                new DecodeContext(
                        plain.system(),
                        new ProcessImage(
                                1,
                                "",
                                plain.process().architecture(),
                                plain.space(),
                                List.of(),
                                List.of(),
                                plain.process().regions(),
                                plain.process().heapLists()),
                        plain.types(),
                        plain.progress(),
                        Optional.of(new DumpException(1, 0xc000_0374L, 0, List.of(record))));
        assertThat(decode(context).rules()).containsExactly("nt.failure-information");
        assertThat(decode(plain).blocks(BlockState.BUSY)).hasSize(1);
    }
}
