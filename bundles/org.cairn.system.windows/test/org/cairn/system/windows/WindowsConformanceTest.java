package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.dump.windows.MinidumpReader;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.HeapTruth;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Compares with the truth files, README and index of the corpus. */
class WindowsConformanceTest {
    private final Path folder;

    WindowsConformanceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void listsTheHeapsOfTheTruthFiles() throws Exception {
        for (String name : List.of("r32", "r64")) {
            HeapTruth truth = corpus().truth("rosheap/" + name + ".truth.tsv");
            SystemImage system = read("rosheap/" + name + ".mdmp");
            assertThat(truth.heaps()).hasSize(7);
            HeapList list = lists(system).getFirst();
            assertThat(lists(system)).hasSize(1);
            assertThat(list.architecture()).isEqualTo(architecture(name));
            assertThat(list.origin()).isEqualTo("PEB " + truth.property("peb"));
            assertThat(list.heaps()).isEqualTo(truth.heaps());
            assertThat(truth.heaps()).doesNotContain(list.defaultHeap().orElseThrow());
            assertThat(texts(system))
                    .singleElement()
                    .asString()
                    .contains("is not among the 7 heaps of ProcessHeaps");
            assertThat(system.build()).isEqualTo(7601);
        }
    }

    /** Wine lists no heaps in the PEB; the first of its heaps is the default heap. */
    @Test
    void knowsOnlyTheDefaultHeapOfWine() throws Exception {
        for (String name : List.of("w32", "w64")) {
            HeapTruth truth = corpus().truth("wine/" + name + ".truth.tsv");
            assertThat(truth.property("peb_number_of_heaps")).isEqualTo("0");
            assertThat(lists(read("wine/" + name + ".mdmp")))
                    .containsExactly(
                            HeapList.defaultFirst(
                                    architecture(name),
                                    "PEB " + truth.property("peb"),
                                    List.of(truth.heaps().getFirst())));
        }
    }

    @Test
    void listsTheSixHeapsOfNotepad() throws Exception {
        SystemImage system = read("real/win7sp1_x64_notepad_WER1090.mdmp");

        assertThat(system.description()).isEqualTo("Windows 7 SP1 (build 7601) x64");
        assertThat(lists(system)).hasSize(1);
        assertThat(lists(system).getFirst().heaps()).hasSize(6).doesNotHaveDuplicates();
        assertThat(system.processes().getFirst().name()).isEqualTo("notepad.exe");
        assertThat(system.remarks()).isEmpty();
    }

    /** The array of these lists is in ntdll's data, which a small dump does not hold. */
    @Test
    void saysHowManyHeapsAreListed() throws Exception {
        assertListed("real/electron_windows_14393_x64.mdmp", 4, 14393);
        assertListed("real/breakpad_tiny-exe-with-cet-xsave_win11_22000_x64.mdmp", 3, 22000);
        assertListed("real/breakpad_tiny-exe-fastfail_win10_19042_x64.mdmp", 3, 19042);
    }

    private void assertListed(String file, int heaps, int build) throws Exception {
        SystemImage system = read(file);
        assertThat(system.build()).isEqualTo(build);
        assertThat(lists(system)).extracting(HeapList::heaps).hasSize(1);
        assertThat(lists(system).getFirst().heaps()).hasSize(1);
        assertThat(texts(system))
                .singleElement()
                .asString()
                .contains(
                        " lists " + heaps + " heaps, 0 of the pointers in ProcessHeaps ",
                        "are in the dump (");
    }

    /** The dump claims 6.2.9200; its name, its build string and ntdll.dll say 18362. */
    @Test
    void findsTheRealBuild() throws Exception {
        SystemImage system = read("real/win10_18362_x64_crashes_on_my_machine.mdmp");

        assertThat(system.description()).isEqualTo("Windows 10 1903 (build 18362) x64");
        assertThat(texts(system))
                .contains(
                        "the container says 6.2.9200, PEB 0x230321a000 says 10.0.18362; taken for"
                                + " build 18362");
    }

    @Test
    void saysThatThePebOfTheCutDumpIsNotThere() throws Exception {
        SystemImage system = read("real/win7sp1_wow64_hello_fullmemory_cut.mdmp");

        assertThat(lists(system))
                .containsExactly(HeapList.defaultFirst(Architecture.X86, "wow64.dll", List.of()));
        assertThat(texts(system))
                .containsExactly(
                        "TEB 0x7efdb000 is not in the dump (truncated): the PEB is unknown, heaps"
                                + " can only be found by signature",
                        "WOW64 process, but no 32-bit TEB is in the dump: the 32-bit PEB is"
                                + " unknown, 32-bit heaps can only be found by signature");
    }

    private static CorpusFiles corpus() {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        return corpus.orElseThrow();
    }

    private static Architecture architecture(String name) {
        return name.endsWith("32") ? Architecture.X86 : Architecture.X64;
    }

    private SystemImage read(String name) throws Exception {
        try (DumpSource source = DumpSource.open(corpus().file(name, folder))) {
            return new WindowsSystem()
                    .recognise(
                            new MinidumpReader().read(source, Progress.NONE),
                            new TypeChoice(new ShippedTypes(), Optional.empty()),
                            Progress.NONE)
                    .orElseThrow();
        }
    }

    private static List<HeapList> lists(SystemImage system) {
        return system.processes().getFirst().heapLists();
    }

    private static List<String> texts(SystemImage system) {
        return system.remarks().stream().map(Remark::text).toList();
    }
}
