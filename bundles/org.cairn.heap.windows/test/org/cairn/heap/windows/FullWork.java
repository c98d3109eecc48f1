package org.cairn.heap.windows;

import org.cairn.dump.DumpModule;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.testkit.LfhWriter;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.StackDatabaseWriter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A synthetic process with NT heaps in which every part of the allocators of its version is in use:
 * segments with uncommitted ranges, blocks of their own, tags, recorded stacks, the
 * low-fragmentation heap, in XP and 2003 lookaside lists, from 8 on the second index of free
 * entries. What the program did is drawn at random.
 */
final class FullWork {
    private static final List<String> FAMILIES =
            List.of(
                    "winxp-sp2-x86",
                    "winxp-sp3-x86",
                    "win2003-sp2-x86",
                    "win2003-sp2-x64",
                    "winvista-sp2-x86",
                    "winvista-sp2-x64",
                    "win7-sp1-x86",
                    "win7-sp1-x64",
                    "win8-x86",
                    "win8-x64",
                    "win81-x86",
                    "win81-x64",
                    "win10-1507-10240-x86",
                    "win10-1507-10240-x64",
                    "win10-1607-14393-x86",
                    "win10-1607-14393-x64",
                    "win10-1809-17763-x86",
                    "win10-1809-17763-x64",
                    "win10-22h2-19045-x86",
                    "win10-22h2-19045-x64",
                    "win11-22h2-22621-x64");
    private static final int OPERATIONS = 700;
    private static final int CONTAINERS = 24;
    private static final int LONG = 0x9000;

    private final Workload work;
    private final Random random;
    private final List<NtHeapWriter> heaps = new ArrayList<>();
    private final Map<Long, String> tagged = new HashMap<>();
    private final Map<Long, Integer> traced = new HashMap<>();
    private final StackDatabaseWriter stacks;
    private final long program;
    private int parked;

    FullWork(String table, long seed) {
        this(new Workload(table), seed);
    }

    FullWork(Workload work, long seed) {
        this.work = work;
        random = new Random(seed);
        HeapOptions options =
                HeapOptions.GROWABLE.withReserve(0x1_0000).withVirtualThreshold(0x800);
        FrontEnd second =
                work.isOld()
                        ? FrontEnd.LOOKASIDE
                        : work.isModern() ? FrontEnd.EXTENDED_LOOKUP : FrontEnd.NONE;
        NtHeapWriter front = work.heap(options.with(FrontEnd.LFH));
        program = front.address() + 0x3000_0000;
        work.process().module(new DumpModule(program, 0x1_0000, "C:\\shop.exe", "", 0, 0, ""));
        stacks =
                new StackDatabaseWriter(
                        work.process().memory(),
                        work.types().id().architecture(),
                        front.address() + 0x2000_0000);
        stacks.record(program + 0x111, program + 0x222);
        stacks.record(program + 0x333, program + 0x222);
        use(front, FrontEnd.LFH);
        use(work.heap(options.with(second)), second);
        use(work.heap(HeapOptions.GROWABLE.fixed()), FrontEnd.NONE);
    }

    /** A table for each family of layouts, x86 and x64. */
    static Stream<String> families() {
        return FAMILIES.stream();
    }

    Workload work() {
        return work;
    }

    List<NtHeapWriter> heaps() {
        return heaps;
    }

    /** Names of tags by the data of blocks that have one. */
    Map<Long, String> tagged() {
        return tagged;
    }

    /** Owners by the data of blocks whose allocation's stack was recorded. */
    Map<Long, String> traced() {
        Map<Long, String> owners = new HashMap<>();
        traced.forEach(
                (user, index) ->
                        owners.put(
                                user, index.intValue() == 1 ? "shop.exe+0x111" : "shop.exe+0x333"));
        return owners;
    }

    /** How many containers of the low-fragmentation heap wait for new use. */
    int parked() {
        return parked;
    }

    private void use(NtHeapWriter heap, FrontEnd front) {
        heaps.add(heap);
        int tag = heap.tag("basket");
        List<Long> live = new ArrayList<>();
        boolean growing = heaps.size() < 3;
        for (int i = 0; i < OPERATIONS; i++) {
            int dice = random.nextInt(100);
            if (dice < 55 || live.isEmpty()) {
                live.add(heap.allocate(size(growing)));
            } else if (dice < 85) {
                free(heap, live.remove(random.nextInt(live.size())).longValue());
            } else if (dice < 89) {
                named(live, heap.allocate(random.nextInt(500), tag));
            } else if (dice < 92) {
                recorded(live, heap);
            } else if (dice < 95 && front == FrontEnd.LOOKASIDE) {
                cache(heap, live);
            } else if (dice < 95 && growing) {
                decommit(heap);
            } else if (dice < 97 && growing) {
                live.add(heap.allocate(LONG + random.nextInt(LONG)));
            } else if (front == FrontEnd.LFH && i % CONTAINERS == 0) {
                container(heap, i);
            }
        }
        if (growing) {
            complete(heap, front, tag, live);
        }
    }

    /** What chance may have left out. */
    private void complete(NtHeapWriter heap, FrontEnd front, int tag, List<Long> live) {
        long large = heap.allocate(LONG, tag);
        tagged.put(large, "basket");
        recorded(live, heap);
        if (front == FrontEnd.LOOKASIDE) {
            cache(heap, live);
        }
        if (front == FrontEnd.LFH) {
            for (int i = 0; i < CONTAINERS; i++) {
                container(heap, i);
            }
        }
        long one = heap.allocate(0x3800);
        live.add(heap.allocate(100));
        long two = heap.allocate(0x3c00);
        live.add(heap.allocate(100));
        heap.free(one);
        heap.decommit(one);
        heap.free(two);
        heap.decommit(two);
    }

    private void named(List<Long> live, long user) {
        live.add(user);
        tagged.put(user, "basket");
    }

    private void recorded(List<Long> live, NtHeapWriter heap) {
        int index = 1 + random.nextInt(2);
        long user = heap.allocate(random.nextInt(500), 0, stacks, index);
        live.add(user);
        traced.put(user, index);
    }

    private int size(boolean growing) {
        return random.nextInt(growing && random.nextInt(30) == 0 ? 0x6000 : 400);
    }

    private void free(NtHeapWriter heap, long user) {
        heap.free(user);
        tagged.remove(user);
        traced.remove(user);
    }

    private void cache(NtHeapWriter heap, List<Long> live) {
        List<Long> plain =
                heap.blocks().stream()
                        .filter(block -> block.kind() == Kind.BUSY && block.userSize() < 900)
                        .map(block -> block.userAddress())
                        .filter(user -> !tagged.containsKey(user) && !traced.containsKey(user))
                        .toList();
        Long user = plain.get(random.nextInt(plain.size()));
        heap.cache(user.longValue());
        live.remove(user);
    }

    private static void decommit(NtHeapWriter heap) {
        heap.blocks().stream()
                .filter(block -> block.kind() == Kind.FREE && block.size() >= 0x3000)
                .findFirst()
                .ifPresent(block -> heap.decommit(block.address()));
    }

    private void container(NtHeapWriter heap, int number) {
        int least = work.isModern() ? 1 : 2;
        int stride = work.unit() * (least + random.nextInt(30));
        int count = 3 + random.nextInt(90);
        LfhWriter container = LfhWork.container(work, heap, random, stride, count);
        if (number % 7 == 3 && !work.isOld()) {
            container.retire();
            parked++;
        }
    }
}
