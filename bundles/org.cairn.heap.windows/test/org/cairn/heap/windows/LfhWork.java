package org.cairn.heap.windows;

import org.cairn.heap.DecodeContext;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.testkit.LfhWriter;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.SyntheticProcess;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A synthetic process whose program worked with a heap and its low-fragmentation front end. */
final class LfhWork {
    private static final int CONTAINERS = 60;

    private final Workload work;
    private final NtHeapWriter heap;
    private final List<LfhWriter> containers = new ArrayList<>();

    LfhWork(String table) {
        work = new Workload(table);
        heap = work.heap(HeapOptions.GROWABLE.withReserve(0x4_0000).with(FrontEnd.LFH));
        Random random = new Random(7);
        for (int i = 0; i < CONTAINERS; i++) {
            heap.allocate(random.nextInt(200));
            container(random, i);
        }
    }

    private void container(Random random, int number) {
        int stride = work.unit() * ((hasFrontOfItsOwn() ? 1 : 2) + number % 37);
        int count = number == 5 ? 1020 : 3 + random.nextInt(number % 3 == 0 ? 300 : 70);
        LfhWriter container = container(work, heap, random, stride, count);
        containers.add(container);
        if (number % 20 == 7 && !isOld()) {
            container.retire();
        }
    }

    /** Makes a container in which some blocks are busy, some were freed, some never used. */
    static LfhWriter container(
            Workload work, NtHeapWriter heap, Random random, int stride, int count) {
        LfhWriter container = heap.container(stride, count);
        int unit = work.unit();
        boolean old = work.isOld();
        int room = stride - unit + (work.isWide() ? 8 : 0);
        List<Long> live = new ArrayList<>();
        for (int i = 0; i < count * 2 / 3; i++) {
            int least = old ? Math.max(0, room - 200) : 0;
            boolean trace = !old && i % 11 == 3 && stride > 5 * unit;
            live.add(
                    trace
                            ? container.allocateTraced(random.nextInt(room - 2 * unit))
                            : container.allocate(least + random.nextInt(room - least + 1)));
        }
        for (int i = 0; i < count / 5; i++) {
            container.free(live.remove(random.nextInt(live.size())));
        }
        return container;
    }

    boolean isOld() {
        return work.isOld();
    }

    /** Windows 8 and later: a bitmap, and a reservation for the front end. */
    boolean hasFrontOfItsOwn() {
        return work.isModern();
    }

    boolean isWide() {
        return work.isWide();
    }

    NtHeapWriter heap() {
        return heap;
    }

    SyntheticProcess process() {
        return work.process();
    }

    List<LfhWriter> containers() {
        return containers;
    }

    DecodeContext context() {
        return work.context();
    }
}
