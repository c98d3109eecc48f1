package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.cairn.heap.BlockSink;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.pool.windows.TriageFile.Read;
import org.cairn.pool.windows.TriageFile.Truth;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Small dumps of each family: which version it is, only the build in the header tells. */
class TriagePoolMatrixTest {
    private static final int PAGE = TriageFile.PAGE;
    private static final int LEAST = 20;

    private final Path folder;

    TriagePoolMatrixTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Table that the machine is written by, its processor and build, the table that is used. */
    static Stream<Arguments> pages() {
        return Stream.of(
                arguments("winxp-sp3-x86", Architecture.X86, 2600, "winxp"),
                arguments("win2003-sp2-x86", Architecture.X86, 3790, "win2003"),
                arguments("win2003-sp2-x64", Architecture.X64, 3790, "win2003"),
                arguments("winvista-sp2-x86", Architecture.X86, 6002, "winvista"),
                arguments("winvista-sp2-x86", Architecture.X86, 6000, "winvista"),
                arguments("winvista-sp2-x64", Architecture.X64, 6001, "winvista"),
                arguments("win7-sp1-x86", Architecture.X86, 7601, "win7"),
                arguments("win7-sp1-x64", Architecture.X64, 7600, "win7"),
                arguments("win81-x86", Architecture.X86, 9600, "win81"),
                arguments("win81-x64", Architecture.X64, 9600, "win81"),
                arguments("win81-x64", Architecture.X64, 9200, "win8"),
                arguments("win10-1607-14393-x86", Architecture.X86, 10240, "win10"),
                arguments("win10-1607-14393-x86", Architecture.X86, 14393, "win10-1607"),
                arguments("win10-1607-14393-x64", Architecture.X64, 14393, "win10-1607"),
                arguments("win10-1809-17763-x64", Architecture.X64, 17763, "win10-1809"));
    }

    static Stream<Arguments> segments() {
        return Stream.of(
                arguments("win10-1903-18362-x64", Architecture.X64, 18362, "win10-1903"),
                arguments("win10-1903-18362-x86", Architecture.X86, 18363, "win10-1903"),
                arguments("win10-2004-19041-x64", Architecture.X64, 19041, "win10-2004"),
                arguments("win10-22h2-19045-x86", Architecture.X86, 19045, "win10-22h2"),
                arguments("win2022-20348.2529-x64", Architecture.X64, 20348, "win2022"),
                arguments("win2022-20348.2529-x64", Architecture.ARM64, 22000, "win11-21h2"),
                arguments("win11-22h2-22621-x64", Architecture.X64, 22621, "win11-22h2"),
                arguments("win11-22h2-22621-x64", Architecture.X64, 26100, "win11"),
                arguments("win11-22h2-22621-x64", Architecture.ARM64, 26100, "win11"));
    }

    private static List<String> lines(Stream<Truth> blocks) {
        return blocks.map(Truth::line).toList();
    }

    /** No choice of a table is silent; where the build has none the nearest is taken. */
    private static void assertVersion(Read read, int build, String table) {
        assertThat(read.context().system().build()).isEqualTo(build);
        assertThat(read.roots())
                .extracting(HeapRoot::layout)
                .allMatch(layout -> layout.startsWith(table));
        assertThat(read.context().types().log().choices())
                .filteredOn(choice -> choice.subject().equals("kernel pools"))
                .isNotEmpty()
                .allMatch(
                        choice ->
                                choice.reason()
                                        .equals(
                                                choice.table().build() == build
                                                        ? "the kernel's build"
                                                        : "the nearest build to the kernel's"));
    }

    /** The page that the bug check speaks of is there: each block of it, free ones, too. */
    @ParameterizedTest
    @MethodSource("pages")
    void findsEachBlockOfAPage(String table, Architecture architecture, int build, String used)
            throws Exception {
        TriageFile file = new TriageFile(table, architecture, build, false);
        List<Truth> paged = file.blocks(true);
        Truth first = paged.get(LEAST);
        Truth other = file.blocks(false).getLast();
        file.writer.bugCheck(0x19, 0x20, first.address(), first.address() + first.size(), 0);
        file.capture(first.address() & -PAGE, PAGE).capture(other.address() & -PAGE, PAGE);
        Read read = file.read(folder, new FragmentPoolDecoder());

        assertVersion(read, build, used);
        assertThat(read.lines())
                .containsExactlyInAnyOrderElementsOf(
                        lines(
                                Stream.of(true, false)
                                        .flatMap(pool -> file.captured(pool).stream())));
        assertThat(read.pools()).allMatch(pool -> pool.faults.isEmpty());
        assertThat(read.pools())
                .flatExtracting(Recorder::blocks)
                .allMatch(block -> (block.flags() & BlockSink.FOUND_STRONG) != 0);
        assertThat(read.told())
                .anyMatch(
                        told ->
                                told.startsWith(
                                                "pool.bug-check "
                                                        + Long.toHexString(first.address()))
                                        && told.contains("parameter 2"));
    }

    /** Pieces of any size in any order, that cut blocks, adjoin and overlap. */
    private static TriageFile pieces(
            String table, Architecture architecture, int build, boolean segments) {
        TriageFile file = new TriageFile(table, architecture, build, segments);
        Random random = new Random(build);
        for (boolean paged : new boolean[] {true, false}) {
            List<Truth> blocks = file.blocks(paged);
            for (int i = 0; i < LEAST; i++) {
                file.around(blocks.get(random.nextInt(blocks.size())).user());
            }
            Truth block = blocks.get(blocks.size() / 2);
            file.capture(block.address(), 0x44).capture(block.address() + 0x44, 0x7c);
            file.capture(block.address() + 0x40, 0x200);
        }
        file.writer.shuffle(build);
        return file;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void findsTheBlocksOfPieces(String table, Architecture architecture, int build, String used)
            throws Exception {
        TriageFile file = pieces(table, architecture, build, false);
        Truth block =
                file.captured(true).stream().filter(each -> !each.free()).findFirst().orElseThrow();
        file.writer.bugCheck(0xc2, 7, 0x1234, 0x4000, block.user());
        Read read = file.read(folder, new FragmentPoolDecoder());

        assertVersion(read, build, used);
        List<Truth> captured =
                Stream.of(true, false).flatMap(pool -> file.captured(pool).stream()).toList();
        assertThat(captured).hasSizeGreaterThan(2 * LEAST);
        assertThat(read.lines()).isSubsetOf(lines(captured.stream()));
        assertThat(read.lines()).containsAll(lines(captured.stream().filter(each -> !each.free())));
        assertThat(read.pools()).allMatch(pool -> pool.faults.isEmpty());
        assertThat(read.told())
                .filteredOn(told -> told.startsWith("pool.bug-check"))
                .hasSize(1)
                .allMatch(told -> told.contains("parameter 4") && told.contains(block.tag()));
    }

    @ParameterizedTest
    @MethodSource("segments")
    void findsTheBlocksOfPiecesOfSegments(
            String table, Architecture architecture, int build, String used) throws Exception {
        TriageFile file = pieces(table, architecture, build, true);
        Truth block = file.captured(true).getFirst();
        file.writer.bugCheck(0x13a, 0x11, 0xffff_c080_0000_0000L, block.user(), 0);
        Read read = file.read(folder, new FragmentPoolDecoder());

        assertVersion(read, build, used);
        List<Truth> captured =
                Stream.of(true, false).flatMap(pool -> file.captured(pool).stream()).toList();
        assertThat(captured).hasSizeGreaterThan(LEAST);
        assertThat(read.lines()).containsExactlyInAnyOrderElementsOf(lines(captured.stream()));
        assertThat(read.pools()).allMatch(pool -> pool.faults.isEmpty());
        assertThat(read.told())
                .filteredOn(told -> told.startsWith("pool.bug-check"))
                .hasSize(1)
                .allMatch(told -> told.contains("parameter 3") && told.contains(block.tag()));
    }
}
