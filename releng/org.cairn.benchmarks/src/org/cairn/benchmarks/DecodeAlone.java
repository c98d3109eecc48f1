package org.cairn.benchmarks;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpSource;
import org.cairn.dump.windows.MinidumpReader;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.NtHeapDecoder;
import org.cairn.memory.Progress;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.system.windows.WindowsSystem;
import org.cairn.types.ShippedTypes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Decodes all heaps of a dump into nothing. */
final class DecodeAlone {
    private final Path file;
    private long blocks;
    private long checksum;

    DecodeAlone(Path file) {
        this.file = file;
    }

    long blocks() {
        return blocks;
    }

    /** Depends on every field of every block, so that nothing of the work can be left out. */
    long checksum() {
        return checksum;
    }

    void run() throws Exception {
        TypeChoice types = new TypeChoice(new ShippedTypes(), Optional.empty());
        NtHeapDecoder decoder = new NtHeapDecoder();
        try (DumpSource source = DumpSource.open(file);
                ExecutorService workers =
                        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Dump dump = new MinidumpReader().read(source, Progress.NONE);
            SystemImage system =
                    new WindowsSystem().recognise(dump, types, Progress.NONE).orElseThrow();
            DecodeContext context =
                    new DecodeContext(system, system.processes().get(0), types, Progress.NONE);
            List<Future<Counting>> sinks = new ArrayList<>();
            for (HeapRoot root : decoder.locate(context)) {
                sinks.add(
                        workers.submit(
                                () -> {
                                    Counting sink = new Counting();
                                    decoder.decode(root, context, sink);
                                    return sink;
                                }));
            }
            blocks = 0;
            checksum = 0;
            for (Future<Counting> sink : sinks) {
                blocks += sink.get().blocks();
                checksum ^= sink.get().sum();
            }
        }
    }
}
