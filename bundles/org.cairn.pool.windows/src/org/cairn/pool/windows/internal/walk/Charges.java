package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * A block that is charged leads to its process: to one that the system lists, or to one that has
 * ended but whose object is still there.
 */
final class Charges {
    /** {@code DISPATCHER_HEADER.Type} of a process, as {@code ntddk.h} has it. */
    private static final int PROCESS_OBJECT = 3;

    /** The bits of {@code DISPATCHER_HEADER.Type}; the highest one locks the object. */
    private static final int OBJECT_TYPE = 0x7f;

    private static final long FIRST_OF_KERNEL_32 = 0x8000_0000L;

    private final Stamp stamp;
    private final KernelMemory memory;
    private final PoolHeader header;
    private final Set<Long> processes;
    private final Outliers outliers = new Outliers();

    Charges(PoolKernel kernel, Stamp stamp) {
        this.stamp = stamp;
        memory = kernel.memory();
        header = kernel.layout().header();
        processes =
                kernel.context().system().processes().stream()
                        .map(process -> process.facts().object())
                        .collect(Collectors.toSet());
    }

    /** Takes a block in use. */
    void take(PoolPage page, int offset, int word) {
        int type = header.type(word);
        int at = header.billedAt(word);
        boolean tracked = header.processBilled() < 0 && (type & TypeCode.VERIFIER) != 0;
        if ((type & TypeCode.QUOTA) == 0
                || tracked
                || at < PoolHeader.TAG + Integer.BYTES
                || !stamp.tellsProcesses()) {
            return;
        }
        long block = page.address() + offset;
        long process = stamp.process(page.pointerAt(offset + at), block);
        if (process == 0 || processes.contains(process)) {
            outliers.keep();
        } else {
            judge(process, block, block + at);
        }
    }

    /** A process that nobody lists; where its memory is not in the dump nobody can tell. */
    private void judge(long process, long block, long place) {
        boolean aligned = process % Long.BYTES == 0;
        if (aligned && isOfKernel(process) && memory.isPresent(process, Integer.BYTES)) {
            if ((memory.u32(process) & OBJECT_TYPE) == PROCESS_OBJECT) {
                outliers.keep();
            } else {
                outliers.add(block, place, process);
            }
        } else if (!aligned || !isOfKernel(process) || isUnmapped(process)) {
            outliers.add(block, place, process);
        }
    }

    private boolean isOfKernel(long address) {
        return memory.pointerSize() == Long.BYTES ? address < 0 : address >= FIRST_OF_KERNEL_32;
    }

    private boolean isUnmapped(long address) {
        return memory.space().runAt(address) instanceof Run.Absent absent
                && (absent.why() == Absence.UNMAPPED || absent.why() == Absence.NOT_PRESENT);
    }

    /** Tells what is wrong, when all blocks were taken. */
    void close(PoolReport report) {
        outliers.close(
                outlier -> {
                    if (!report.hasTold(outlier.block())) {
                        report.tell(
                                header.processBilled() >= 0
                                        ? PoolRule.BILLED
                                        : PoolRule.BILLED_AT_END,
                                outlier.place(),
                                "block "
                                        + Addresses.hex(outlier.block())
                                        + ", tag "
                                        + PoolTag.text(memory.u32(outlier.block() + PoolHeader.TAG))
                                        + ", is charged to what is no process",
                                "a process",
                                Addresses.hex(outlier.actual()));
                    }
                });
    }
}
