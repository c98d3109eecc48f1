package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.RawMemoryReader;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Absence;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.testkit.SyntheticOs2;
import org.cairn.testkit.SyntheticOs2.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Page tables that make a lot of a small file. */
class HostileMachineTest {
    private static final int RESIDENT_OWNER = 0xffec;
    private static final int HANDLE = 90;

    /** Far more than a heap reserves: 1.5 GB. */
    private static final int PAGES = 0x6_0000;

    @TempDir private Path folder = Path.of("");

    @Test
    void onePageThatIsMappedOverAndOver() throws Exception {
        AliasedMachine machine = new AliasedMachine();
        int page = machine.take();
        for (int i = 0; i < AliasedMachine.PAGE; i += 16) {
            machine.bytes.putInt(page + i, 0xffa4_0010);
        }
        machine.object(0x2000_0000L, PAGES, page, HANDLE, RESIDENT_OWNER);
        Path path = Files.write(folder.resolve("machine.bin"), machine.bytes.array());
        try (DumpSource source = DumpSource.open(path)) {
            Kernel kernel =
                    Kernel.find(new RawMemoryReader().read(source, Progress.NONE)).orElseThrow();
            List<HeapRoot> resident = kernel.roots(Kernel.RESIDENT);
            assertThat(resident).hasSize(2);
            assertThat(kernel.decode(resident.get(0)).blocks)
                    .hasSizeGreaterThanOrEqualTo(machine.model.blocks().size());
            assertThat(kernel.decode(resident.get(1)).blocks).hasSizeBetween(1, 4 * 256);
            assertThat(kernel.roots(Kernel.SWAPPABLE)).hasSize(1);
        }
    }

    @Test
    void moreBlocksThanAreKept() {
        ByteBuffer bytes = ByteBuffer.allocate(44 << 20).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes.capacity(); i += 16) {
            bytes.putInt(i, 0xffa4_0010);
        }
        Kernel kernel =
                Kernel.of(
                        SparseMemory.builder(Absence.NOT_CAPTURED)
                                .bytes(0xfd00_0000L, MemorySegment.ofArray(bytes.array()))
                                .build());
        assertThat(kernel.roots(Kernel.RESIDENT))
                .singleElement()
                .satisfies(root -> assertThat(root.note()).startsWith("partial: only the first "));
    }

    /** A machine whose page tables can be written, with room for more of them. */
    private static final class AliasedMachine {
        static final int PAGE = 0x1000;
        private static final int ROOT = 0x1d_6000;
        private static final int PRESENT = 0x63;
        private static final long ARENAS = 0xfef1_f020L;
        private static final int ARENA_SIZE = 22;
        private static final long OBJECTS = 0xfec8_0020L;
        private static final int OBJECT_SIZE = 16;

        /** From the first record back to the header's address of the last one's end. */
        private static final int END_OF_TABLE = -0x1c;

        final SyntheticOs2 model = new SyntheticOs2(Release.WARP_3_RETAIL);
        final ByteBuffer bytes;
        private int next;

        AliasedMachine() {
            byte[] memory = model.memory();
            next = memory.length;
            bytes = ByteBuffer.allocate(2 * next).order(ByteOrder.LITTLE_ENDIAN).put(0, memory);
        }

        int take() {
            int page = next;
            next += PAGE;
            return page;
        }

        private int entry(long address) {
            int directory = ROOT + (int) (address >>> 22) * 4;
            if (bytes.getInt(directory) == 0) {
                bytes.putInt(directory, take() | PRESENT);
            }
            return (bytes.getInt(directory) & -PAGE) + (int) (address >>> 12 & 0x3ff) * 4;
        }

        private int physical(long address) {
            return (bytes.getInt(entry(address)) & -PAGE) + (int) (address & PAGE - 1);
        }

        /** Adds a memory object of which every page is the same. */
        void object(long start, int pages, int page, int handle, int owner) {
            for (int i = 0; i < pages; i++) {
                bytes.putInt(entry(start + (long) i * PAGE), page | PRESENT);
            }
            int count = model.arenas().size();
            int arena = physical(ARENAS + (long) count * ARENA_SIZE);
            bytes.putInt(arena, pages).putInt(arena + 4, (int) start | 1);
            bytes.putShort(arena + 16, (short) handle);
            end(ARENAS, ARENAS + (long) (count + 1) * ARENA_SIZE);
            int object = physical(OBJECTS + (long) (handle - 1) * OBJECT_SIZE);
            bytes.putShort(object, (short) (count + 1)).putShort(object + 6, (short) owner);
            end(OBJECTS, OBJECTS + (long) handle * OBJECT_SIZE);
        }

        private void end(long table, long end) {
            bytes.putInt(physical(table + END_OF_TABLE), (int) end);
        }
    }
}
