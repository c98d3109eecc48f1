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
        boolean traces = !isOld();
        for (int i = 0; i < CONTAINERS; i++) {
            heap.allocate(random.nextInt(200));
            container(random, i, traces);
        }
    }

    private void container(Random random, int number, boolean traces) {
        int unit = work.unit();
        int stride = unit * ((hasFrontOfItsOwn() ? 1 : 2) + number % 37);
        int count = number == 5 ? 1020 : 3 + random.nextInt(number % 3 == 0 ? 300 : 70);
        LfhWriter container = heap.container(stride, count);
        containers.add(container);
        int room = stride - unit + (work.isWide() ? 8 : 0);
        List<Long> live = new ArrayList<>();
        for (int i = 0; i < count * 2 / 3; i++) {
            int least = isOld() ? Math.max(0, room - 200) : 0;
            boolean trace = traces && i % 11 == 3 && stride > 5 * unit;
            live.add(
                    trace
                            ? container.allocateTraced(random.nextInt(room - 2 * unit))
                            : container.allocate(least + random.nextInt(room - least + 1)));
        }
        for (int i = 0; i < count / 5; i++) {
            container.free(live.remove(random.nextInt(live.size())));
        }
        if (number % 20 == 7 && !isOld()) {
            container.retire();
        }
    }

    boolean isOld() {
        return work.types().structure("_HEAP").find("Segments").isPresent();
    }

    /** Windows 8 and later: a bitmap, and a reservation for the front end. */
    boolean hasFrontOfItsOwn() {
        return !isOld() && work.types().structure("_HEAP").find("PointerKey").isEmpty();
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
