package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Which heaps are found, and in which layout. */
final class HeapFinderTest {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    private static ProcessImage process(AddressSpace space, Architecture architecture) {
        return new ProcessImage(
                1, "", architecture, space, List.of(), List.of(), List.of(), List.of());
    }

    private static ProcessImage withoutLists(ProcessImage image) {
        return process(image.space(), image.architecture());
    }

    private static TypeTable table(HeapRoot root) {
        return new ShippedTypes().named(root.layout()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"winxp-sp3-x86", "win2003-sp2-x64", "win7-sp1-x86", "win11-23h2-22631-x64"})
    void findsHeapsThatNobodyLists(String name) {
        Workload work = new Workload(name);
        NtHeapWriter first = work.busyHeap(2000);
        NtHeapWriter second = work.busyHeap(2000);
        assertThat(first.segments()).hasSizeGreaterThan(1);
        ProcessImage image = withoutLists(work.process().image());
        List<HeapRoot> roots =
                decoder.locate(work.context(image, work.types().id().build(), Optional.empty()));
        assertThat(roots)
                .extracting(HeapRoot::address)
                .containsExactlyInAnyOrder(first.address(), second.address());
        assertThat(roots).extracting(HeapRoot::status).containsOnly(Status.PRESENT);
        assertThat(roots.getFirst().origin())
                .startsWith("signature at +" + (work.isWide() ? "0x10" : "0x8") + " found; ");
    }

    /** Each layout of {@code _HEAP} against a wrong claim, as of a program run in a wrong mode. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, 7601",
        "winvista-sp2-x86, 9200",
        "win7-sp1-x86, 9200",
        "win81-x86, 7601",
        "win10-1607-14393-x86, 9200",
        "win10-1903-18362-x86, 9200",
        "win2003-sp2-x64, 18362",
        "win7-sp1-x64, 9200",
        "win8-x64, 7601",
        "win10-1607-14393-x64, 9200",
        "win10-1903-18362-x64, 9200",
        "win11-22h2-22621-x64, 14393",
        "win10-1607-14393-x64, 22621",
    })
    void findsTheLayoutByProbing(String name, int claim) {
        Workload work = new Workload(name);
        work.busyHeap(500);
        HeapRoot root =
                decoder.locate(work.context(work.process().image(), claim, Optional.empty()))
                        .getFirst();
        assertThat(root.origin())
                .matches(
                        "PEB 0x[0-9a-f]+ lists it; claimed build "
                                + claim
                                + " does not fit; layout [^ ]+ found by probing");
        assertThat(root.note()).isEmpty();
        for (String field :
                List.of("Signature", "FrontEndHeapType", "FreeLists", "TotalFreeSize")) {
            assertThat(table(root).structure("_HEAP").offset(field))
                    .isEqualTo(work.heapOffset(field));
        }
    }

    @Test
    void takesTheLayoutThatIsDemanded() {
        Workload work = new Workload("win10-1903-18362-x64");
        work.busyHeap(10);
        HeapRoot root =
                decoder.locate(
                                work.context(
                                        work.process().image(), 18362, Optional.of("win7-sp1-x64")))
                        .getFirst();
        assertThat(root.layout()).isEqualTo("win7-sp1-x64");
        assertThat(root.status()).isEqualTo(Status.PRESENT);
        assertThat(root.note())
                .startsWith("layout win7-sp1-x64 was demanded, but _HEAP.Signature at 0xa0 is ");
    }

    @Test
    void findsHeapsOfBothKindsInOneProcess() {
        Workload wide = new Workload("win7-sp1-x64");
        Workload narrow = new Workload("win7-sp1-x86");
        NtHeapWriter first = wide.heap(HeapOptions.GROWABLE);
        NtHeapWriter second = narrow.heap(HeapOptions.GROWABLE);
        SparseMemory.Builder both = SparseMemory.builder(Absence.NOT_CAPTURED);
        wide.process().space();
        narrow.process().space();
        wide.process().memory().captured().forEach(p -> both.bytes(p.address(), p.bytes()));
        narrow.process().memory().captured().forEach(p -> both.bytes(p.address(), p.bytes()));
        ProcessImage image = process(both.build(), Architecture.X64);
        List<HeapRoot> roots = decoder.locate(wide.context(image, 7601, Optional.empty()));
        assertThat(roots)
                .extracting(HeapRoot::address)
                .containsExactly(second.address(), first.address());
        assertThat(roots)
                .extracting(HeapRoot::architecture)
                .containsExactly(Architecture.X86, Architecture.X64);
    }

    @Test
    void leavesSegmentHeapsToTheirDecoder() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[0x1000]);
        bytes.set(U32, 0x10, 0xddeeddee);
        AddressSpace space =
                SparseMemory.builder(Absence.NOT_CAPTURED).bytes(0x7fff_0000, bytes).build();
        ProcessImage process = process(space, Architecture.X64);
        assertThat(roots(process)).isEmpty();
        List<HeapRoot> segmentHeaps =
                new SegmentHeapDecoder()
                        .locate(new Workload("win7-sp1-x64").context(process, 0, Optional.empty()));
        assertThat(segmentHeaps).extracting(HeapRoot::status).containsExactly(Status.FOREIGN);
        assertThat(segmentHeaps.getFirst().note())
                .isEqualTo("segment heap signature, but no _SEGMENT_HEAP layout fits: not decoded");
    }

    @ParameterizedTest
    @CsvSource({"X86, 8", "X64, 16"})
    void namesAForeignHeap(Architecture architecture, int offset) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[0x1000]);
        bytes.set(U32, offset, 0xffeeffee);
        HeapRoot root = only(bytes, architecture);
        assertThat(root.status()).isEqualTo(Status.FOREIGN);
        assertThat(root.note())
                .isEqualTo(
                        "segment signature 0xffeeffee, but no _HEAP layout fits:"
                                + " foreign heap, not decoded");
    }

    private HeapRoot only(MemorySegment bytes, Architecture architecture) {
        AddressSpace space =
                SparseMemory.builder(Absence.NOT_CAPTURED).bytes(0x7fff_0000, bytes).build();
        List<HeapRoot> roots = roots(process(space, architecture));
        assertThat(roots).hasSize(1);
        return roots.getFirst();
    }

    private List<HeapRoot> roots(ProcessImage process) {
        return decoder.locate(new Workload("win7-sp1-x64").context(process, 0, Optional.empty()));
    }

    @Test
    void findsNoHeapInNoise() {
        byte[] noise = new byte[0x40_0000];
        new Random(1).nextBytes(noise);
        AddressSpace space =
                SparseMemory.builder(Absence.NOT_CAPTURED)
                        .bytes(0xffff_8000_0000_0000L, MemorySegment.ofArray(noise))
                        .bytes(0xfe00_0000L, MemorySegment.ofArray(noise))
                        .build();
        assertThat(roots(process(space, Architecture.X64))).isEmpty();
    }

    @Test
    void namesAHeapWhoseSegmentsOnlyAreThere() {
        Workload work = new Workload("win10-1903-18362-x64");
        NtHeapWriter heap = work.busyHeap(2000);
        heap.segments().stream()
                .limit(1)
                .forEach(range -> work.process().omit(range.start(), 0x1000));
        ProcessImage image = withoutLists(work.process().image());
        List<HeapRoot> roots = decoder.locate(work.context(image, 18362, Optional.empty()));
        assertThat(roots).hasSize(1);
        assertThat(roots.getFirst().address()).isEqualTo(heap.address());
        assertThat(roots.getFirst().status()).isEqualTo(Status.ABSENT);
        assertThat(roots.getFirst().origin()).contains("segments name it: 0x");
    }

    @Test
    void saysThatAListedAddressIsNoHeap() {
        AddressSpace space =
                SparseMemory.builder(Absence.NOT_CAPTURED)
                        .bytes(0x10_0000, MemorySegment.ofArray(new byte[0x1000]))
                        .build();
        ProcessImage process =
                new ProcessImage(
                        1,
                        "",
                        Architecture.X86,
                        space,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                HeapList.defaultFirst(
                                        Architecture.X86, "PEB 0x7ffd3000", List.of(0x10_0000L))));
        HeapRoot root = roots(process).getFirst();
        assertThat(root.status()).isEqualTo(Status.FOREIGN);
        assertThat(root.note()).isEqualTo("no heap signature at +0x8: not decoded");
        assertThat(root.origin()).isEqualTo("PEB 0x7ffd3000 lists it");
        assertThat(root.name()).isEqualTo("process heap");
    }

    @Test
    void theProcessHeapIsTheOneThatTheSystemCallsSo() {
        assertThat(names(OptionalLong.of(0x20_0000))).containsExactly("", "process heap");
        assertThat(names(OptionalLong.of(0x30_0000))).containsExactly("", "");
        assertThat(names(OptionalLong.empty())).containsExactly("", "");
    }

    private List<String> names(OptionalLong defaultHeap) {
        ProcessImage process =
                new ProcessImage(
                        1,
                        "",
                        Architecture.X86,
                        SparseMemory.builder(Absence.NOT_CAPTURED).build(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                new HeapList(
                                        Architecture.X86,
                                        "PEB 0x7ffd3000",
                                        defaultHeap,
                                        List.of(0x10_0000L, 0x20_0000L))));
        return roots(process).stream().map(HeapRoot::name).toList();
    }

    @Test
    void leavesOtherSystemsAlone() {
        Workload work = new Workload("win7-sp1-x86");
        work.busyHeap(10);
        DecodeContext windows = work.context();
        DecodeContext os2 =
                new DecodeContext(
                        new SystemImage("os2", "", 0, Optional.empty(), List.of(), List.of()),
                        windows.process(),
                        windows.types(),
                        windows.progress());
        assertThat(decoder.locate(windows)).hasSize(1);
        assertThat(decoder.locate(os2)).isEmpty();
    }
}
