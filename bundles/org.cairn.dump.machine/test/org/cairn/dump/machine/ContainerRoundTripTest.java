package org.cairn.dump.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpReader.Match;
import org.cairn.dump.DumpSource;
import org.cairn.dump.windows.HibernationReader;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Extent;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.testkit.Container;
import org.cairn.testkit.Container.Memory;
import org.cairn.testkit.PagedImage;
import org.cairn.testkit.PagedImage.Kind;
import org.cairn.testkit.PagedImage.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A synthetic image in each container and each paging mode: every page comes back byte for byte,
 * and what is not there is absent for the right reason.
 */
class ContainerRoundTripTest {
    private static final int PAGE = PagedImage.PAGE;

    static Stream<Arguments> all() {
        return Container.all().stream()
                .flatMap(
                        container ->
                                container.modes().stream()
                                        .map(mode -> Arguments.of(container, mode)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void readsBackWhatWasWritten(Container container, PagingMode mode) throws Exception {
        PagedImage image = PagedImage.of(mode, 7);
        MemorySegment file = MemorySegment.ofArray(container.write(image)).asReadOnly();
        try (DumpSource source = DumpSource.of(Path.of("image"), file)) {
            DumpReader reader =
                    Readers.ALL.stream()
                            .max(Comparator.comparing((DumpReader each) -> each.probe(source)))
                            .orElseThrow();
            Dump dump = reader.read(source, Progress.NONE);
            if (container.memory() == Memory.VIRTUAL) {
                assertThat(dump.memoryKind()).isEqualTo(MemoryKind.VIRTUAL);
                assertVirtual(dump.memory(), image);
            } else {
                assertThat(dump.memoryKind()).isEqualTo(MemoryKind.PHYSICAL);
                assertPhysical(dump.memory(), image, container.memory() == Memory.FLAT);
                assertTranslated(dump, container, image);
            }
        }
    }

    /** A system that awakes wipes the header: the tables are found without it. */
    @Test
    void readsAHibernationFileWithoutItsHeader() throws Exception {
        PagedImage image = PagedImage.of(PagingMode.PAE, 8);
        Container container =
                Container.all().stream()
                        .filter(each -> each.name().equals("hibernation SEVEN_X86"))
                        .findFirst()
                        .orElseThrow();
        byte[] file = container.write(image);
        Arrays.fill(file, 0, PAGE, (byte) 0);
        try (DumpSource source = DumpSource.of(Path.of("image"), MemorySegment.ofArray(file))) {
            assertThat(new HibernationReader().probe(source)).isEqualTo(Match.LIKELY);
            Dump dump = new HibernationReader().read(source, Progress.NONE);
            assertThat(dump.remarks())
                    .extracting(remark -> remark.text())
                    .anyMatch(text -> text.startsWith("the header was wiped"));
            assertPhysical(dump.memory(), image, false);
            assertTranslated(dump, container, image);
        }
    }

    private static void assertVirtual(AddressSpace memory, PagedImage image) {
        SortedMap<Long, byte[]> pages = image.virtual();
        for (Map.Entry<Long, byte[]> page : pages.entrySet()) {
            assertPage(memory, page.getKey(), page.getValue());
            assertEdge(memory, pages, page.getKey() - PAGE);
            assertEdge(memory, pages, page.getKey() + PAGE);
        }
        assertThat(memory.extent().bytes()).isEqualTo((long) pages.size() * PAGE);
    }

    /** The neighbour of a page that is there. */
    private static void assertEdge(AddressSpace memory, SortedMap<Long, byte[]> pages, long page) {
        if (!pages.containsKey(page)) {
            assertAbsent(memory, page, Absence.NOT_CAPTURED);
        }
    }

    private static void assertPhysical(AddressSpace memory, PagedImage image, boolean flat) {
        SortedMap<Long, byte[]> pages = image.pages();
        for (Map.Entry<Long, byte[]> page : pages.entrySet()) {
            assertPage(memory, page.getKey() * PAGE, page.getValue());
        }
        if (!flat) {
            for (long[] run : image.runs()) {
                assertAbsent(memory, (run[0] - 1) * PAGE, Absence.NOT_CAPTURED);
                assertAbsent(memory, (run[0] + run[1]) * PAGE, Absence.NOT_CAPTURED);
            }
            assertThat(memory.extent())
                    .isEqualTo(new Extent((long) pages.size() * PAGE, image.runs().size()));
            long held = 0;
            for (Run.Mapped run : memory.mapped(0, -1L)) {
                held += run.bytes().byteSize();
            }
            assertThat(held).isEqualTo((long) pages.size() * PAGE);
        }
    }

    private static void assertTranslated(Dump dump, Container container, PagedImage image) {
        PageTables tables = PageTables.of(image.mode(), image.cr3());
        if (container.tellsPaging()) {
            assertThat(dump.processors().getFirst().pageTables()).hasValue(tables);
        }
        AddressSpace memory = tables.over(dump.memory());
        for (Mapping mapping : image.mappings()) {
            if (mapping.kind() == Kind.PRESENT) {
                assertPage(memory, mapping.address(), image.bytes(mapping.frame(), 1));
            } else if (mapping.kind() == Kind.NOT_PRESENT) {
                assertAbsent(memory, mapping.address(), Absence.NOT_PRESENT);
            } else if (container.memory() != Memory.FLAT) {
                assertAbsent(memory, mapping.address(), Absence.NOT_CAPTURED);
            }
        }
    }

    private static void assertPage(AddressSpace memory, long address, byte[] content) {
        MemorySegment read = MemorySegment.ofArray(new byte[PAGE]);
        assertThat(memory.read(address, read)).as("page 0x%x", address).isEqualTo(PAGE);
        assertThat(read.toArray(ValueLayout.JAVA_BYTE)).as("page 0x%x", address).isEqualTo(content);
    }

    private static void assertAbsent(AddressSpace memory, long address, Absence why) {
        assertThat(memory.runAt(address))
                .as("page 0x%x", address)
                .isInstanceOfSatisfying(
                        Run.Absent.class, run -> assertThat(run.why()).isEqualTo(why));
    }
}
