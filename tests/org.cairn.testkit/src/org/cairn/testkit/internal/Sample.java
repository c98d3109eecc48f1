package org.cairn.testkit.internal;

import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sample dump and what is known of it. */
public final class Sample {
    private static final long PROCESS_ID = 3148;
    private static final long SEED = 1871;
    private static final String COMMENT = "Synthetic: written by Cairn's testkit, not by a system.";
    private static final String OVERRUN = ";note=deliver to the side door";

    private final SampleSystem system;
    private final SyntheticProcess process;
    private final ShopProgram program;
    private final List<NtHeapWriter> heaps = new ArrayList<>();
    private String damage = "";

    /** Runs the program of the samples on a system. */
    public Sample(SampleSystem system, TypeCatalog catalog) {
        this.system = system;
        TypeTable types = catalog.named(system.table()).orElseThrow();
        process = new SyntheticProcess(types, system.peb(), PROCESS_ID, SEED);
        system.modules().forEach(process::module);
        process.keepHeapListAt(system.heapList());
        process.thread(PROCESS_ID + 4, system.modules().get(2).base() + 0x1e4f4, system.stacks());
        process.thread(PROCESS_ID + 20, system.modules().get(0).base() + 0x4c1a, system.stacks());
        for (int i = 0; i < system.heaps().size(); i++) {
            heaps.add(process.heap(system.heaps().get(i), system.options(i)));
        }
        int pointer = types.id().architecture().pointerSize();
        program = new ShopProgram(process, system, pointer, SEED);
        program.useDefaultHeap(heaps.get(0));
        program.useLibraryHeap(heaps.get(1));
        program.useRenderHeap(heaps.get(2));
        if (system.options(0).frontEnd() == FrontEnd.LOOKASIDE) {
            program.cacheSome(heaps.get(0));
            program.cacheSome(heaps.get(1));
        }
    }

    /** Lets the text of an order run over the header of the busy block behind it. */
    public Sample overrun() {
        List<ExpectedBlock> blocks = heaps.getFirst().blocks();
        for (int i = blocks.size() / 2; i < blocks.size() - 1; i++) {
            ExpectedBlock block = blocks.get(i);
            ExpectedBlock next = blocks.get(i + 1);
            int number = 1000 + program.texts().indexOf(block.userAddress());
            if (number >= 1000 && next.kind() == Kind.BUSY) {
                String text = ShopProgram.orderText(number) + OVERRUN;
                process.corrupt(block.userAddress(), text.getBytes(StandardCharsets.US_ASCII));
                damage =
                        "The text of the block at %s (user address %s, %d bytes) is %d bytes long; it has overwritten the header of the block at %s."
                                .formatted(
                                        Addresses.hex(block.address()),
                                        Addresses.hex(block.userAddress()),
                                        block.userSize(),
                                        text.length(),
                                        Addresses.hex(next.address()));
                return this;
            }
        }
        throw new IllegalStateException("no text with a busy neighbour");
    }

    /** The file name. */
    public String file() {
        return system.file();
    }

    /** The dump. */
    public byte[] toBytes() {
        return process.minidump().comment(COMMENT).toBytes();
    }

    SampleSystem system() {
        return system;
    }

    List<NtHeapWriter> heaps() {
        return heaps;
    }

    Map<String, Integer> owners() {
        return program.owners();
    }

    /** What is wrong with it, or empty. */
    String damage() {
        return damage;
    }
}
