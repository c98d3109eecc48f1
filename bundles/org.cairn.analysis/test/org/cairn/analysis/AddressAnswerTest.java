package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.MadeUpFormat.Behaviour;
import org.cairn.analysis.table.Table;
import org.cairn.dump.Remark;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;
import org.cairn.memory.Absence;
import org.cairn.memory.Progress;
import org.junit.jupiter.api.Test;

import java.util.OptionalLong;

/** What is said of an address: the block, the part of it, or the gap. */
class AddressAnswerTest extends MadeUpAnalysis {
    @Test
    void answersForAnAddress() throws Exception {
        try (Analysis analysis = analyse(MadeUpFormat::wellBehaved)) {
            AddressReport report =
                    analysis.at(MadeUpFormat.BASE + 0x234, OptionalLong.empty(), Progress.NONE);
            assertThat(report.place())
                    .contains(
                            new AddressReport.Place(
                                    MadeUpFormat.BASE + 0x200, "the user data", 0x24));
            assertThat(report.tables())
                    .extracting(Table::name)
                    .containsExactly("block", "header", "anomalies", "neighbours");
            assertThat(csv(report.tables().get(3)).lines())
                    .anyMatch(line -> line.startsWith("previous,0xffff800000000100,256"))
                    .anyMatch(line -> line.startsWith("next,0xffff800000000300,256"));
            assertThat(
                            analysis.at(
                                            MadeUpFormat.BASE + 0x2001,
                                            OptionalLong.empty(),
                                            Progress.NONE)
                                    .place())
                    .isEmpty();
        }
    }

    /** As on x64, where data runs on over eight bytes of the next header. */
    @Test
    void theBlockWhoseDataHoldsAnAddressWins() throws Exception {
        Behaviour overlapping =
                (sink, heap) -> {
                    int kind = sink.kind("cell");
                    sink.segment(heap, 0x60, "segment");
                    sink.block(heap, 0x20, heap + 0x10, 0x18, BlockState.BUSY, kind, 0, 0);
                    sink.block(heap + 0x20, 0x10, heap + 0x30, 5, BlockState.BUSY, kind, 0, 0);
                    sink.block(heap + 0x30, 0x30, heap + 0x40, 0x20, BlockState.BUSY, kind, 0, 0);
                };
        try (Analysis analysis = analyse(overlapping)) {
            assertThat(place(analysis, 0x1f)).isEqualTo("0 the user data f");
            assertThat(place(analysis, 0x20))
                    .as("first byte of a block")
                    .isEqualTo("20 the header 0");
            assertThat(place(analysis, 0x24)).isEqualTo("0 the user data 14");
            assertThat(place(analysis, 0x28)).isEqualTo("20 the header 8");
            assertThat(place(analysis, 0x30)).as("start of data").isEqualTo("20 the user data 0");
            assertThat(place(analysis, 0x34)).isEqualTo("20 the user data 4");
            assertThat(place(analysis, 0x35)).isEqualTo("30 the header 5");
            assertThat(place(analysis, 0x40)).isEqualTo("30 the user data 0");
            assertThat(
                            csv(analysis.at(
                                                    MadeUpFormat.BASE + 0x30,
                                                    OptionalLong.empty(),
                                                    Progress.NONE)
                                            .tables()
                                            .get(3))
                                    .lines())
                    .anyMatch(line -> line.startsWith("previous,0xffff800000000000,32"))
                    .anyMatch(line -> line.startsWith("next,0xffff800000000030,48"));
        }
    }

    private static String place(Analysis analysis, long offset) throws Exception {
        AddressReport.Place place =
                analysis.at(MadeUpFormat.BASE + offset, OptionalLong.empty(), Progress.NONE)
                        .place()
                        .orElseThrow();
        return Long.toHexString(place.block() - MadeUpFormat.BASE)
                + " "
                + place.part()
                + " "
                + Long.toHexString(place.offset());
    }

    /** Damaged bytes are no block: the gap, who may have done it, and the bytes are shown. */
    @Test
    void answersForAnAddressInAGap() throws Exception {
        long damaged = MadeUpFormat.BASE + 0x100;
        MadeUpFormat.Behaviour behaviour =
                (sink, heap) -> {
                    int kind = sink.kind("cell");
                    int owner =
                            sink.owner(
                                    new Owner(
                                            "test",
                                            "1",
                                            "somebody",
                                            "",
                                            Confidence.CERTAIN,
                                            "header"));
                    sink.segment(heap, MadeUpFormat.SIZE, "segment");
                    sink.block(
                            heap,
                            0x100,
                            heap + 0x10,
                            0xf0,
                            BlockState.BUSY,
                            kind,
                            owner,
                            BlockSink.FOUND_HINT);
                    sink.gap(damaged, 0x80, Absence.CORRUPT);
                    sink.uncommitted(damaged + 0x80, MadeUpFormat.SIZE - 0x180);
                    sink.anomaly(
                            new Anomaly(
                                    "test.header",
                                    damaged,
                                    Remark.Severity.ERROR,
                                    Confidence.CERTAIN,
                                    "a bad header",
                                    "",
                                    "",
                                    ""));
                };
        try (Analysis analysis = analyse(behaviour)) {
            AddressReport report = analysis.at(damaged + 0x24, OptionalLong.empty(), Progress.NONE);
            assertThat(report.place()).isEmpty();
            assertThat(report.memory())
                    .contains(
                            "a gap of 128 bytes at 0xffff800000000100, corrupt",
                            "block 0xffff800000000000 somebody ends where it begins");
            assertThat(report.tables())
                    .extracting(Table::name)
                    .containsExactly("gap", "header", "anomalies", "memory", "neighbours");
            assertThat(csv(report.tables().get(0)))
                    .contains(",corrupt,", "0xffff800000000000,somebody");
            assertThat(csv(report.tables().get(1))).contains("0xffff800000000100");
            assertThat(csv(report.tables().get(2))).contains("a bad header");
            assertThat(csv(report.tables().get(3))).contains("0xffff800000000100");
            AddressReport behind =
                    analysis.at(damaged + 0x100, OptionalLong.empty(), Progress.NONE);
            assertThat(behind.memory()).contains("uncommitted").doesNotContain("somebody");
            assertThat(csv(behind.tables().get(1))).doesNotContain("a bad header");
            String confidence = "select owner_confidence from blocks";
            assertThat(csv(analysis.sql(confidence, 1, Progress.NONE))).contains("hint");
        }
    }
}
