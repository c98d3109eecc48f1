package org.cairn.pool.windows.internal.walk;

import org.cairn.memory.Addresses;
import org.cairn.pool.windows.internal.kernel.Addresses64;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;

/**
 * A block that is charged leads to its process: to one that the system lists, or to one that has
 * ended but whose object is still there.
 */
final class Charges {
    /** {@code DISPATCHER_HEADER.Type} of a process, as {@code ntddk.h} has it. */
    private static final int PROCESS_OBJECT = 3;

    /** The bits of {@code DISPATCHER_HEADER.Type}; the highest one locks the object. */
    private static final int OBJECT_TYPE = 0x7f;

    private final PoolKernel kernel;
    private final Stamp stamp;
    private final KernelMemory memory;
    private final PoolHeader header;
    private final Addresses64 processes = new Addresses64();
    private final Outliers outliers = new Outliers();

    Charges(PoolKernel kernel, Stamp stamp) {
        this.kernel = kernel;
        this.stamp = stamp;
        memory = kernel.memory();
        header = kernel.layout().header();
        kernel.context()
                .system()
                .processes()
                .forEach(process -> processes.add(process.facts().object()));
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
        if (aligned && kernel.isKernel(process) && memory.isPresent(process, Integer.BYTES)) {
            if ((memory.u32(process) & OBJECT_TYPE) == PROCESS_OBJECT) {
                outliers.keep();
            } else {
                outliers.add(block, place, process);
            }
        } else if (!aligned || !kernel.isKernel(process) || memory.isUnmapped(process)) {
            outliers.add(block, place, process);
        }
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
