package org.cairn.store;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpStream;
import org.cairn.dump.DumpThread;
import org.cairn.dump.Remark;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Absence;
import org.cairn.store.internal.SmallTables;
import org.cairn.system.ProcessImage;
import org.eclipse.jdt.annotation.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Turns what a store says besides its blocks into rows, and numbers it; for any thread. */
final class StoreTables {
    private static final String UNCOMMITTED = "uncommitted";

    private final SmallTables tables;
    private final AtomicInteger processes = new AtomicInteger();
    private final AtomicInteger heaps = new AtomicInteger();
    private final AtomicInteger segments = new AtomicInteger();
    private final AtomicInteger anomalies = new AtomicInteger();
    private final AtomicInteger findings = new AtomicInteger();
    private final AtomicInteger lastKind = new AtomicInteger();
    private final AtomicInteger lastOwner = new AtomicInteger();
    private final Map<BlockKind, Integer> kinds = new ConcurrentHashMap<>();
    private final Map<Owner, Integer> owners = new ConcurrentHashMap<>();

    StoreTables(SmallTables tables) {
        this.tables = tables;
    }

    void property(String name, String value) {
        tables.add("dump_property", name, value);
    }

    void remark(Remark remark) {
        tables.add("remark", remark.severity().label(), remark.text());
    }

    void stream(DumpStream stream) {
        tables.add("stream", stream.type(), stream.name(), stream.offset(), stream.size());
    }

    int process(ProcessImage process) {
        int id = processes.incrementAndGet();
        tables.add("process", id, process.id(), process.name(), process.architecture().label());
        process.modules().forEach(module -> add(id, module));
        process.threads().forEach(thread -> add(id, thread));
        process.regions().forEach(region -> add(id, region));
        return id;
    }

    private void add(int process, DumpModule module) {
        tables.add(
                "module",
                process,
                module.base(),
                module.size(),
                module.name(),
                module.version(),
                module.timeDateStamp(),
                module.checkSum(),
                module.pdb());
    }

    private void add(int process, DumpThread thread) {
        tables.add(
                "thread",
                process,
                thread.id(),
                thread.teb(),
                thread.stackStart(),
                thread.stackSize(),
                thread.instructionPointer(),
                thread.stackPointer(),
                thread.suspendCount(),
                thread.priority());
    }

    private void add(int process, DumpRegion region) {
        tables.add(
                "region",
                process,
                region.start(),
                region.last(),
                region.allocationBase(),
                region.state(),
                region.protection(),
                region.kind());
    }

    int heap(int process, HeapRoot root, String decoder) {
        int id = heaps.incrementAndGet();
        tables.add(
                "heap",
                id,
                process,
                root.address(),
                root.kind(),
                root.name(),
                root.architecture().label(),
                root.layout(),
                root.origin(),
                root.status().label(),
                root.note(),
                decoder);
        return id;
    }

    int segment(int heap, long address, long size, String kind) {
        int id = segments.incrementAndGet();
        tables.add("segment", id, heap, address, size, kind);
        return id;
    }

    void uncommitted(int heap, int segment, long address, long size) {
        tables.add("gap", heap, segment, address, size, UNCOMMITTED);
    }

    void gap(int heap, int segment, long address, long size, Absence why) {
        tables.add("gap", heap, segment, address, size, why.label());
    }

    int kind(BlockKind kind) {
        return kinds.computeIfAbsent(
                kind,
                added -> {
                    int id = lastKind.incrementAndGet();
                    tables.add("kind", id, added.label(), added.rest());
                    return id;
                });
    }

    int owner(Owner owner) {
        return owners.computeIfAbsent(
                owner,
                added -> {
                    int id = lastOwner.incrementAndGet();
                    tables.add(
                            "owner",
                            id,
                            added.kind(),
                            added.key(),
                            added.label(),
                            added.description(),
                            added.confidence().label(),
                            added.evidence());
                    return id;
                });
    }

    void total(int heap, int owner, OwnerTotal total) {
        tables.add(
                "owner_total",
                heap,
                owner,
                total.allocations(),
                total.frees(),
                total.blocks(),
                total.bytes());
    }

    int anomaly(int heap, Anomaly anomaly, String source) {
        int id = anomalies.incrementAndGet();
        tables.add(
                "anomaly",
                id,
                idOrNull(heap),
                anomaly.rule(),
                anomaly.address(),
                anomaly.severity().label(),
                anomaly.confidence().label(),
                anomaly.summary(),
                anomaly.expected(),
                anomaly.actual(),
                anomaly.evidence(),
                source);
        return id;
    }

    int finding(Finding finding) {
        int id = findings.incrementAndGet();
        tables.add(
                "finding",
                id,
                idOrNull(finding.heapId()),
                finding.rule(),
                finding.address(),
                finding.severity().label(),
                finding.confidence().label(),
                finding.summary(),
                finding.explanation(),
                finding.advice(),
                finding.evidence(),
                finding.source());
        return id;
    }

    private static @Nullable Integer idOrNull(int id) {
        return id == 0 ? null : Integer.valueOf(id);
    }
}
