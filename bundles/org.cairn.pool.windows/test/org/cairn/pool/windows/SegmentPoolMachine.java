package org.cairn.pool.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpException;
import org.cairn.dump.DumpProcessor;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticSegmentPool;
import org.cairn.testkit.SyntheticSegmentPool.Block;
import org.cairn.testkit.SyntheticSegmentPool.State;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

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

    Block find(State state, boolean paged) {
        return pool.blocks().stream()
                .filter(block -> block.state() == state && block.heap().paged() == paged)
                .filter(block -> block.inHeap().kind().equals("VS"))
                .skip(5)
                .findFirst()
                .orElseThrow();
    }
}
