package org.cairn.heap.windows.internal.owner;

import org.cairn.heap.BlockBatch;
import org.cairn.heap.BlockSink;
import org.cairn.heap.OwnerResolver;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.system.ProcessImage;

import java.util.Arrays;

/**
 * Resolves batches of blocks. In a WOW64 process the word is taken for a 64-bit pointer first, then
 * its lower half for a 32-bit one, since heaps of both kinds lie side by side.
 */
public final class ModuleBatches implements OwnerResolver.Batches {
    private static final String WOW64 = "wow64.dll";
    private static final long LOW_HALF = 0xffff_ffffL;

    private final MemoryCursor cursor;
    private final ModuleTable modules;
    private final int[] owners;
    private final boolean wide;
    private final boolean narrow;

    /**
     * Prepares for a process.
     *
     * @param process whose blocks are resolved
     * @param modules its modules
     */
    public ModuleBatches(ProcessImage process, ModuleTable modules) {
        this.cursor = process.space().cursor();
        this.modules = modules;
        this.owners = new int[modules.size()];
        this.wide = process.architecture() != Architecture.X86;
        this.narrow =
                !wide
                        || process.heapLists().stream()
                                .anyMatch(list -> list.architecture() == Architecture.X86)
                        || process.modules().stream()
                                .anyMatch(module -> module.fileName().equalsIgnoreCase(WOW64));
    }

    @Override
    public void resolve(BlockBatch batch) {
        Arrays.fill(owners, BlockSink.NO_OWNER);
        int smallest = narrow ? Integer.BYTES : Long.BYTES;
        for (int row = 0; row < batch.size(); row++) {
            if (batch.isBusy(row)
                    && batch.ownerOf(row) == BlockSink.NO_OWNER
                    && batch.userSize(row) >= smallest) {
                int module = module(batch.userAddress(row), batch.userSize(row));
                if (module >= 0) {
                    batch.setOwner(row, owner(batch, module));
                }
            }
        }
    }

    private int module(long address, long size) {
        int module = -1;
        if (wide && size >= Long.BYTES && cursor.seek(address, Long.BYTES)) {
            long word = cursor.u64(0);
            module = modules.find(word);
            if (module < 0 && narrow) {
                module = modules.find(word & LOW_HALF);
            }
        } else if (narrow && cursor.seek(address, Integer.BYTES)) {
            module = modules.find(cursor.u32(0));
        }
        return module;
    }

    private int owner(BlockBatch batch, int module) {
        if (owners[module] == BlockSink.NO_OWNER) {
            owners[module] = batch.owner(modules.owner(module));
        }
        return owners[module];
    }
}
