package org.cairn.system.os2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.system.Listing;
import org.cairn.system.Listings;
import org.cairn.system.SystemImage;
import org.cairn.testkit.Os2Truth;
import org.cairn.testkit.SyntheticOs2;
import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.Optional;

/** Compares a kernel with the machine that the testkit wrote, record by record. */
final class FoundAgain {
    private final SyntheticOs2 machine;
    private final Os2Kernel kernel;
    private final Listings lists;

    FoundAgain(SyntheticOs2 machine, SystemImage image) {
        this.machine = machine;
        this.kernel = image.processes().getFirst().detail(Os2Kernel.class).orElseThrow();
        this.lists = image.processes().getFirst().detail(Listings.class).orElseThrow();
    }

    void everything() {
        memory();
        pages();
        modules();
        threads();
        assertThat(
                        kernel.selectors().stream()
                                .map(
                                        each ->
                                                new Os2Truth.Selector(
                                                        each.selector(),
                                                        each.base(),
                                                        (int) each.limit(),
                                                        each.type()))
                                .toList())
                .isEqualTo(machine.selectors());
        assertThat(kernel.heaps())
                .extracting(KernelHeap::number, KernelHeap::address)
                .containsExactly(
                        tuple(1, SyntheticOs2.HEAP),
                        tuple(2, SyntheticOs2.HEAP),
                        tuple(3, SyntheticOs2.SWAPPABLE),
                        tuple(4, SyntheticOs2.SWAPPABLE),
                        tuple(5, SyntheticOs2.HEAP),
                        tuple(6, SyntheticOs2.HEAP));
    }

    private void memory() {
        assertThat(
                        kernel.objects().stream()
                                .map(
                                        each ->
                                                new Os2Truth.MemoryObject(
                                                        each.handle(),
                                                        each.arena(),
                                                        start(each),
                                                        pages(each),
                                                        each.owner(),
                                                        each.requester()))
                                .toList())
                .isEqualTo(machine.objects());
        assertThat(
                        kernel.arenas().stream()
                                .map(
                                        each ->
                                                new Os2Truth.Arena(
                                                        each.handle(),
                                                        each.address(),
                                                        each.start(),
                                                        (int) each.pages(),
                                                        each.flags(),
                                                        each.object(),
                                                        each.context(),
                                                        each.alias()))
                                .toList())
                .isEqualTo(machine.arenas());
        assertThat(
                        kernel.contexts().stream()
                                .map(
                                        each ->
                                                new Os2Truth.Context(
                                                        each.handle(),
                                                        each.address(),
                                                        each.next(),
                                                        each.process(),
                                                        each.flags()))
                                .toList())
                .isEqualTo(machine.contexts());
        assertThat(
                        kernel.aliases().stream()
                                .map(
                                        each ->
                                                new Os2Truth.Alias(
                                                        each.handle(),
                                                        each.arena(),
                                                        each.process(),
                                                        (int) each.page(),
                                                        each.flags(),
                                                        each.codeSelector(),
                                                        each.dataSelector(),
                                                        each.references()))
                                .toList())
                .isEqualTo(machine.aliases());
    }

    private long start(ObjectRecord object) {
        return arena(object).map(ArenaRecord::start).orElse(object.address());
    }

    private int pages(ObjectRecord object) {
        return arena(object).map(arena -> (int) arena.pages()).orElse(0);
    }

    private Optional<ArenaRecord> arena(ObjectRecord object) {
        return kernel.arenas().stream()
                .filter(arena -> arena.handle() == object.arena())
                .findFirst();
    }

    private void pages() {
        assertThat(
                        rows("page").stream()
                                .map(
                                        row ->
                                                new Os2Truth.Page(
                                                        number(row, 0),
                                                        longNumber(row, 1),
                                                        number(row, row[2] == null ? 3 : 2),
                                                        number(row, 4),
                                                        number(row, 6),
                                                        number(row, 7),
                                                        number(row, 9)))
                                .toList())
                .isEqualTo(machine.pages());
        assertThat(
                        rows("frame").stream()
                                .map(
                                        row ->
                                                new Os2Truth.Frame(
                                                        number(row, 0),
                                                        String.valueOf(row[3]),
                                                        longNumber(row, 4),
                                                        number(row, 5),
                                                        number(row, 7),
                                                        number(row, 10),
                                                        number(row, 11)))
                                .toList())
                .isEqualTo(machine.frames());
        assertThat(rows("frame"))
                .filteredOn(row -> "in use".equals(row[3]))
                .allMatch(row -> number(row, 8) == 2 && number(row, 9) == 1);
    }

    private List<@Nullable Object[]> rows(String name) {
        Listing list = lists.list(name);
        return list.rows();
    }

    private static int number(@Nullable Object[] row, int column) {
        return (int) longNumber(row, column);
    }

    private static long longNumber(@Nullable Object[] row, int column) {
        return row[column] instanceof Long value ? value : 0;
    }

    private void modules() {
        assertThat(
                        kernel.modules().stream()
                                .map(
                                        each ->
                                                new Os2Truth.ModuleEntry(
                                                        each.handle(),
                                                        each.address(),
                                                        (int) each.flags(),
                                                        each.path(),
                                                        segments(each)))
                                .toList())
                .isEqualTo(machine.modules());
    }

    private static List<Os2Truth.Segment> segments(LoadedModule module) {
        return module.segments().stream()
                .map(
                        each ->
                                new Os2Truth.Segment(
                                        each.number(),
                                        each.base(),
                                        (int) each.size(),
                                        (int) each.flags(),
                                        each.selector()))
                .toList();
    }

    private void threads() {
        assertThat(
                        kernel.threads().stream()
                                .map(
                                        each ->
                                                new Os2Truth.ThreadSlot(
                                                        each.slot(),
                                                        each.pid(),
                                                        each.parentPid(),
                                                        each.ordinal(),
                                                        each.state(),
                                                        each.priority(),
                                                        each.tsd(),
                                                        each.ptda(),
                                                        each.tcb(),
                                                        each.blockId().orElse(0),
                                                        each.name(),
                                                        each.stack()
                                                                .map(FoundAgain::stack)
                                                                .orElse("")))
                                .toList())
                .isEqualTo(machine.threads());
        assertThat(
                        kernel.threads().stream()
                                .flatMap(thread -> BlockId.of(thread, kernel).stream())
                                .map(BlockId::text))
                .containsExactly(
                        "32-bit semaphore, handle 000100ce",
                        "RAM semaphore 000e at 074b:06d6",
                        "21a0:0010, segment 1 of netwksta.200");
        assertThat(kernel.waiting(machine.semaphore(), machine.semaphore() + 1))
                .extracting(KernelThread::slot)
                .containsExactly(2);
    }

    private static String stack(ThreadStack stack) {
        return "%s %x".formatted(stack.user(), stack.kernelPointer());
    }
}
