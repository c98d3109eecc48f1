package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.ElfCoreReader;
import org.cairn.dump.machine.LimeReader;
import org.cairn.dump.machine.RawMemoryReader;
import org.cairn.dump.machine.VmwareReader;
import org.cairn.heap.BlockState;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Progress;
import org.cairn.system.Listing;
import org.cairn.system.Listings;
import org.cairn.testkit.Container;
import org.cairn.testkit.Os2Truth.Block;
import org.cairn.testkit.SyntheticOs2;
import org.cairn.testkit.SyntheticOs2.Release;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Both heaps of the testkit's machines, whole, with pages absent, and broken once each. */
class MachineHeapsTest {
    private static final int PAGE = 0x1000;
    private static final int SWAPPABLE_PAGES = 8;

    private final List<DumpSource> open = new ArrayList<>();
    @TempDir private Path folder = Path.of("");

    @AfterEach
    void close() {
        open.forEach(DumpSource::close);
    }

    @ParameterizedTest
    @CsvSource({
        "WARP_3_RETAIL, raw",
        "WARP_3_RETAIL, QEMU ELF",
        "WARP_3_RETAIL, VirtualBox",
        "WARP_3_RETAIL, VMware",
        "WARP_4_ALLSTRICT, raw",
        "WARP_4_ALLSTRICT, QEMU ELF",
        "WARP_4_ALLSTRICT, VirtualBox",
        "WARP_4_ALLSTRICT, VMware"
    })
    void everyBlockIsFoundAgain(Release release, String container) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(release);
        Kernel kernel = open(machine, container);
        HeapRoot resident = only(kernel, Kernel.RESIDENT);
        assertThat(resident.address()).isEqualTo(SyntheticOs2.HEAP);
        assertThat(resident.name()).isEqualTo("vmkrhrw");
        assertThat(resident.origin())
                .isEqualTo(
                        "heap header VMKRH, of memory object 0x3; number 1, 2, 5, 6 of the system"
                                + " anchor segment");
        RecordingSink sink = kernel.resident();
        assertThat(facts(sink.blocks.subList(1, sink.blocks.size())))
                .isEqualTo(expected(machine.blocks()));
        assertThat(sink.anomalies).isEmpty();
        assertThat(sink.gaps).isEmpty();
        HeapRoot swappable = only(kernel, Kernel.SWAPPABLE);
        assertThat(swappable.address()).isEqualTo(SyntheticOs2.SWAPPABLE);
        assertThat(swappable.name()).isEqualTo("vmkshrw");
        assertThat(swappable.origin())
                .isEqualTo(
                        "heap header VMKSH, of memory object 0x4; number 3, 4 of the system anchor"
                                + " segment");
        RecordingSink other = kernel.swappable();
        assertThat(facts(other.blocks.subList(1, other.blocks.size())))
                .isEqualTo(expected(machine.swappableBlocks()));
        assertThat(other.blocks).allMatch(RecordingSink.Block::isCertain);
        assertThat(other.anomalies).isEmpty();
        assertThat(other.gaps).isEmpty();
    }

    /** From FixPak 35 of Warp 3 on, a driver's own handle stands in place of its number. */
    @Test
    void theOwnersOfDrivers() throws Exception {
        RecordingSink old = open(new SyntheticOs2(Release.WARP_3_RETAIL), "raw").resident();
        assertThat(old.owner(driver(old)).label()).isEqualTo("fsd2");
        assertThat(old.owner(driver(old)).description())
                .isEqualTo("the second file system driver to initialise, netwksta.200");
        RecordingSink later = open(new SyntheticOs2(Release.WARP_4_ALLSTRICT), "raw").resident();
        assertThat(later.owner(driver(later)).kind()).isEqualTo("os2 module");
        assertThat(later.owner(driver(later)).label()).isEqualTo("netwksta.200");
        assertThat(later.owner(driver(later)).description())
                .isEqualTo("file system driver e:\\ibmlan\\netwksta.200");
    }

    private static RecordingSink.Block driver(RecordingSink sink) {
        return sink.blocks.stream()
                .filter(block -> block.kind().equals("extended"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void theSemaphoreOfAThread(Release release) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(release);
        Kernel kernel = open(machine, "QEMU ELF");
        long block = machine.semaphore() - 4;
        assertThat(kernel.field(Kernel.RESIDENT, block, "structure"))
                .isEqualTo(
                        release == Release.WARP_3_RETAIL
                                ? "private event semaphore (PEVENT)"
                                : "private event semaphore (PEVENT, ALLSTRICT)");
        assertThat(kernel.field(Kernel.RESIDENT, block, "waiting thread"))
                .isEqualTo("slot 2 pmshell.exe");
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void theModulesInTheHeap(Release release) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(release);
        Kernel kernel = open(machine, "raw");
        long block = machine.blocks().getFirst().address();
        List<FieldValue> fields =
                Kernel.RESIDENT.describe(only(kernel, Kernel.RESIDENT), block, kernel.context());
        assertThat(fields.stream().map(field -> field.name() + "=" + field.value()))
                .contains(
                        "structure=module table entry (MTE)",
                        "mte_modname=\"doscalls\"",
                        "mte_handle=0xe mte doscalls.dll");
    }

    /** Each page in turn is absent: all blocks that do not reach into it are found. */
    @ParameterizedTest
    @CsvSource({
        "WARP_3_RETAIL, QEMU ELF",
        "WARP_3_RETAIL, VMware",
        "WARP_4_ALLSTRICT, VirtualBox",
        "WARP_4_ALLSTRICT, LiME"
    })
    void pagesMayBeAbsent(Release release, String container) throws Exception {
        for (int page = 1; page < SWAPPABLE_PAGES; page++) {
            SyntheticOs2 machine = new SyntheticOs2(release);
            long resident = SyntheticOs2.HEAP + page * (long) PAGE;
            long swappable = SyntheticOs2.SWAPPABLE + page * (long) PAGE;
            machine.leaveOut(resident);
            machine.leaveOut(swappable);
            Kernel kernel = open(machine, container);
            compare(kernel.resident(), machine.blocks(), resident);
            compare(kernel.swappable(), machine.swappableBlocks(), swappable);
        }
    }

    private static void compare(RecordingSink sink, List<Block> all, long absent) {
        List<Block> whole =
                all.stream()
                        .filter(block -> !touches(block.address(), block.size(), absent))
                        .toList();
        List<RecordingSink.Block> found =
                sink.blocks.subList(1, sink.blocks.size()).stream()
                        .filter(block -> !touches(block.address(), block.size(), absent))
                        .toList();
        assertThat(facts(found)).isEqualTo(expected(whole));
        assertThat(sink.anomalies).isEmpty();
        assertThat(sink.gaps)
                .allMatch(gap -> gap.kind().equals("not captured"))
                .allMatch(gap -> touches(gap.start(), (int) gap.size(), absent));
    }

    private static boolean touches(long start, long size, long page) {
        return start < page + PAGE && start + size > page;
    }

    @Test
    void aBrokenHeaderInASwappableHeap() throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(Release.WARP_3_RETAIL);
        Block broken = machine.swappableBlocks().get(10);
        machine.put(broken.address(), 0x1234_5678);
        RecordingSink sink = open(machine, "raw").swappable();
        assertThat(sink.rules()).containsExactly("os2.block-header");
        assertThat(sink.anomalies.getFirst().address()).isEqualTo(broken.address());
        assertThat(sink.gaps)
                .containsExactly(
                        new RecordingSink.Range(broken.address(), broken.size(), "corrupt"));
        assertThat(sink.blocks).hasSize(machine.swappableBlocks().size());
    }

    /** A heap whose header is gone is searched as a transcript is, in its memory object only. */
    @Test
    void aHeapWithoutItsHeader() throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(Release.WARP_3_RETAIL);
        for (int field = 0; field < 0xb8; field += Integer.BYTES) {
            machine.put(SyntheticOs2.HEAP + field, 0);
        }
        Kernel kernel = open(machine, "raw");
        HeapRoot root = only(kernel, Kernel.RESIDENT);
        assertThat(root.origin()).startsWith("found by consistency in 1 run");
        assertThat(root.name()).isEqualTo("vmkrhrw");
        RecordingSink sink = kernel.resident();
        assertThat(expected(machine.blocks())).containsAll(facts(sink.blocks));
        assertThat(sink.blocks.size()).isGreaterThan(machine.blocks().size() / 2);
    }

    /**
     * Whatever the tables and heaps hold, they are read to an end and each byte is accounted for.
     */
    @Test
    void damagedMachines() throws Exception {
        Random random = new Random(42);
        long[] places = {
            SyntheticOs2.HEAP,
            SyntheticOs2.SWAPPABLE,
            0xfef1f000L,
            0xfec80000L,
            0xfff13300L,
            0xfff04000L,
            0x7c3e5000L,
            0x7bdf0000L,
            0x7bde0000L,
            0xfcd00000L,
            0xff1df000L,
            0xffdf5000L,
            0xffe4b000L,
            0xffe61000L
        };
        int recognised = 0;
        for (int seed = 0; seed < 60; seed++) {
            SyntheticOs2 machine =
                    new SyntheticOs2(Release.values()[random.nextInt(Release.values().length)]);
            for (int i = 0; i < 1 + random.nextInt(12); i++) {
                long place = places[random.nextInt(places.length)] + 4L * random.nextInt(0x200);
                machine.put(
                        place,
                        switch (random.nextInt(4)) {
                            case 0 -> 0;
                            case 1 -> 0xffff_ffffL;
                            case 2 -> places[random.nextInt(places.length)] + random.nextInt(0x800);
                            default -> random.nextInt() & 0xffff_ffffL;
                        });
            }
            Optional<Kernel> kernel = find(machine, "raw");
            if (kernel.isPresent()) {
                recognised++;
                everything(kernel.get());
            }
        }
        assertThat(recognised).isGreaterThan(20);
    }

    private static void everything(Kernel kernel) {
        Listings listings = kernel.context().process().detail(Listings.class).orElseThrow();
        for (String name : listings.names()) {
            Listing listing = listings.list(name);
            assertThat(listing.rows()).allMatch(row -> row.length == listing.heads().size());
        }
        for (HeapDecoder decoder : List.of(Kernel.RESIDENT, Kernel.SWAPPABLE)) {
            for (HeapRoot root : kernel.roots(decoder)) {
                RecordingSink sink = new RecordingSink();
                decoder.decode(root, kernel.context(), sink);
                sink.complete();
                sink.blocks.stream()
                        .limit(40)
                        .forEach(
                                block -> decoder.describe(root, block.address(), kernel.context()));
            }
        }
    }

    private static HeapRoot only(Kernel kernel, HeapDecoder decoder) {
        List<HeapRoot> roots = kernel.roots(decoder);
        assertThat(roots).hasSize(1);
        return roots.getFirst();
    }

    private static List<String> facts(List<RecordingSink.Block> blocks) {
        return blocks.stream()
                .map(
                        block ->
                                "%x %x %s %s"
                                        .formatted(
                                                block.address(),
                                                block.size(),
                                                block.kind(),
                                                block.state() == BlockState.FREE
                                                                || block.ownerLabel().isEmpty()
                                                        ? ""
                                                        : block.ownerLabel().split(" ")[0]))
                .toList();
    }

    private static List<String> expected(List<Block> blocks) {
        return blocks.stream()
                .map(
                        block ->
                                "%x %x %s %s"
                                        .formatted(
                                                block.address(),
                                                block.size(),
                                                block.kind(),
                                                block.kind().equals("free") || block.owner() == 0
                                                        ? ""
                                                        : Integer.toHexString(block.owner())))
                .toList();
    }

    private Kernel open(SyntheticOs2 machine, String name) throws Exception {
        return find(machine, name).orElseThrow();
    }

    private Optional<Kernel> find(SyntheticOs2 machine, String name) throws Exception {
        Container container =
                Container.all().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        DumpReader reader =
                switch (name) {
                    case "raw" -> new RawMemoryReader();
                    case "LiME" -> new LimeReader();
                    case "VMware" -> new VmwareReader();
                    default -> new ElfCoreReader();
                };
        Path path = Files.write(folder.resolve("machine.bin"), container.write(machine.image()));
        DumpSource source = DumpSource.open(path);
        open.add(source);
        Dump dump = reader.read(source, Progress.NONE);
        return Kernel.find(dump);
    }
}
