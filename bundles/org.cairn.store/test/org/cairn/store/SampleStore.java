package org.cairn.store;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpStream;
import org.cairn.dump.DumpThread;
import org.cairn.dump.Remark;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stores for tests: a kernel heap above 2^63 and a heap of a 32-bit process. */
final class SampleStore {
    static final String KEY = "dump 1, decoder 1";
    static final long KERNEL = 0xffff_8000_0000_1000L;
    static final long USER = 0x0014_0000L;
    static final AddressSpace NO_MEMORY = SparseMemory.builder(Absence.NOT_CAPTURED).build();
    static final StoreSettings SETTINGS = StoreSettings.usual().withThreads(2);
    static final DumpDescription DUMP =
            new DumpDescription(
                    "C:\\dumps\\it's.dmp",
                    "Windows minidump",
                    "Windows 10 1903 (build 18362) x64",
                    18362,
                    "x64",
                    "virtual",
                    "1.0.0");

    private SampleStore() {}

    /** A complete store with all kinds of rows. */
    static Store create(Path file) throws StoreException {
        try (StoreWriter writer = StoreWriter.create(file, KEY, SETTINGS)) {
            fill(writer);
            return writer.complete(DUMP);
        }
    }

    static void fill(StoreWriter writer) throws StoreException {
        writer.property("comment", "first");
        writer.property("comment", "second");
        writer.remark(Remark.warning("the file ends early"));
        writer.stream(new DumpStream(0xffff_0001L, "unknown", 0x1_0000_0000L, 12));
        int kernel = writer.process(process(0, "kernel", Architecture.X64));
        int user = writer.process(process(1234, "app.exe", Architecture.X86));
        int pool = heap(writer, kernel, KERNEL, "pool");
        int heap = heap(writer, user, USER, "NT heap");
        int absent = heap(writer, user, 0x9000_0000L, "NT heap");
        writer.anomaly(heap, anomaly("nt.checksum", USER + 0x40), "org.cairn.heap.windows.nt");
        writer.anomaly(0, anomaly("nt.list", KERNEL), "org.cairn.heap.windows.nt");
        writer.finding(finding(absent));
        int tag = writer.owner(owner("pool tag", "Thre"));
        int module = writer.owner(owner("module", "app.exe"));
        writer.total(pool, tag, new OwnerTotal(0xffff_ffffL, 9, -10, -0x40));
        int regular = writer.kind(new BlockKind("regular"));
        int large = writer.kind(new BlockKind("large", "trailer"));
        int poolPages = writer.segment(pool, KERNEL, 0x3000, "page run");
        int segment = writer.segment(heap, USER, 0x10000, "segment");
        writer.uncommitted(heap, segment, USER + 0x8000, 0x8000);
        writer.gap(heap, segment, USER + 0x1000, 0x1000, Absence.PAGED_OUT);
        try (BlockLoad load = writer.load(1)) {
            BlockColumns batch = load.take();
            add(batch, KERNEL, 0x100, BlockState.BUSY, regular, pool, poolPages, tag, 0);
            add(batch, KERNEL + 0x100, 0x40, BlockState.FREE, regular, pool, poolPages, tag, 0);
            add(batch, KERNEL + 0x140, 0x1000, BlockState.BUSY, large, pool, poolPages, 0, 0);
            add(batch, USER, 0x40, BlockState.METADATA, regular, heap, segment, 0, 0);
            int flags = BlockSink.INFERRED | BlockSink.CACHED;
            add(batch, USER + 0x40, 0x60, BlockState.FREE, regular, heap, segment, 0, flags);
            add(batch, USER + 0xa0, 0x300, BlockState.BUSY, regular, heap, segment, module, 0);
            load.put(batch);
            load.finish();
        }
    }

    static int heap(StoreWriter writer, int process, long address, String kind) {
        boolean present = address != 0x9000_0000L;
        return writer.heap(
                process,
                new HeapRoot(
                        address,
                        kind,
                        "",
                        Architecture.X64,
                        "nt-10-x64",
                        "PEB 0x7ffd3000",
                        present ? HeapRoot.Status.PRESENT : HeapRoot.Status.ABSENT,
                        present ? "" : "its memory is not in the dump"),
                "org.cairn.heap.windows.nt");
    }

    static void add(
            BlockColumns batch,
            long address,
            long size,
            BlockState state,
            int kind,
            int heap,
            int segment,
            int owner,
            int flags) {
        batch.add(address, size, address + 16, size - 16, state, kind, heap, segment, owner, flags);
    }

    static Owner owner(String kind, String label) {
        return new Owner(
                kind, "key of " + label, label, "about " + label, Confidence.CERTAIN, "header");
    }

    private static ProcessImage process(long id, String name, Architecture architecture) {
        return new ProcessImage(
                id,
                name,
                architecture,
                NO_MEMORY,
                List.of(
                        new DumpModule(
                                KERNEL, 0x5000, name, "1.2.3", 0xffff_ffffL, 7, name + ".pdb 1")),
                List.of(new DumpThread(id + 1, 0x7ffd_e000L, 0, 0, KERNEL + 5, 0, 1, 8)),
                List.of(new DumpRegion(0xffff_ffff_ffff_f000L, -1L, 0, "commit", "rw-", "private")),
                List.of());
    }

    private static Anomaly anomaly(String rule, long address) {
        return new Anomaly(
                rule,
                address,
                Remark.Severity.ERROR,
                Confidence.STRONG,
                "the checksum is wrong",
                "0x12",
                "0x34",
                "12 34");
    }

    private static Finding finding(int heap) {
        return new Finding(
                heap,
                "heap.absent",
                0,
                Remark.Severity.WARNING,
                Confidence.CERTAIN,
                "a heap is absent",
                "its memory was not captured",
                "take a full dump",
                "",
                "org.cairn.analysis");
    }

    /** The rows of a query, values joined by a bar. */
    static List<String> rows(Store store, String sql, Object... parameters) throws StoreException {
        List<String> lines = new ArrayList<>();
        try (Rows rows = store.query(Progress.NONE, sql, parameters)) {
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < rows.columns().size(); i++) {
                    line.append(i == 0 ? "" : "|").append(rows.isNull(i) ? "NULL" : rows.text(i));
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }
}
