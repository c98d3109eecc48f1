package org.cairn.pool.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpException;
import org.cairn.dump.DumpProcessor;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticSegmentPool;
import org.cairn.testkit.SyntheticSegmentPool.Block;
import org.cairn.testkit.SyntheticSegmentPool.State;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kernel with two nodes and special heaps. */
final class SegmentPoolMachine {
    final TypeTable types;
    final boolean wide;
    final SyntheticMachine machine;
    final SyntheticSegmentPool pool;

    SegmentPoolMachine(String table) {
        types = new ShippedTypes().named(table).orElseThrow();
        wide = types.id().architecture() == Architecture.X64;
        machine = new SyntheticMachine(types, wide ? PagingMode.X64 : PagingMode.PAE, 40);
        machine.kernelModule("\\SystemRoot\\ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
        long first = wide ? 0xffff_c080_0000_0000L : 0x8800_0000L;
        pool = new SyntheticSegmentPool(machine, types, first, 2);
        for (int kind = 0; kind < 4; kind++) {
            pool.node(0, kind);
        }
        pool.node(1, 1);
        pool.node(1, 2);
        pool.special(0);
        pool.special(2);
        pool.finish();
    }

    DecodeContext context(Optional<DumpException> stop) {
        pool.copy();
        DecodeContext found =
                PoolMachine.context(
                        Dump.builder("test")
                                .memory(MemoryKind.PHYSICAL, machine.physical())
                                .processors(
                                        List.of(
                                                new DumpProcessor(
                                                        0,
                                                        Map.of(),
                                                        Optional.of(machine.tables()))))
                                .build());
        ProcessImage kernel = found.process();
        ProcessImage named =
                ProcessImage.builder(0, "", kernel.architecture(), kernel.space())
                        .kernel()
                        .facts(kernel.facts())
                        .variables(pool.variables())
                        .modules(kernel::modules)
                        .stop(stop)
                        .build();
        return new DecodeContext(found.system(), named, found.types(), Progress.NONE);
    }

    List<Recorder> decode() {
        return PoolMachine.decode(new SegmentPoolDecoder(), context(Optional.empty()));
    }

    /** Bytes of a heap. */
    byte[] bytes(long at, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] =
                    pool.memory().space().runAt(at + i) instanceof Run.Mapped run
                            ? run.bytes().get(ValueLayout.JAVA_BYTE, at + i - run.start())
                            : 0;
        }
        return bytes;
    }

    Block find(State state, boolean paged) {
        return pool.blocks().stream()
                .filter(block -> block.state() == state && block.heap().paged() == paged)
                .filter(block -> block.inHeap().kind().equals("VS"))
                .skip(5)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Changes the number of allocations of a block's tag in one of the tag tables of paged pool.
     */
    void recount(Block block, int change) {
        Structure entry = types.structure("_POOL_TRACKER_TABLE");
        long table = machine.kernelBase() + 0x7_0000;
        int size = 0x80 * entry.size() + 0x1000 & -0x1000;
        for (long at : new long[] {table, table + size, table + 2L * size}) {
            for (int i = 0; i < 0x80; i++) {
                long slot = at + (long) i * entry.size();
                byte[] key = key(slot);
                long allocations = machine.kernelBytes(slot + entry.offset("PagedAllocs"), 1)[0];
                if (new String(key, StandardCharsets.US_ASCII).equals(block.tag())
                        && allocations > 0) {
                    machine.kernelField(slot, entry, "PagedAllocs", allocations + change);
                    return;
                }
            }
        }
        throw new IllegalStateException(block.tag());
    }

    private byte[] key(long slot) {
        byte[] key = new byte[4];
        for (int i = 0; i < key.length; i++) {
            key[i] = machine.kernelBytes(slot + i, 1)[0];
        }
        return key;
    }
}
