package org.cairn.heap.windows;

import org.cairn.heap.DecodeContext;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A synthetic process whose program worked with its heaps. */
final class Workload {
    private static final long SEED = 20;
    private static final int PARKED = 40;

    private final TypeTable types;
    private final SyntheticProcess process;
    private final List<NtHeapWriter> heaps = new ArrayList<>();

    private final long base;

    Workload(String table) {
        this(
                table,
                isWide(table) ? 0x7ff5_1234_5000L : 0x7ffd_f000,
                isWide(table) ? 0x1c9_785d_0000L : 0x15_0000);
    }

    /** A process whose PEB and heaps lie elsewhere. */
    Workload(String table, long peb, long base) {
        this.base = base;
        types = new ShippedTypes().named(table).orElseThrow();
        process = new SyntheticProcess(types, peb, 1000, SEED);
    }

    private static boolean isWide(String table) {
        return table.endsWith("x64");
    }

    boolean isWide() {
        return types.id().architecture() == Architecture.X64;
    }

    /** XP and 2003: plain headers, lookaside lists. */
    boolean isOld() {
        return types.structure("_HEAP").find("Segments").isPresent();
    }

    /** Windows 8 and later. */
    boolean isModern() {
        return !isOld() && types.structure("_HEAP").find("PointerKey").isEmpty();
    }

    SyntheticProcess process() {
        return process;
    }

    TypeTable types() {
        return types;
    }

    int unit() {
        return types.structure("_HEAP_ENTRY").size();
    }

    /** An offset in {@code _HEAP}. */
    int heapOffset(String field) {
        return types.structure("_HEAP").offset(field);
    }

    /** A growable heap with a front end where its system has one, small enough to need segments. */
    NtHeapWriter busyHeap(int operations) {
        HeapOptions options =
                HeapOptions.GROWABLE.withReserve(0x1_0000).withVirtualThreshold(0x800);
        if (isOld()) {
            options = options.with(FrontEnd.LOOKASIDE);
        }
        NtHeapWriter heap = heap(options);
        List<Long> live = new ArrayList<>();
        Random random = new Random(heaps.size());
        for (int i = 0; i < operations; i++) {
            if (live.isEmpty() || random.nextInt(100) < 60) {
                live.add(heap.allocate(size(random)));
            } else {
                heap.free(live.remove(random.nextInt(live.size())));
            }
        }
        heap.blocks().stream()
                .filter(block -> block.kind() == Kind.FREE && block.size() >= 0x3000)
                .limit(3)
                .forEach(block -> heap.decommit(block.address()));
        heap.allocate(5000);
        if (isOld()) {
            heap.blocks().stream()
                    .filter(block -> block.kind() == Kind.BUSY && block.userSize() < 900)
                    .limit(PARKED)
                    .forEach(block -> heap.cache(block.userAddress()));
        }
        return heap;
    }

    private static int size(Random random) {
        return random.nextInt(random.nextInt(100) == 0 ? 40_000 : 300);
    }

    NtHeapWriter heap(HeapOptions options) {
        NtHeapWriter heap = process.heap(base, options);
        heaps.add(heap);
        return heap;
    }

    /** The process as a decoder gets it, told the right build. */
    DecodeContext context() {
        return context(process.image(), types.id().build(), Optional.empty());
    }

    DecodeContext context(ProcessImage image, int build, Optional<String> layout) {
        SystemImage system =
                new SystemImage(
                        "windows",
                        "",
                        build,
                        Optional.of(image.architecture()),
                        List.of(image),
                        List.of());
        return new DecodeContext(
                system, image, new TypeChoice(new ShippedTypes(), layout), Progress.NONE);
    }
}
