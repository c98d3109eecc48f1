package org.cairn.heap.windows;

import org.cairn.dump.DumpRegion;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.testkit.SegmentHeapBlock;
import org.cairn.testkit.SegmentHeapOptions;
import org.cairn.testkit.SegmentHeapWriter;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A synthetic process whose program worked with segment heaps. */
final class SegmentWork {
    private static final long SEED = 5;
    private static final long DISTANCE_X64 = 0x1_0000_0000L;
    private static final long DISTANCE_X86 = 0x1800_0000L;

    /** Two in units of 64 KiB, two with memory of their own. */
    private static final int[] LONG_ONES = {0x8_0000, 0x13_3333, 0x81_2345, 0x90_0001};

    private final TypeTable types;
    private final SegmentHeapOptions options;
    private final SyntheticProcess process;
    private final SegmentHeapWriter heap;
    private final List<Long> live = new ArrayList<>();
    private final Random random;
    private final SegmentHeapDecoder decoder = new SegmentHeapDecoder();
    private int heaps;

    SegmentWork(String table) {
        this(table, false, false, SEED);
    }

    SegmentWork(String table, boolean late, boolean encodedTrees, long seed) {
        ShippedTypes shipped = new ShippedTypes();
        types = shipped.named(table).orElseThrow();
        options = new SegmentHeapOptions(types, late, encodedTrees);
        random = new Random(seed);
        long peb = isWide() ? 0x7ff5_1234_5000L : 0x7ffd_f000;
        process = new SyntheticProcess(environment(shipped, types), peb, 1000, seed);
        heap = another();
    }

    /** A table with the PEB: supplements of ntdll have none. */
    private static TypeTable environment(ShippedTypes shipped, TypeTable types) {
        return types.find("_PEB").isPresent()
                ? types
                : shipped
                        .candidates("windows", types.id().build(), types.id().architecture())
                        .stream()
                        .filter(table -> table.find("_PEB").isPresent())
                        .findFirst()
                        .orElseThrow();
    }

    boolean isWide() {
        return types.id().architecture() == Architecture.X64;
    }

    /** 1607 and before: the heap itself, with units of a page. */
    boolean hasOneContext() {
        return types.structure("_SEGMENT_HEAP").find("SegContexts").isEmpty();
    }

    int unit() {
        return isWide() ? 16 : 8;
    }

    TypeTable types() {
        return types;
    }

    SyntheticProcess process() {
        return process;
    }

    SegmentHeapWriter heap() {
        return heap;
    }

    /** One more heap of the process. */
    SegmentHeapWriter another() {
        long distance = isWide() ? DISTANCE_X64 : DISTANCE_X86;
        long base = isWide() ? 0x1c9_785d_0000L : 0x15_0000;
        return process.segmentHeap(base + heaps++ * distance, options);
    }

    /** Allocates blocks of all kinds and frees some of them. */
    SegmentWork busy(int operations) {
        for (int size : LONG_ONES) {
            heap.allocate(size);
        }
        for (int i = 0; i < operations; i++) {
            if (live.isEmpty() || random.nextInt(100) < 65) {
                live.add(heap.allocate(size()));
            } else {
                heap.free(live.remove(random.nextInt(live.size())));
            }
        }
        return this;
    }

    private long size() {
        return switch (random.nextInt(100)) {
            case 0 -> 1 + random.nextInt(0x8_0000);
            case 1, 2, 3 -> 1 + random.nextInt(0x8000);
            case 4, 5, 6, 7, 8, 9 -> 1 + random.nextInt(0x1000);
            default -> 1 + random.nextInt(0x180);
        };
    }

    /** Delays the frees of some chunks. */
    SegmentWork delayed(int count) {
        List<SegmentHeapBlock> chunks =
                heap.blocks().stream()
                        .filter(block -> block.kind().equals("VS"))
                        .filter(block -> live.contains(block.userAddress()))
                        .limit(count)
                        .toList();
        for (SegmentHeapBlock chunk : chunks) {
            heap.delay(chunk.userAddress());
            live.remove(chunk.userAddress());
        }
        return this;
    }

    /** The process as a decoder gets it, told the build of the table. */
    DecodeContext context() {
        return context(process.image(), types.id().build());
    }

    /** The same, but nobody describes the regions of memory. */
    DecodeContext withoutRegions() {
        ProcessImage image = process.image();
        List<DumpRegion> none = List.of();
        return context(
                new ProcessImage(
                        image.id(),
                        image.name(),
                        image.architecture(),
                        image.space(),
                        image.modules(),
                        image.threads(),
                        none,
                        image.heapLists()),
                types.id().build());
    }

    DecodeContext context(ProcessImage image, int build) {
        SystemImage system =
                new SystemImage(
                        "windows",
                        "",
                        build,
                        Optional.of(image.architecture()),
                        List.of(image),
                        List.of());
        return new DecodeContext(
                system, image, new TypeChoice(new ShippedTypes(), Optional.empty()), Progress.NONE);
    }

    Recorder decode() {
        return decode(context());
    }

    /** Decodes the first heap. */
    Recorder decode(DecodeContext context) {
        HeapRoot root = decoder.locate(context).getFirst();
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        return found;
    }
}
