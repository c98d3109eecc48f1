package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.testkit.LfhWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One number or word of a container or its subsegment is wrong and the headers of its blocks are
 * good: it is told once, at its place, and all blocks are found. Offsets are those of the published
 * structures, written out.
 */
final class ContainerWalkTest {
    /** A container of some hundred blocks. */
    private static final int VICTIM = 9;

    private static LfhWriter victim(LfhWork work) {
        return work.containers().get(VICTIM);
    }

    private static Anomaly only(LfhWork work, String rule, long address) {
        Recorder found = DamagedLfhTest.decode(work);
        Anomaly anomaly = DamagedLfhTest.only(found, rule, address);
        DamagedLfhTest.assertOthersFound(found, work);
        return anomaly;
    }

    /** L2: BlockCount is smaller than it was. */
    @ParameterizedTest
    @CsvSource({
        "winvista-sp2-x64, 0x1c", "win7-sp1-x86, 0x14", "win7-sp1-x64, 0x1c",
        "win81-x64, 0x28", "win10-22h2-19045-x86, 0x18", "win10-22h2-19045-x64, 0x28"
    })
    void blockCountThatIsTooSmall(String table, String offset) {
        LfhWork work = new LfhWork(table);
        LfhWriter victim = victim(work);
        long address = victim.subsegment() + Integer.decode(offset);
        DamagedLfhTest.corrupt(work, address, 2, victim.count() - 5);
        Anomaly anomaly = only(work, "nt.lfh-offsets", address);
        assertThat(anomaly.expected()).contains(Integer.toString(victim.count()));
        assertThat(anomaly.actual()).isEqualTo("BlockCount " + (victim.count() - 5));
    }

    /** L2: SizeOfBitMap is smaller or larger than it was; BlockCount is not to blame. */
    @ParameterizedTest
    @CsvSource({
        "win81-x64, 0x20, -2", "win81-x64, 0x20, 2",
        "win10-22h2-19045-x86, 0x14, -2", "win10-22h2-19045-x86, 0x14, 2",
        "win10-22h2-19045-x64, 0x20, -2", "win11-22h2-22621-x64, 0x20, 2"
    })
    void sizeOfTheBitmap(String table, String offset, int more) {
        LfhWork work = new LfhWork(table);
        LfhWriter victim = victim(work);
        long address = victim.userBlocks() + Integer.decode(offset);
        DamagedLfhTest.corrupt(work, address, DamagedLfhTest.pointer(work), victim.count() + more);
        Anomaly anomaly = only(work, "nt.lfh-offsets", address);
        assertThat(anomaly.expected()).isEqualTo("BlockCount " + victim.count());
        assertThat(anomaly.actual()).isEqualTo("SizeOfBitMap " + (victim.count() + more));
    }

    /** L5: two words of the bitmap are overwritten. */
    @ParameterizedTest
    @CsvSource({
        "win81-x64, 0x30",
        "win10-22h2-19045-x86, 0x1c",
        "win10-22h2-19045-x64, 0x30",
        "win11-22h2-22621-x64, 0x30"
    })
    void overwrittenWordsOfTheBitmap(String table, String offset) {
        LfhWork work = new LfhWork(table);
        LfhWriter victim = victim(work);
        int pointer = DamagedLfhTest.pointer(work);
        assertThat(victim.count()).isGreaterThan(2 * pointer * Byte.SIZE);
        long address = victim.userBlocks() + Integer.decode(offset);
        DamagedLfhTest.corrupt(work, address, pointer, 0x1234_5678_1234_5678L);
        DamagedLfhTest.corrupt(work, address + pointer, pointer, 0x1234_5678_1234_5678L);
        Anomaly anomaly = only(work, "nt.lfh-state", address);
        assertThat(anomaly.summary()).contains("is overwritten: headers of");
    }

    /** L1: a subsegment leads to another container; it is not told a second time as missed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "winvista-sp2-x64",
                "win7-sp1-x86",
                "win7-sp1-x64",
                "win81-x64",
                "win10-22h2-19045-x86",
                "win10-22h2-19045-x64"
            })
    void subsegmentThatLeadsIntoABlock(String table) {
        LfhWork work = new LfhWork(table);
        LfhWriter victim = victim(work);
        long address = victim.subsegment() + DamagedLfhTest.pointer(work);
        DamagedLfhTest.corrupt(
                work, address, DamagedLfhTest.pointer(work), victim.userBlocks() + 0x200);
        only(work, "nt.lfh-user-blocks", address);
    }
}
