package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Memory that was made to mislead a scan: no exception, no blocks out of place. */
class HostileScanTest {
    private static final int PAGE = 0x1000;
    private static final int PAGES = 96;
    private static final int ROUNDS = 10;

    private static int scan(AddressSpace memory, Optional<String> layout) {
        DecodeContext context = BareMemory.context(memory, layout, Progress.NONE);
        ScanPoolDecoder decoder = new ScanPoolDecoder();
        int blocks = 0;
        for (HeapRoot root : decoder.locate(context)) {
            Recorder found = new Recorder();
            decoder.decode(root, context, found);
            assertThat(found.faults).isEmpty();
            found.blocks().stream()
                    .limit(50)
                    .forEach(block -> decoder.describe(root, block.address(), context));
            blocks += found.blocks().size();
        }
        return blocks;
    }

    /**
     * Each unit of each page begins with a header; they overlap, lead out of the page, or agree.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "win2003-sp2-x64",
                "win7-sp1-x64",
                "win10-1809-17763-x64",
                "win10-2004-19041-x64",
                "win10-22h2-19045-x86"
            })
    void headersThatOverlap(String table) {
        TypeTable types = new ShippedTypes().named(table).orElseThrow();
        Structure header = types.structure("_POOL_HEADER");
        int unit = types.id().architecture() == Architecture.X64 ? 16 : 8;
        Random random = new Random(table.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[PAGES * PAGE];
            MemorySegment memory = MemorySegment.ofArray(bytes);
            int most = 1 << 1 + random.nextInt(7);
            for (int at = 0; at < bytes.length; at += unit) {
                header.field("PreviousSize").set(memory, at, random.nextInt(4) / 3);
                header.field("BlockSize").set(memory, at, 1 + random.nextInt(most));
                header.field("PoolIndex").set(memory, at, random.nextInt(8) / 7);
                header.field("PoolType").set(memory, at, random.nextInt(8));
                System.arraycopy(new byte[] {'H', 's', 't', 'l'}, 0, bytes, at + 4, 4);
            }
            AddressSpace space = BareMemory.of(bytes);
            assertThat(scan(space, Optional.of(table))).isLessThanOrEqualTo(bytes.length / unit);
            scan(space, Optional.empty());
        }
    }

    /** Sound pools with damaged bytes, of which parts are absent, also parts of pages. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x86"})
    void damagedAndAbsentBytes(String table) {
        byte[] sound = new PoolMachine(table).fill().machine.raw();
        Random random = new Random(5);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = sound.clone();
            for (int i = 0; i < 2000; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            SparseMemory.Builder builder = SparseMemory.builder(Absence.NOT_CAPTURED);
            int at = random.nextInt(PAGE);
            while (at < bytes.length) {
                int size = Math.min(bytes.length - at, 1 + random.nextInt(40 * PAGE));
                builder.bytes(at, MemorySegment.ofArray(bytes), at, size);
                at += size + random.nextInt(3) * random.nextInt(PAGE);
            }
            assertThat(scan(builder.build(), Optional.empty())).isPositive();
        }
    }

    /** Pages at the end of the addresses, and a page that lies in two runs. */
    @ParameterizedTest
    @ValueSource(longs = {0, 0x10_0800, -0x1000_0000L})
    void placesOfMemory(long base) {
        byte[] sound = new PoolMachine("win7-sp1-x64").fill().machine.raw();
        SparseMemory.Builder builder = SparseMemory.builder(Absence.NOT_CAPTURED);
        int half = sound.length / 2 + 0x800;
        MemorySegment bytes = MemorySegment.ofArray(sound);
        builder.bytes(base & -PAGE, bytes, 0, half);
        builder.bytes((base & -PAGE) + half, bytes, half, sound.length - half);
        int blocks = scan(builder.build(), Optional.empty());
        assertThat(blocks).isEqualTo(scan(BareMemory.of(sound), Optional.empty()));
    }

    /** Of one page nobody can tell the version; who names it gets its blocks. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x86"})
    void aSinglePageOfANamedVersion(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Map<Long, Long> pages =
                made.pool.blocks().stream()
                        .filter(block -> block.headerBytes() > 0)
                        .collect(
                                Collectors.groupingBy(
                                        block -> block.address() & -PAGE, Collectors.counting()));
        Map.Entry<Long, Long> few =
                pages.entrySet().stream()
                        .filter(page -> page.getValue() < 32)
                        .findFirst()
                        .orElseThrow();
        AddressSpace memory = BareMemory.of(made.machine.kernelBytes(few.getKey(), PAGE));
        assertThat(scan(memory, Optional.of(table))).isEqualTo(few.getValue().intValue());
        assertThat(scan(memory, Optional.empty())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"win10-2004-19041-x64", "win7-sp1-x64"})
    void demandedVersionsFindOnlyTheirs(String table) {
        PoolMachine made = new PoolMachine("winxp-sp3-x86").fill();
        AddressSpace memory = BareMemory.of(made.machine.raw());
        DecodeContext context = BareMemory.context(memory, Optional.of(table), Progress.NONE);
        List<HeapRoot> roots = new ScanPoolDecoder().locate(context);
        assertThat(roots).allMatch(root -> root.layout().equals(table));
        assertThat(scan(memory, Optional.of(table)) * 10)
                .isLessThan(scan(memory, Optional.of("winxp-sp3-x86")));
    }
}
