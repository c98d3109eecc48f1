package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.layout.PoolLayout;
import org.cairn.types.TypeTable;

import java.util.List;
import java.util.Optional;

/**
 * Where kernels that walk pages keep lists of parked blocks: the lookaside lists of the processors
 * ({@code _KPRCB}) and of drivers, and the lists of deferred frees ({@code
 * _POOL_DESCRIPTOR.PendingFrees}). All link through the first word of the user data; on x86 since 8
 * through the second, the first holds a stamp.
 */
public final class ParkedLists {
    private static final int MAX_PROCESSORS = 256;
    private static final int LISTS = 32;
    private static final int MAX_DRIVER_LISTS = 1 << 14;

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final Pulse pulse;
    private final Parked parked;

    private ParkedLists(PoolKernel kernel, long wanted) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.pulse = new Pulse(kernel.context().progress());
        boolean second = kernel.layout().stamped() && memory.pointerSize() == Integer.BYTES;
        this.parked = new Parked(kernel, second ? memory.pointerSize() : 0, wanted);
    }

    /**
     * Follows all lists that are known.
     *
     * @param kernel whose lists these are
     * @param descriptors {@code _POOL_DESCRIPTOR}s whose deferred frees are followed
     * @return what waits on them
     */
    public static Parked follow(PoolKernel kernel, List<Long> descriptors) {
        return follow(kernel, descriptors, 0);
    }

    /**
     * The same, looking for a block.
     *
     * @param kernel whose lists these are
     * @param descriptors {@code _POOL_DESCRIPTOR}s whose deferred frees are followed
     * @param wanted address of its user data, for {@link Parked#headOfWanted}
     * @return what waits on them
     */
    public static Parked follow(PoolKernel kernel, List<Long> descriptors, long wanted) {
        kernel.context().progress().task(Parked.TASK);
        ParkedLists lists = new ParkedLists(kernel, wanted);
        lists.processors();
        lists.drivers("ExNPagedLookasideListHead");
        lists.drivers("ExPagedLookasideListHead");
        kernel.lookasides().forEach(lists.parked::follow);
        descriptors.forEach(lists::deferred);
        return lists.parked;
    }

    /**
     * Whether lookaside lists of a processor are known.
     *
     * @param kernel whose processors these are
     */
    public static boolean knowsProcessors(PoolKernel kernel) {
        return new ParkedLists(kernel, 0).processors();
    }

    private boolean processors() {
        boolean any = false;
        long blocks = kernel.address("KiProcessorBlock").orElse(0);
        for (int i = 0; blocks != 0 && i < MAX_PROCESSORS; i++) {
            long processor = memory.pointer(blocks + (long) i * memory.pointerSize());
            if (processor == 0) {
                return any;
            }
            for (TypeTable table : kernel.tables()) {
                Optional<Structure> block = table.find("_KPRCB");
                if (block.isPresent() && processor(processor, block.get())) {
                    any = true;
                    break;
                }
            }
        }
        return any;
    }

    /** Follows the lists when the lookasides are where a layout says. */
    private boolean processor(long processor, Structure block) {
        boolean any = false;
        for (String name :
                List.of(
                        "PPNxPagedLookasideList",
                        "PPNPagedLookasideList",
                        "PPPagedLookasideList")) {
            Optional<Field> field = block.find(name);
            if (field.isPresent() && hasSizes(processor, field.get())) {
                any = true;
                follow(processor, field.get());
            }
        }
        return any;
    }

    /** Whether lists are held to their size, their own first blocks tell. */
    private void follow(long processor, Field field) {
        int right = 0;
        int wrong = 0;
        for (int i = 0; i < LISTS; i++) {
            for (int other = 0; other <= memory.pointerSize(); other += memory.pointerSize()) {
                int units = parked.firstSize(list(processor, field, i, other));
                right += units == i + 1 ? 1 : 0;
                wrong += units == i + 1 || units == 0 ? 0 : 1;
            }
        }
        for (int i = 0; i < LISTS; i++) {
            int units = right > wrong ? i + 1 : 0;
            parked.follow(list(processor, field, i, 0), units);
            parked.follow(list(processor, field, i, memory.pointerSize()), units);
        }
    }

    /** Whether the lists are for blocks of one unit, two units and so on. */
    private boolean hasSizes(long processor, Field field) {
        int size = PoolLayout.offset(kernel.layout().lookaside(), "Size");
        if (size < 0) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            long list = list(processor, field, i, 0);
            int bytes = memory.u32(list + size);
            if (bytes != (i + 1) * kernel.layout().header().unit()) {
                return false;
            }
        }
        return true;
    }

    /** Up to 2003 a pair of pointers to lists, later the lists themselves. */
    private long list(long processor, Field field, int index, int pointer) {
        if (field.type().startsWith("_PP_LOOKASIDE_LIST")) {
            return memory.pointer(
                    processor + field.offset() + 2L * index * memory.pointerSize() + pointer);
        }
        return processor + field.offset() + (long) index * (field.size() / LISTS);
    }

    /** Lookaside lists that drivers made, which are linked with each other. */
    private void drivers(String variable) {
        long head = kernel.address(variable).orElse(0);
        int entry = PoolLayout.offset(kernel.layout().lookaside(), "ListEntry");
        if (head == 0 || entry < 0) {
            return;
        }
        long node = memory.pointer(head);
        for (int i = 0; node != head && node != 0 && i < MAX_DRIVER_LISTS; i++) {
            pulse.beat();
            parked.followDriver(node - entry);
            node = memory.pointer(node);
        }
    }

    private void deferred(long descriptor) {
        int offset = PoolLayout.offset(kernel.layout().descriptor(), "PendingFrees");
        if (offset >= 0) {
            parked.followDeferred(descriptor + offset);
        }
    }
}
