package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The dumps that the OS/2 Debugging Handbook prints, with the blocks that it describes or that
 * chain without a gap by its rules.
 */
class HandbookTest {
    private static final String DG_21A0 =
            "21a0  Code    Bas=fe070000 Lim=0000bd5b DPL=0 P  RE    A";

    @Test
    void regularBlocks() throws Exception {
        Kernel kernel = show(Display.SEMAPHORES);
        RecordingSink sink = kernel.resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fe04c8e4 regular 10 ffc2 semstruc",
                        "fe04c8f4 regular 10 ffc2 semstruc",
                        "fe04c904 free a8 ffe9 vmkrhf");
        var semaphore = sink.at(0xfe04c8e8L);
        assertThat(semaphore.userAddress()).isEqualTo(0xfe04c8e8L);
        assertThat(semaphore.userSize()).isEqualTo(0xc);
        assertThat(semaphore.state()).isEqualTo(BlockState.BUSY);
        assertThat(semaphore.flags()).isEqualTo(BlockSink.FOUND_STRONG);
        assertThat(sink.owner(semaphore))
                .isEqualTo(
                        new Owner(
                                "os2 owner id",
                                "0xffc2",
                                "semstruc",
                                "32-bit semaphore",
                                Confidence.STRONG,
                                "header"));
        var free = sink.at(0xfe04c908L);
        assertThat(free.state()).isEqualTo(BlockState.FREE);
        assertThat(free.flags()).isEqualTo(BlockSink.FOUND_STRONG | BlockSink.DATA_ABSENT);
        assertThat(kernel.field(Kernel.RESIDENT, 0xfe04c904L, "krhf_pbNext"))
                .isEqualTo("0xfe0c767c");
        assertThat(kernel.field(Kernel.RESIDENT, 0xfe04c904L, "krhf_pbPrev"))
                .isEqualTo("0xfe0c0ee0");
        assertThat(sink.anomalies).isEmpty();
        assertThat(kernel.swappable().blocks).isEmpty();
    }

    @Test
    void anExtendedBlockOfWhichTheMiddleIsAbsent() throws Exception {
        Kernel kernel = show(DG_21A0, Display.FSD_BEGIN, Display.FSD_END);
        RecordingSink sink = kernel.resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fe06fd70 free 28c",
                        "fe06fffc extended bd6c ff4c fsd5",
                        "fe07bd68 free 8c ffe9 vmkrhf");
        var inferred = sink.at(0xfe06fd70L);
        assertThat(inferred.state()).isEqualTo(BlockState.FREE);
        assertThat(inferred.flags())
                .isEqualTo(BlockSink.INFERRED | BlockSink.FOUND_STRONG | BlockSink.DATA_ABSENT);
        var driver = sink.at(0xfe07ade0L);
        assertThat(driver.address()).isEqualTo(0xfe06fffcL);
        assertThat(driver.userAddress()).isEqualTo(0xfe070000L);
        assertThat(driver.userSize()).isEqualTo(0xbd60);
        assertThat(driver.flags()).isEqualTo(BlockSink.FOUND_STRONG | BlockSink.DATA_ABSENT);
        assertThat(sink.owner(driver).evidence()).isEqualTo("trailer");
        assertThat(kernel.field(Kernel.RESIDENT, 0xfe06fffcL, "khba_sel"))
                .isEqualTo("0x21a0, code, base 0xfe070000, limit 0xbd5b");
        assertThat(kernel.field(Kernel.RESIDENT, 0xfe06fffcL, "khba_hobMTE"))
                .isEqualTo("0xff32, unused (hmte/pad)");
        assertThat(kernel.field(Kernel.RESIDENT, 0xfe07bd68L, "krhf_pbNext"))
                .isEqualTo("0xfe06fd70");
        assertThat(kernel.field(Kernel.RESIDENT, 0xfe07bd68L, "krhf_pbPrev"))
                .isEqualTo("0xfe02aa70");
        assertThat(sink.anomalies).isEmpty();
        assertThat(sink.segments)
                .containsExactly(new RecordingSink.Range(0xfe06fd70L, 0xc084, "run"));
        assertThat(sink.gaps).isEmpty();
    }

    @Test
    void anExtendedBlockWithoutItsTrailerHasNoOwner() throws Exception {
        RecordingSink sink = show(DG_21A0, Display.FSD_BEGIN).resident();
        assertThat(sink.facts()).containsExactly("fe06fd70 free 28c", "fe06fffc extended bd6c");
        assertThat(sink.anomalies).isEmpty();
    }

    @Test
    void theEndAloneShowsTheFreeBlockOnly() throws Exception {
        assertThat(show(Display.FSD_END).resident().facts())
                .containsExactly("fe07bd68 free 8c ffe9 vmkrhf");
    }

    @Test
    void headersInsideOfAJoinedFreeBlockAreNoBlocks() throws Exception {
        Kernel kernel =
                Kernel.of(
                        "%fe07bda8  fe07bd6a ffe90048 00000201 00000000",
                        "%fe07bdb8  00000000 00000000 00000000 02010000");
        assertThat(kernel.resident().blocks).isEmpty();
        assertThat(kernel.roots(Kernel.RESIDENT)).isEmpty();
    }

    /** "The 32-Bit Semaphore Event and Mutex Semaphores", slot 42. */
    @Test
    void smallBlocksAndSlackWithABoundaryTag() throws Exception {
        RecordingSink sink = show(Display.SHARED_EVENT).resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fe0bf90c regular c ffbf semopenq",
                        "fe0bf918 regular 14 ffc2 semstruc",
                        "fe0bf92c regular 10 ffbf semopenq",
                        "fe0bf93c regular c ffbf semopenq",
                        "fe0bf948 regular c ffa4 ldrdld",
                        "fe0bf954 regular c ffbf semopenq",
                        "fe0bf960 regular c ffa4 ldrdld",
                        "fe0bf96c regular c ffa4 ldrdld",
                        "fe0bf978 regular c ffbf semopenq",
                        "fe0bf984 regular c ffbf semopenq");
        assertThat(sink.blocks).allMatch(block -> block.has(BlockSink.FOUND_STRONG));
        assertThat(sink.at(0xfe0bf984L).has(BlockSink.DATA_ABSENT)).isTrue();
        assertThat(sink.anomalies).isEmpty();
    }

    @Test
    void theEndOfAHeap() throws Exception {
        RecordingSink sink = show(Display.END_OF_HEAP).resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fef1ef90 regular c ffbf semopenq",
                        "fef1ef9c regular 18 ffc2 semstruc",
                        "fef1efb4 regular c ffbf semopenq",
                        "fef1efc0 regular 18 ffc2 semstruc",
                        "fef1efd8 regular 24 ff91 timer",
                        "fef1effc end of heap 4 ffea vmkrhl");
        assertThat(sink.at(0xfef1effcL).state()).isEqualTo(BlockState.METADATA);
        assertThat(sink.gaps)
                .containsExactly(
                        new RecordingSink.Range(0xfef1ef84L, 0xc, "not captured"),
                        new RecordingSink.Range(0xfef1f000L, 4, "not captured"));
        assertThat(sink.anomalies).isEmpty();
    }

    /** "PMSEM/GRESEM", slot 42: four dwords, of which the last is a header. */
    @Test
    void aHeaderAtTheEndOfADisplay() throws Exception {
        RecordingSink sink = show(Display.ANONYMOUS_EVENT).resident();
        assertThat(sink.facts()).containsExactly("fdf88418 regular 18 ffc2 semstruc");
        assertThat(sink.blocks.get(0).flags())
                .isEqualTo(BlockSink.FOUND_HINT | BlockSink.DATA_ABSENT);
        assertThat(sink.anomalies).isEmpty();
    }

    /** "A Hang Problem Involving Locked Records", with and without the descriptor. */
    @Test
    void aDeviceDriverAndTheBlocksBehindIt() throws Exception {
        String descriptor = "0510  Data    Bas=fe6f3000 Lim=00000b2a DPL=0 P  RW    A";
        String[] rest = {
            "fe6f3b34 regular 1c ffc2 semstruc",
            "fe6f3b50 regular 14 ff9e mft",
            "fe6f3b64 regular c ffa4 ldrdld",
            "fe6f3b70 regular c ffa4 ldrdld",
            "fe6f3b7c regular 14 ff9e mft",
            "fe6f3b90 regular 1c ffc2 semstruc"
        };
        String[] all =
                facts("fe6f2ff0 regular c ffa4 ldrdld", "fe6f2ffc extended b38 ff53 dd4", rest);
        assertThat(show(descriptor, Display.DRIVER_BEGIN, Display.DRIVER_END).resident().facts())
                .containsExactly(all);
        Kernel without = show(Display.DRIVER_BEGIN, Display.DRIVER_END);
        assertThat(without.resident().facts()).containsExactly(all);
        assertThat(without.resident().anomalies).isEmpty();
        assertThat(without.field(Kernel.RESIDENT, 0xfe6f2ffcL, "khba_sel")).isEqualTo("0x510");
        assertThat(show(Display.DRIVER_BEGIN).resident().facts())
                .containsExactly("fe6f2ff0 regular c ffa4 ldrdld", "fe6f2ffc extended b38");
        assertThat(show(Display.DRIVER_END).resident().facts()).containsExactly(rest);
    }

    /**
     * "Volume Parameter Block (VPB)": the words before the header are the trailer of another block.
     */
    @Test
    void aTrailerThatLooksLikeAHeader() throws Exception {
        RecordingSink sink = show(Display.VPB_BEGIN, Display.VPB_END).resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fe6fd4e8 extended 9bc ffa2 vpb", "fe6fdea4 regular 1c ffc2 semstruc");
        assertThat(sink.blocks).allMatch(block -> block.has(BlockSink.FOUND_STRONG));
        assertThat(sink.anomalies).isEmpty();
    }

    @Test
    void aHeaderBehindATrailerThatLooksLikeOne() throws Exception {
        assertThat(show(Display.VPB_END).resident().facts())
                .containsExactly("fe6fdea4 regular 1c ffc2 semstruc");
    }

    /** "Current Directory Structure (CDS)". */
    @Test
    void aBlockWithRecords() throws Exception {
        RecordingSink sink = show(Display.CDS_BEGIN, Display.CDS_END).resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fe7015c0 extended 60c ff61 cdsrmp", "fe701bcc regular 54 ff9e mft");
        assertThat(sink.anomalies).isEmpty();
    }

    /** "Kernel Semaphore (KSEM)". */
    @Test
    void aKernelSemaphore() throws Exception {
        RecordingSink sink = show(Display.KSEM).resident();
        assertThat(sink.facts()).containsExactly("fe83bdf0 regular 18 ff7e ksem");
        assertThat(sink.blocks.get(0).has(BlockSink.FOUND_HINT)).isTrue();
    }

    /** "32-Bit Semaphore Structures": a private event. */
    @Test
    void anEventSemaphore() throws Exception {
        assertThat(show(Display.PRIVATE_EVENT).resident().facts())
                .containsExactly("fe86fa18 regular 18 ffc2 semstruc");
    }

    /**
     * "32-Bit Semaphore Structures": the records of a mux wait; their own header is not displayed.
     */
    @Test
    void blocksBehindOneWhoseHeaderIsAbsent() throws Exception {
        RecordingSink sink = show(Display.MUX_RECORDS).resident();
        assertThat(sink.facts())
                .containsExactly(
                        "fe88a914 regular 14 ffbe semmuxq",
                        "fe88a928 regular 10 ffc7 tkextlst",
                        "fe88a938 regular 10 ffc7 tkextlst",
                        "fe88a948 regular c ffa4 ldrdld",
                        "fe88a954 regular 10 ffc7 tkextlst",
                        "fe88a964 regular c ffa4 ldrdld",
                        "fe88a970 regular 10 ffc7 tkextlst");
        assertThat(sink.gaps)
                .containsExactly(new RecordingSink.Range(0xfe88a8f4L, 0x20, "not captured"));
    }

    /** "Swappable Heap Blocks": 52000805 in the code is no header. */
    @Test
    void aSwappableBlock() throws Exception {
        String descriptor = "08f0  Code    Bas=fca95000 Lim=00008ed3 DPL=0 P  RE    A";
        Kernel kernel = show(descriptor, Display.SWAPPABLE_CODE);
        RecordingSink sink = kernel.swappable();
        assertThat(sink.facts()).containsExactly("fca94ff8 swappable 8ee0 ff49 fsd2");
        var block = sink.at(0xfca95038L);
        assertThat(block.userAddress()).isEqualTo(0xfca95000L);
        assertThat(block.userSize()).isEqualTo(0x8ed8);
        assertThat(block.flags()).isEqualTo(BlockSink.FOUND_STRONG | BlockSink.DATA_ABSENT);
        assertThat(kernel.field(Kernel.SWAPPABLE, 0xfca94ff8L, "selector"))
                .isEqualTo("0x8f0, code, base 0xfca95000, limit 0x8ed3");
        assertThat(kernel.resident().blocks).isEmpty();
        assertThat(show(Display.SWAPPABLE_CODE).swappable().facts())
                .containsExactly("fca94ff8 swappable 8ee0 ff49 fsd2");
    }

    @Test
    void swappableBlocksInARow() throws Exception {
        Kernel kernel = show(Display.SWAPPABLE_NAME);
        assertThat(kernel.swappable().facts())
                .containsExactly(
                        "fcae5a20 swappable 20 ffc1 semstr", "fcae5a40 swappable c8 ff60 fsclmap");
        assertThat(kernel.swappable().blocks.get(0).flags()).isEqualTo(BlockSink.FOUND_STRONG);
        assertThat(kernel.resident().blocks).isEmpty();
    }

    /** "Ring 0 Loop Dump Analysis Example": the header in words. */
    @Test
    void aSwappableBlockWhoseDataIsSwappedOut() throws Exception {
        assertThat(
                        Kernel.of(
                                        "# dw %fca15000-10",
                                        "%fca14ff0  0000 0000 0000 0000 ff68 5200 ff4d 23d0",
                                        "%fca15000",
                                        "Invalid linear address: %fca15000")
                                .swappable()
                                .facts())
                .containsExactly("fca14ff8 swappable ff68 ff4d fsd6");
    }

    /** Kernel heaps lie in the system arena; a process's stack is none, whatever it holds. */
    @Test
    void memoryOfProcessesIsNoHeap() throws Exception {
        Kernel kernel =
                Kernel.of(
                        "%0004c8d8  00031c3f 00000000 00000000 ffc20010",
                        "%0004c8e8  00000010 00000000 fe040001 ffc20010");
        assertThat(kernel.roots(Kernel.RESIDENT)).isEmpty();
    }

    @Test
    void allDisplaysAtOnce() throws Exception {
        Kernel kernel = show(Display.values());
        List<Long> found =
                Stream.of(kernel.resident(), kernel.swappable())
                        .flatMap(sink -> sink.blocks.stream())
                        .map(RecordingSink.Block::address)
                        .sorted()
                        .toList();
        List<Long> headers =
                Arrays.stream(Display.values())
                        .flatMap(display -> display.headers().stream())
                        .sorted()
                        .toList();
        assertThat(found).isEqualTo(headers);
        assertThat(kernel.resident().anomalies).isEmpty();
        assertThat(kernel.swappable().anomalies).isEmpty();
    }

    private static Kernel show(Display... displays) throws Exception {
        return Kernel.of(Display.lines(displays));
    }

    private static Kernel show(String descriptor, Display... displays) throws Exception {
        return Kernel.of(
                Stream.concat(Stream.of(descriptor), Arrays.stream(Display.lines(displays)))
                        .toArray(String[]::new));
    }

    private static String[] facts(String first, String second, String[] rest) {
        return Stream.concat(Stream.of(first, second), Arrays.stream(rest)).toArray(String[]::new);
    }
}
