package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cairn.heap.windows.DamagedLfhTest.VISTA;
import static org.cairn.heap.windows.DamagedLfhTest.WIN10;
import static org.cairn.heap.windows.DamagedLfhTest.WIN10_86;
import static org.cairn.heap.windows.DamagedLfhTest.WIN11;
import static org.cairn.heap.windows.DamagedLfhTest.WIN7;
import static org.cairn.heap.windows.DamagedLfhTest.WIN7_64;
import static org.cairn.heap.windows.DamagedLfhTest.WIN81;
import static org.cairn.heap.windows.DamagedLfhTest.assertOthersFound;
import static org.cairn.heap.windows.DamagedLfhTest.corrupt;
import static org.cairn.heap.windows.DamagedLfhTest.decode;
import static org.cairn.heap.windows.DamagedLfhTest.only;
import static org.cairn.heap.windows.DamagedLfhTest.pointer;

import org.cairn.testkit.LfhWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One thing broken in the zones of a low-fragmentation heap: exactly that is reported, and all
 * blocks are found by their containers. Offsets are those of the published structures, written out.
 */
final class DamagedLfhZonesTest {
    /** {@code _LFH_HEAP.SubSegmentZones}. */
    private static long zones(LfhWork work) {
        boolean modern = work.hasFrontOfItsOwn();
        int offset = work.isWide() ? modern ? 0x8 : 0x28 : modern ? 0x4 : 0x18;
        return work.containers().getFirst().front() + offset;
    }

    private static long firstZone(LfhWork work) {
        var cursor = work.process().space().cursor();
        assertThat(cursor.seek(zones(work), pointer(work))).isTrue();
        return cursor.pointer(0, pointer(work));
    }

    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void listOfZones(String table) {
        LfhWork work = new LfhWork(table);
        corrupt(work, zones(work), pointer(work), 0x4141_4141);
        Recorder found = decode(work);
        only(found, "nt.lfh-zones", zones(work));
        assertOthersFound(found, work);
    }

    /** {@code NextIndex}, before 8 {@code FreePointer}. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void zoneWithTooMuchInIt(String table) {
        LfhWork work = new LfhWork(table);
        long zone = firstZone(work);
        boolean modern = work.hasFrontOfItsOwn();
        corrupt(
                work,
                zone + 2L * pointer(work),
                modern ? Integer.BYTES : pointer(work),
                modern ? 0x7777_7777 : zone + 0x3000_0000);
        Recorder found = decode(work);
        only(found, "nt.lfh-zones", zone);
        assertOthersFound(found, work);
    }

    /** A subsegment without a container has blocks all of a sudden. */
    @ParameterizedTest
    @ValueSource(strings = {VISTA, WIN7, WIN7_64, WIN81, WIN10, WIN10_86, WIN11})
    void subsegmentWithoutContainer(String table) {
        LfhWork work = new LfhWork(table);
        LfhWriter retired = work.containers().get(7);
        LfhWriter other = work.containers().get(9);
        long field = retired.subsegment() + pointer(work);
        int count =
                work.hasFrontOfItsOwn() ? work.isWide() ? 0x28 : 0x18 : work.isWide() ? 0x1c : 0x14;
        corrupt(work, field, pointer(work), other.block(3));
        corrupt(work, retired.subsegment() + count, Short.BYTES, 5);
        Recorder found = decode(work);
        only(found, "nt.lfh-subsegment", field);
        assertOthersFound(found, work);
    }
}
