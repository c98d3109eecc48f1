package org.cairn.dump.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Page;
import org.cairn.memory.PageTables;
import org.cairn.memory.PageVisitor;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.TranslatedMemory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares with what an emulator said about its own page tables, through every container. */
class PagingConformanceTest {
    /** What each 8 bytes of a frame with the pattern hold, XORed with their physical address. */
    private static final long PATTERN = 0x5afe_0dd5_a5c3_e100L;

    private static final long PAGE = 0x1000;

    private static final Pattern SOFT = Pattern.compile("level=(\\d);entry=(0x[0-9a-f]+);.*");
    private static final Pattern SELF_MAP = Pattern.compile("(0x[0-9a-f]+)\\+(0x[0-9a-f]+)");

    private final Path folder;

    PagingConformanceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "x86-nonpae.raw, X86_PSE",
        "x86-nonpae.elf, X86_PSE",
        "x86-nonpae.kdump-zlib, X86_PSE",
        "x86-nonpae.kdump-lzo, X86_PSE",
        "x86-nonpae.kdump-snappy, X86_PSE",
        "x86-pae.raw, PAE",
        "x86-pae.elf, PAE",
        "x86-pae.kdump-zlib, PAE",
        "x86-pae.kdump-lzo, PAE",
        "x86-pae.kdump-snappy, PAE",
        "x64-4level.raw, X64",
        "x64-4level.elf, X64",
        "x64-4level.kdump-zlib, X64",
        "x64-4level.kdump-lzo, X64",
        "x64-4level.kdump-snappy, X64",
        "x64-5level.raw, X64_LA57",
        "x64-5level.elf, X64_LA57",
        "x64-5level.kdump-zlib, X64_LA57",
        "x64-5level.kdump-lzo, X64_LA57",
        "x64-5level.kdump-snappy, X64_LA57"
    })
    void agreesWithTheEmulator(String name, PagingMode mode) throws Exception {
        PagingTruth truth =
                PagingTruth.read(
                        Corpus.file("paging/" + name.split("\\.")[0] + ".truth.tsv", folder));
        PageTables expected = PageTables.of(mode, PagingTruth.number(truth.facts().get("cr3")));
        try (OpenDump open = OpenDump.read(Corpus.file("paging/" + name, folder))) {
            Dump dump = open.dump();
            assertThat(dump.memoryKind()).isEqualTo(MemoryKind.PHYSICAL);
            if (!name.endsWith(".raw")) {
                assertThat(dump.processors().getFirst().pageTables()).hasValue(expected);
                assertThat(dump.claim().architecture()).hasValue(mode.architecture());
                assertThat(dump.remarks()).isEmpty();
            }
            comparePattern(dump.memory(), truth);
            TranslatedMemory space = expected.over(dump.memory());
            compareEntries(space, truth);
            compareQueries(space, truth);
            compareBytes(space, truth);
        }
    }

    private static void comparePattern(AddressSpace physical, PagingTruth truth) {
        MemoryCursor cursor = physical.cursor();
        for (String[] row : truth.rows("frame")) {
            long frame = PagingTruth.number(row[2]);
            assertThat(cursor.seek(frame, PAGE)).isTrue();
            for (long at = 0; at < PAGE; at += Long.BYTES) {
                assertThat(cursor.u64(at)).isEqualTo(frame + at ^ PATTERN);
            }
        }
        assertThat(truth.rows("frame")).hasSizeGreaterThan(100);
    }

    /** Every present and every other entry, in the emulator's words. */
    private static void compareEntries(TranslatedMemory space, PagingTruth truth) {
        List<String> pages = new ArrayList<>();
        List<String> software = new ArrayList<>();
        long leftOut =
                space.pages(
                        0,
                        -1L,
                        new PageVisitor() {
                            @Override
                            public void page(Page page) {
                                pages.add(words(page));
                                assertThat(space.page(page.address() + page.size() - 1))
                                        .hasValue(page);
                            }

                            @Override
                            public void software(long address, int level, long entry) {
                                software.add(words(address, level, entry));
                            }
                        },
                        Progress.NONE);
        assertThat(leftOut).isZero();
        assertThat(pages)
                .containsExactlyInAnyOrderElementsOf(
                        truth.rows("map").stream()
                                .map(
                                        row ->
                                                String.join(
                                                        " ",
                                                        plain(row[1]),
                                                        plain(row[2]),
                                                        row[3],
                                                        row[4],
                                                        row[5]))
                                .toList());
        software.removeIf(entry -> inSelfMap(truth, entry));
        assertThat(software)
                .containsExactlyElementsOf(
                        truth.rows("soft").stream().map(row -> soft(row)).toList());
    }

    /** The last column is such as {@code level=1;entry=0x3a0;kind=demand-zero}. */
    private static String soft(String[] row) {
        Matcher matcher = SOFT.matcher(row[6]);
        assertThat(matcher.matches()).isTrue();
        return plain(row[1]) + " level " + matcher.group(1) + " " + plain(matcher.group(2));
    }

    /** The window through which page tables map themselves shows their entries once more. */
    private static boolean inSelfMap(PagingTruth truth, String entry) {
        Matcher window = SELF_MAP.matcher(truth.facts().get("selfmap"));
        assertThat(window.matches()).isTrue();
        long offset = PagingTruth.number(entry.split(" ")[0]) - PagingTruth.number(window.group(1));
        return Long.compareUnsigned(offset, PagingTruth.number(window.group(2))) < 0;
    }

    private static String words(long address, int level, long entry) {
        return Addresses.hex(address) + " level " + level + " " + Addresses.hex(entry);
    }

    /** Such as {@code 0x1000 0x1000 4096 ----A---W -rw}. */
    private static String words(Page page) {
        long entry = page.entry();
        boolean large = page.size() > PAGE;
        String flags =
                flag(entry, 63, 'X')
                        + flag(entry, 8, 'G')
                        + (large ? "P" : "-")
                        + flag(entry, 6, 'D')
                        + flag(entry, 5, 'A')
                        + flag(entry, 4, 'C')
                        + flag(entry, 3, 'T')
                        + flag(entry, 2, 'U')
                        + flag(entry, 1, 'W');
        String access = (page.user() ? "u" : "-") + "r" + (page.writable() ? "w" : "-");
        return String.join(
                " ",
                Addresses.hex(page.address()),
                Addresses.hex(page.physical()),
                Long.toString(page.size()),
                flags,
                access);
    }

    private static String flag(long entry, int bit, char letter) {
        return (entry >>> bit & 1) != 0 ? String.valueOf(letter) : "-";
    }

    private static String plain(String address) {
        return Addresses.hex(PagingTruth.number(address));
    }

    private static void compareQueries(TranslatedMemory space, PagingTruth truth) {
        for (String[] row : truth.rows("query")) {
            long address = PagingTruth.number(row[1]);
            String physical =
                    space.page(address)
                            .map(p -> Addresses.hex(p.physical() + address - p.address()))
                            .orElse("absent");
            assertThat(physical)
                    .as(row[1])
                    .isEqualTo(row[2].equals("absent") ? "absent" : plain(row[2]));
            if (physical.equals("absent")) {
                assertThat(space.runAt(address))
                        .isInstanceOfSatisfying(
                                Run.Absent.class,
                                run ->
                                        assertThat(run.why())
                                                .isIn(Absence.UNMAPPED, Absence.NOT_PRESENT));
            }
        }
        assertThat(truth.rows("query")).hasSizeGreaterThan(200);
    }

    /** Each byte of each page is that of the physical memory, and nothing else is there. */
    private static void compareBytes(TranslatedMemory space, PagingTruth truth) {
        long mapped = 0;
        for (Run.Mapped run : space.mapped(0, -1L)) {
            Page page = space.page(run.start()).orElseThrow();
            long physical = page.physical() + run.start() - page.address();
            Run below = space.physical().runAt(physical);
            long size = run.bytes().byteSize();
            assertThat(below).isInstanceOf(Run.Mapped.class);
            Run.Mapped there = (Run.Mapped) below;
            assertThat(there.bytes().asSlice(physical - there.start(), size).mismatch(run.bytes()))
                    .isEqualTo(-1);
            mapped += size;
        }
        assertThat(mapped).isEqualTo(resident(space, truth));
    }

    private static long resident(TranslatedMemory space, PagingTruth truth) {
        long bytes = 0;
        for (String[] row : truth.rows("map")) {
            long first = PagingTruth.number(row[2]);
            for (Run.Mapped run :
                    space.physical().mapped(first, first + Long.parseLong(row[3]) - 1)) {
                bytes += run.bytes().byteSize();
            }
        }
        return bytes;
    }
}
