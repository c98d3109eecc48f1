package org.cairn.dump.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpThread;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;
import org.cairn.testkit.CorpusFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares with the index of the corpus: figures that another program found. */
class MinidumpConformanceTest {
    private static final Pattern FORMAT =
            Pattern.compile(
                    "MDMP flags (0x[0-9a-f]+), MemoryList (\\d+), Memory64List (\\d+), (\\d+) bytes"
                            + " of memory( \\(truncated\\))?");

    private final Path folder;

    MinidumpConformanceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void agreesWithTheIndex() throws Exception {

        int compared = 0;
        for (String line : Files.readAllLines(file("real/INDEX.tsv"))) {
            String[] columns = line.split("\t");
            Matcher format = FORMAT.matcher(columns[3]);
            boolean hostile = columns[8].startsWith("hostile");
            if (format.matches() && !hostile) {
                compare(file("real/" + columns[0]), columns, format);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(11);
    }

    private static void compare(Path file, String[] columns, Matcher format) throws Exception {
        try (OpenDump open = OpenDump.read(file)) {
            Dump dump = open.dump();
            int ranges = Integer.parseInt(format.group(2)) + Integer.parseInt(format.group(3));
            assertThat(dump.properties())
                    .as(columns[0])
                    .containsEntry(
                            "memory",
                            String.format(
                                    Locale.ROOT,
                                    "%,d ranges, %,d bytes",
                                    ranges,
                                    Long.parseLong(format.group(4))));
            assertThat(dump.properties().get("flags")).startsWith(format.group(1));
            assertThat(dump.claim().version()).isEqualTo(columns[4]);
            assertThat(dump.claim().architecture().orElseThrow().label()).isEqualTo(columns[5]);
            boolean truncated =
                    dump.remarks().stream()
                            .anyMatch(remark -> remark.text().contains("ends before its memory"));
            assertThat(truncated).isEqualTo(format.group(5) != null);
            assertThat(dump.threads()).as(columns[0]).isNotEmpty();
            long inside = dump.threads().stream().filter(t -> isInModule(dump, t)).count();
            assertThat(inside).isPositive();
            if (!truncated) {
                assertThat(held(dump.memory())).isEqualTo(Long.parseLong(format.group(4)));
                assertThat(dump.threads())
                        .as(columns[0])
                        .anyMatch(t -> dump.memory().runAt(t.stackPointer()) instanceof Run.Mapped);
            }
        }
    }

    private static boolean isInModule(Dump dump, DumpThread thread) {
        return dump.modules().stream()
                .anyMatch(
                        m ->
                                Long.compareUnsigned(
                                                thread.instructionPointer() - m.base(), m.size())
                                        < 0);
    }

    private static long held(AddressSpace memory) {
        long bytes = 0;
        for (Run.Mapped run : memory.mapped(0, -1L)) {
            bytes += run.bytes().byteSize();
        }
        return bytes;
    }

    @Test
    void holdsTheHeapsOfTheReactosDumps() throws Exception {

        assertHeld(file("rosheap/r32.mdmp"), 206, 9_949_184, 399, 0x14_0000);
        assertHeld(file("rosheap/r64.mdmp"), 177, 10_092_544, 340, 0x34_0000);
    }

    /** Figures of an own script over the bytes; the default heap is not in the file, see README. */
    private static void assertHeld(Path file, int ranges, long bytes, int regions, long defaultHeap)
            throws Exception {
        try (OpenDump open = OpenDump.read(file)) {
            Dump dump = open.dump();
            assertThat(dump.properties())
                    .containsEntry(
                            "memory",
                            String.format(Locale.ROOT, "%,d ranges, %,d bytes", ranges, bytes));
            assertThat(held(dump.memory())).isEqualTo(bytes);
            assertThat(dump.regions()).hasSize(regions);
            assertThat(dump.properties().get("comment"))
                    .startsWith("Reduced minidump: heap memory only.");
            assertThat(dump.memory().runAt(defaultHeap))
                    .isInstanceOfSatisfying(
                            Run.Absent.class,
                            run -> assertThat(run.why()).isEqualTo(Absence.NOT_CAPTURED));
        }
    }

    @Test
    void readsModuleIdentities() throws Exception {

        try (OpenDump open = OpenDump.read(file("real/win7sp1_wow64_hello_fullmemory_cut.mdmp"))) {
            assertThat(open.dump().modules())
                    .extracting(m -> m.fileName() + " " + m.version() + " " + m.pdb())
                    .contains(
                            "ntdll.dll 6.1.7601.23543 ntdll.pdb 6B9E5E8038E2420E8E7C62EA60DDB069"
                                    + " 2");
            assertThat(open.dump().modules()).hasSize(10);
        }
    }

    @Test
    void survivesTheMalformedFiles() throws IOException {
        Map<String, Boolean> readable =
                Map.of(
                        "malformed/fuzzed_clusterfuzz-testcase-minimized-ia_fuzz-5750576389292032.dms",
                        true,
                        "malformed/fuzzed_crash-0a4b90615b8dd830e86ef1c4e5e80ea9",
                        true,
                        "malformed/fuzzed_crash-850020674a6f0d42e032a9b12774a955c11d9178",
                        false,
                        "malformed/fuzzed_npe_r_mdmp.c-364_1.mdmp",
                        false,
                        "malformed/fuzzed_npe_w_bin_mdmp.c-111_1.mdmp",
                        false,
                        "r2_trunc_memory64.mdmp",
                        true,
                        "testdata_invalid-range.dmp",
                        false,
                        "testdata_invalid-record-count.dmp",
                        false);
        for (Map.Entry<String, Boolean> entry : readable.entrySet()) {
            boolean read = Survival.read(file("real/" + entry.getKey()));
            assertThat(Map.entry(entry.getKey(), read)).isEqualTo(entry);
        }
    }

    private Path file(String name) throws IOException {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        return corpus.orElseThrow().file(name, folder);
    }

    @Test
    void survivesRealDumpsCutAnywhere() throws Exception {

        byte[] whole = Files.readAllBytes(file("real/breakpad_minidump2_xpsp2_x86.mdmp"));
        Path cut = folder.resolve("cut.mdmp");
        int read = 0;
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(cut, Arrays.copyOf(whole, length));
            read += Survival.read(cut) ? 1 : 0;
        }
        assertThat(read).isPositive();
    }
}
