package org.cairn.ui.internal.memory;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpThread;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.store.Block;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.system.ProcessImage;
import org.cairn.ui.internal.address.BlockPart;
import org.cairn.ui.internal.address.Whereabouts;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * What a word points to, if it is a pointer.
 *
 * @param kind in one word, or empty when it points to nothing
 * @param text in a few words
 */
record PointerTarget(String kind, String text) {
    /** What does not point to memory. */
    static final PointerTarget NOTHING = new PointerTarget("", "");

    private static final int PREVIEW = 64;

    /** Looks a value up; blocks are found when there is a store. */
    static PointerTarget of(
            long value,
            ProcessImage process,
            Optional<Store> store,
            List<Integer> heaps,
            Progress progress)
            throws StoreException {
        boolean mapped = process.space().runAt(value) instanceof Run.Mapped;
        Optional<DumpModule> module = Whereabouts.module(process, value);
        if (module.isPresent()) {
            return of(module.get(), value);
        }
        if (!mapped && Whereabouts.region(process, value).isEmpty()) {
            return NOTHING;
        }
        if (store.isPresent()) {
            Optional<Block> block =
                    store.get().blockAt(value, Optional.of(heaps), progress).block();
            if (block.isPresent()) {
                return of(block.get(), value, preview(process, value));
            }
        }
        Optional<DumpThread> thread = Whereabouts.stack(process, value);
        if (thread.isPresent()) {
            return new PointerTarget(
                    "stack", "stack of thread " + Long.toUnsignedString(thread.get().id()));
        }
        return mapped ? new PointerTarget("memory", preview(process, value)) : NOTHING;
    }

    static PointerTarget of(DumpModule module, long value) {
        return new PointerTarget(
                "module", module.fileName() + "+" + Addresses.hex(value - module.base()));
    }

    static PointerTarget of(Block block, long value, String preview) {
        BlockPart part = BlockPart.at(block, value);
        long offset = value - part.first(block);
        StringBuilder text = new StringBuilder(block.state().label());
        text.append(" block ").append(Addresses.hex(block.address()));
        if (part != BlockPart.USER) {
            text.append(", ").append(part.label(block));
        }
        if (offset != 0) {
            text.append("+").append(Addresses.hex(offset));
        }
        if (!block.owner().isEmpty()) {
            text.append(", ").append(block.owner());
        }
        if (!preview.isEmpty()) {
            text.append(", ").append(preview);
        }
        return new PointerTarget("block", text.toString());
    }

    private static String preview(ProcessImage process, long address) {
        byte[] bytes = new byte[PREVIEW];
        int count = (int) process.space().read(address, MemorySegment.ofArray(bytes));
        return TextPreview.of(bytes, count);
    }
}
