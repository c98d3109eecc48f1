package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockSink;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.pool.windows.TriageFile.Read;
import org.cairn.pool.windows.TriageFile.Truth;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticSpecialPool;
import org.cairn.testkit.TriageDumpWriter;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Small dumps of damaged pools, and what in them only looks like pools. */
class TriagePoolDamageTest {
    private static final int PAGE = TriageFile.PAGE;

    /** Blocks up to this size are as far apart as they are large. */
    private static final int MOST_UNITS = 64;

    private static final byte[] OVERRUN = "AAAAAAAAAAAAAAAA".getBytes(StandardCharsets.US_ASCII);

    private final Path folder;

    TriagePoolDamageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A block in use amid others in use, in the middle of a page. */
    private static int victim(List<Truth> blocks) {
        for (int i = 2; i < blocks.size() - 2; i++) {
            List<Truth> around = blocks.subList(i - 2, i + 3);
            long page = around.getFirst().address() & -PAGE;
            if (around.stream().noneMatch(Truth::free)
                    && around.getFirst().address() != page
                    && (around.getLast().address() & -PAGE) == page) {
                return i;
            }
        }
        throw new IllegalStateException("no such block");
    }

    private static List<String> lines(Stream<Truth> blocks) {
        return blocks.map(Truth::line).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86, 2600",
        "win2003-sp2-x64, X64, 3790",
        "winvista-sp2-x86, X86, 6002",
        "win7-sp1-x64, X64, 7601",
        "win81-x64, X64, 9600",
        "win10-1607-14393-x64, X64, 14393"
    })
    void tellsTheDamagedHeaderOfAPage(String table, Architecture architecture, int build)
            throws Exception {
        TriageFile file = new TriageFile(table, architecture, build, false);
        List<Truth> blocks = file.blocks(true);
        int victim = victim(blocks);
        Truth suspect = blocks.get(victim - 1);
        Truth damaged = blocks.get(victim);
        file.writer.bugCheck(0x19, 0x20, damaged.address(), damaged.address() + 0x40, 0);
        file.damage(damaged.address(), Arrays.copyOf(OVERRUN, file.unit));
        file.capture(damaged.address() & -PAGE, PAGE);
        Read read = file.read(folder, new FragmentPoolDecoder());

        assertThat(read.lines())
                .containsExactlyElementsOf(
                        lines(file.captured(true).stream().filter(each -> each != damaged)));
        assertThat(read.told())
                .filteredOn(told -> told.startsWith("pool.chain"))
                .hasSize(1)
                .allMatch(told -> told.contains(Long.toHexString(damaged.address())))
                .allMatch(told -> told.contains("tag " + suspect.tag()));
        assertThat(read.told())
                .filteredOn(told -> told.startsWith("pool.bug-check"))
                .anyMatch(
                        told ->
                                told.contains("parameter 2: behind the damaged header at 0x")
                                        && told.contains(Long.toHexString(damaged.address())));
    }

    /** Where there is only a piece of the page, too, the block before is the suspect. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86, 2600",
        "win2003-sp2-x64, X64, 3790",
        "win7-sp1-x86, X86, 7601",
        "win7-sp1-x64, X64, 7601",
        "win10-1607-14393-x64, X64, 14393"
    })
    void keepsTheBlockBeforeADamagedHeader(String table, Architecture architecture, int build)
            throws Exception {
        TriageFile file = new TriageFile(table, architecture, build, false);
        List<Truth> blocks = file.blocks(true);
        int victim = victim(blocks);
        Truth before = blocks.get(victim - 2);
        Truth suspect = blocks.get(victim - 1);
        Truth damaged = blocks.get(victim);
        file.writer.bugCheck(0x19, 0x20, suspect.address(), damaged.address(), 0);
        file.damage(damaged.address(), Arrays.copyOf(OVERRUN, file.unit));
        file.capture(before.address(), (int) (damaged.address() + 0x20 - before.address()));
        Read read = file.read(folder, new FragmentPoolDecoder());

        assertThat(read.lines()).containsExactly(before.line(), suspect.line());
        assertThat(read.pools().getFirst().at(suspect.address()).orElseThrow().flags())
                .isEqualTo(BlockSink.FOUND_HINT);
        assertThat(read.told())
                .hasSize(1)
                .allMatch(told -> told.contains("parameter 2: in busy block"))
                .allMatch(told -> told.contains("tag " + suspect.tag()));
    }

    /** Double free: the header says free, and the block is found by those beside it. */
    @ParameterizedTest
    @CsvSource({"winxp-sp3-x86, X86, 2600", "win7-sp1-x64, X64, 7601"})
    void findsAFreeBlockByThoseBesideIt(String table, Architecture architecture, int build)
            throws Exception {
        TriageFile file = new TriageFile(table, architecture, build, false);
        List<Truth> blocks = file.blocks(true);
        int found = 0;
        for (int i = 1; i + 1 < blocks.size() && found < 4; i++) {
            Truth free = blocks.get(i);
            Truth next = blocks.get(i + 1);
            if (free.free()
                    && free.size() < 0x400
                    && (free.address() & -PAGE) == (next.address() & -PAGE)
                    && free.address() % PAGE != 0) {
                boolean ahead = found++ % 2 == 0;
                Truth other = ahead ? next : blocks.get(i - 1);
                long from = Math.min(free.address(), other.address());
                long to = Math.max(free.address(), other.address());
                TriageFile piece = new TriageFile(table, architecture, build, false);
                piece.writer.bugCheck(0xc2, 7, 0, 0, free.user());
                piece.capture(from, (int) (to - from) + 0x18);
                Read read = piece.read(folder, new FragmentPoolDecoder());
                assertThat(read.lines()).contains(free.line(), other.line());
                assertThat(read.told())
                        .hasSize(1)
                        .allMatch(told -> told.contains("parameter 4: in free block"));
            }
        }
        assertThat(found).isEqualTo(4);
    }

    /** Text has sizes, types and tags of blocks. */
    @ParameterizedTest
    @CsvSource({"X86, 2600", "X86, 7601", "X86, 19045", "X64, 3790", "X64, 7601", "X64, 22621"})
    void takesNoTextForBlocks(Architecture architecture, int build) throws Exception {
        boolean wide = architecture == Architecture.X64;
        String table = wide ? "win7-sp1-x64" : "win7-sp1-x86";
        TriageFile file = new TriageFile(table, architecture, build, false);
        Random random = new Random(build);
        for (int piece = 0; piece < 64; piece++) {
            byte[] text = new byte[0x400];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) (' ' + random.nextInt('~' - ' '));
            }
            file.writer.block(
                    (wide ? 0xffff_f8a0_0300_0000L : 0x8900_0000L) + piece * 0x800L, text);
        }
        assertThat(file.read(folder, new FragmentPoolDecoder()).pools()).isEmpty();
    }

    /**
     * The page of special pool that the bug check speaks of; no variable says that there is any.
     */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86, 2600",
        "win2003-sp2-x64, X64, 3790",
        "win7-sp1-x64, X64, 7601",
        "win10-2004-19041-x64, X64, 19041",
        "win11-22h2-22621-x64, ARM64, 26100"
    })
    void findsTheBlockOfSpecialPool(String table, Architecture architecture, int build)
            throws Exception {
        boolean wide = architecture != Architecture.X86;
        TypeTable types = new ShippedTypes().named(table).orElseThrow();
        SyntheticMachine machine =
                new SyntheticMachine(types, wide ? PagingMode.X64 : PagingMode.PAE, 8);
        long first = wide ? 0xffff_cf80_0010_0000L : 0x9a00_0000L;
        SyntheticSpecialPool pool =
                new SyntheticSpecialPool(machine, types, first, first + 0x100_0000);
        SyntheticSpecialPool.Block block = pool.add(0x123, false, "SpA1", 0x5b, true, 0);
        TriageDumpWriter writer = new TriageDumpWriter(architecture, build);
        writer.bugCheck(0xc1, block.user(), block.user() + 0x123, 0x123, 0x24);
        machine.kernelBytes(block.user() + 0x123, new byte[] {7});
        writer.block(block.page(), machine.kernelBytes(block.page(), PAGE));
        Read read = TriageFile.read(writer, folder, new SpecialPoolDecoder());
        assertThat(read.pools()).hasSize(1);
        Recorder.Block found = read.pools().getFirst().at(block.page()).orElseThrow();
        assertThat(found.userAddress()).isEqualTo(block.user());
        assertThat(found.userSize()).isEqualTo(0x123);
        assertThat(found.tag()).isEqualTo("SpA1");
        assertThat(read.told())
                .anyMatch(told -> told.contains("parameter 1: in busy block"))
                .anyMatch(
                        told ->
                                told.startsWith(
                                        "pool.special-pattern "
                                                + Long.toHexString(block.user() + 0x123)));
        assertThat(TriageFile.read(writer, folder, new FragmentPoolDecoder()).pools()).isEmpty();
        writer.bugCheck(0xa, block.user(), 2, 0, 0);
        assertThat(TriageFile.read(writer, folder, new SpecialPoolDecoder()).pools()).isEmpty();
    }

    /** Of two blocks that overlap, the one that is at its own distance is right. */
    @ParameterizedTest
    @CsvSource({
        "win10-1903-18362-x64, X64, 18362",
        "win10-2004-19041-x64, X64, 19041",
        "win10-22h2-19045-x86, X86, 19045",
        "win11-22h2-22621-x64, ARM64, 26100"
    })
    void keepsTheBlockBehindAWrongSize(String table, Architecture architecture, int build)
            throws Exception {
        TriageFile file = new TriageFile(table, architecture, build, true);
        List<Truth> expected = new ArrayList<>();
        for (boolean paged : new boolean[] {false, true}) {
            List<Truth> blocks = file.blocks(paged);
            for (int i = 0; i + 1 < blocks.size(); i++) {
                Truth wrong = blocks.get(i);
                Truth next = blocks.get(i + 1);
                long distance = next.address() - wrong.address();
                if (wrong.size() == distance
                        && next.size() == distance
                        && distance <= MOST_UNITS * file.unit) {
                    file.damage(wrong.address() + 2, (byte) (distance / file.unit + 1));
                    file.capture(wrong.address(), (int) (2 * distance));
                    expected.add(wrong);
                    expected.add(next);
                    i++;
                }
            }
        }
        assertThat(expected).hasSizeGreaterThan(8);
        Read read = file.read(folder, new FragmentPoolDecoder());
        assertThat(read.lines()).containsExactlyInAnyOrderElementsOf(lines(expected.stream()));
        for (int i = 0; i < expected.size(); i++) {
            Truth block = expected.get(i);
            int certainty = i % 2 == 0 ? BlockSink.FOUND_HINT : BlockSink.FOUND_STRONG;
            assertThat(read.pools())
                    .anyMatch(
                            pool ->
                                    pool.at(block.address())
                                            .filter(found -> found.flags() == certainty)
                                            .isPresent());
        }
    }

    /** Nothing is found where the parameter leads, and that is said. */
    @ParameterizedTest
    @CsvSource({
        "win7-sp1-x86, X86, 7601, false",
        "win7-sp1-x64, X64, 7601, false",
        "win10-2004-19041-x64, X64, 19041, true",
        "win10-22h2-19045-x86, X86, 19045, true"
    })
    void saysThatAParameterLeadsToNoBlock(
            String table, Architecture architecture, int build, boolean segments) throws Exception {
        for (boolean damaged : new boolean[] {false, true}) {
            TriageFile file = new TriageFile(table, architecture, build, segments);
            List<Truth> blocks =
                    file.blocks(true).stream()
                            .filter(block -> !block.free() && block.size() >= 0x40)
                            .toList();
            Truth block = blocks.get(blocks.size() / 2);
            Truth other = blocks.getFirst();
            file.writer.bugCheck(0xc2, 7, 0x1200, 0, block.user());
            if (damaged) {
                file.damage(block.address(), Arrays.copyOf(OVERRUN, file.unit));
            }
            file.capture(block.address(), 0x40).capture(other.address(), 0x40);
            Read read = file.read(folder, new FragmentPoolDecoder());
            assertThat(read.pools()).isNotEmpty();
            assertThat(read.told()).hasSize(damaged ? 0 : 1);
            assertThat(read.pools().stream().flatMap(pool -> pool.notes.stream()).toList())
                    .filteredOn(note -> note.contains("is in no block that was found"))
                    .hasSize(damaged ? read.pools().size() : 0)
                    .allMatch(
                            note ->
                                    note.contains("it was freed twice")
                                            && note.contains(
                                                    "parameter 4: 0x"
                                                            + Long.toHexString(block.user())));
        }
    }

    @Test
    void survivesDamageEverywhere() throws Exception {
        TriageFile file = new TriageFile("win7-sp1-x64", Architecture.X64, 7601, false);
        Random random = new Random(7601);
        List<Truth> blocks = file.blocks(true);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(1, 12)];
            random.nextBytes(bytes);
            Truth block = blocks.get(random.nextInt(blocks.size()));
            file.damage(block.address() + random.nextInt(4), bytes);
        }
        for (int page = 0; page < 8; page++) {
            file.capture(blocks.getFirst().address() + page * PAGE, PAGE);
        }
        for (int i = 0; i < 100; i++) {
            file.around(blocks.get(random.nextInt(blocks.size())).user());
        }
        file.writer.bugCheck(0x19, 3, blocks.get(3).address(), -1L, Long.MIN_VALUE);
        Read read = file.read(folder, new FragmentPoolDecoder());
        assertThat(read.pools()).isNotEmpty().allMatch(pool -> pool.faults.isEmpty());
    }
}
