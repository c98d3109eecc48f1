package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.heap.Owner;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.types.SymbolSource;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processes in which every part of the NT heap of a version is in use: the list of blocks, segments
 * and uncommitted ranges is exactly what the testkit knows, without any symbols.
 */
final class EveryPartTest {
    private static final String FAMILIES = "org.cairn.heap.windows.FullWork#families";
    private static final long SEED = 11;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    private Recorder decode(HeapRoot root, DecodeContext context) {
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        return found;
    }

    private static void assertEveryPart(FullWork full) {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        kinds.remove(full.work().isOld() ? Kind.GUARD : Kind.LOOKASIDE);
        assertThat(full.heaps().stream().flatMap(heap -> heap.blocks().stream()))
                .extracting(ExpectedBlock::kind)
                .containsOnly(kinds.toArray(Kind[]::new))
                .containsAll(kinds);
        for (NtHeapWriter heap : full.heaps().subList(0, 2)) {
            assertThat(heap.segments()).hasSizeGreaterThan(1);
            assertThat(heap.uncommitted()).hasSizeGreaterThan(1);
        }
        assertThat(full.parked()).matches(count -> full.work().isOld() == (count == 0));
        assertThat(full.tagged()).hasSizeGreaterThan(20);
        assertThat(full.traced()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource(FAMILIES)
    void findsEveryBlockOfEveryPart(String table, TestReporter reporter) {
        FullWork full = new FullWork(table, SEED);
        assertEveryPart(full);
        DecodeContext context = full.work().context();
        assertThat(context.types().symbols()).isSameAs(SymbolSource.NONE);
        List<HeapRoot> roots = decoder.locate(context);
        assertThat(roots)
                .extracting(HeapRoot::address)
                .containsExactlyElementsOf(
                        full.heaps().stream().map(NtHeapWriter::address).toList());
        Map<Kind, Long> counts =
                full.heaps().stream()
                        .flatMap(heap -> heap.blocks().stream())
                        .collect(Collectors.groupingBy(ExpectedBlock::kind, Collectors.counting()));
        reporter.publishEntry(table, counts.toString());
        for (int i = 0; i < roots.size(); i++) {
            assertThat(roots.get(i).origin())
                    .contains("layout of build " + full.work().types().id().build());
            Recorder found = decode(roots.get(i), context);
            NtHeapDecoderTest.compare(found, full.heaps().get(i));
            assertOwners(found, full, full.heaps().get(i));
        }
    }

    /** Tags and recorded stacks own their blocks, and nothing else has such an owner. */
    private static void assertOwners(Recorder found, FullWork full, NtHeapWriter heap) {
        for (ExpectedBlock block : heap.blocks()) {
            long user = block.userAddress();
            List<String> expected =
                    Stream.of(full.tagged(), full.traced())
                            .filter(owners -> owners.containsKey(user))
                            .map(owners -> owners.get(user))
                            .toList();
            assertThat(found.owner(user).map(Owner::label).stream().toList()).isEqualTo(expected);
        }
    }

    /** Both kinds of heaps of one process, each known by its PEB. */
    @ParameterizedTest
    @CsvSource({
        "win2003-sp2-x64, win2003-sp2-x86",
        "winvista-sp2-x64, winvista-sp2-x86",
        "win7-sp1-x64, win7-sp1-x86",
        "win81-x64, win81-x86",
        "win10-1607-14393-x64, win10-1607-14393-x86",
        "win10-22h2-19045-x64, win10-22h2-19045-x86"
    })
    void findsEveryBlockOfAWow64Process(String wideTable, String narrowTable) {
        FullWork wide = new FullWork(new Workload(wideTable, 0x7efd_0000, 0x58_0000), SEED);
        FullWork narrow = new FullWork(new Workload(narrowTable, 0x7ef0_0000, 0x4080_0000), 12);
        ProcessImage image = join(wide.work().process().image(), narrow);
        DecodeContext context =
                wide.work().context(image, wide.work().types().id().build(), Optional.empty());
        List<HeapRoot> roots = decoder.locate(context);
        List<NtHeapWriter> heaps =
                Stream.concat(wide.heaps().stream(), narrow.heaps().stream()).toList();
        assertThat(roots).extracting(HeapRoot::status).containsOnly(Status.PRESENT);
        assertThat(roots)
                .extracting(HeapRoot::address)
                .containsExactlyElementsOf(heaps.stream().map(NtHeapWriter::address).toList());
        for (int i = 0; i < roots.size(); i++) {
            boolean first = i < wide.heaps().size();
            assertThat(roots.get(i).architecture())
                    .isEqualTo(first ? Architecture.X64 : Architecture.X86);
            Recorder found = decode(roots.get(i), context);
            NtHeapDecoderTest.compare(found, heaps.get(i));
            assertOwners(found, first ? wide : narrow, heaps.get(i));
        }
    }

    /** One process with the memory and the lists of both. */
    private static ProcessImage join(ProcessImage wide, FullWork other) {
        ProcessImage narrow = other.work().process().image();
        SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
        for (ProcessImage part : List.of(wide, narrow)) {
            part.space().mapped(0, -1L).forEach(run -> memory.bytes(run.start(), run.bytes()));
        }
        return new ProcessImage(
                wide.id(),
                wide.name(),
                Architecture.X64,
                memory.build(),
                both(wide.modules(), narrow.modules()),
                List.of(),
                both(wide.regions(), narrow.regions()),
                both(wide.heapLists(), narrow.heapLists()));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        List<T> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }
}
