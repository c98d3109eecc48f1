package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LinkedNodes;
import org.cairn.heap.windows.internal.memory.LinkedNodes.Fault;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.heap.windows.internal.memory.SlistHeader;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;
import org.eclipse.jdt.annotation.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code _LFH_HEAP} lists: subsegments, zone by zone, and containers that wait in its cache
 * for new use.
 */
final class Zones {
    /** The most subsegments that are looked at; each stands for a container. */
    private static final int MAX_SUBSEGMENTS = 1 << 20;

    /** The most subsegments of one zone: zones are a few pages long. */
    private static final int MAX_OF_ZONE = 1 << 12;

    /** The depth of an SLIST has 16 bits. */
    private static final int MAX_CACHED = 1 << 16;

    private final HeapMemory memory;
    private final LfhLayout layout;
    private final HeapHeader heap;
    private final Report report;
    private final Map<Long, @Nullable Long> subsegments = new HashMap<>();
    private final Set<Long> cached = new HashSet<>();
    private int looked;
    private boolean complete;

    private Zones(HeapMemory memory, LfhLayout layout, HeapHeader heap, Report report) {
        this.memory = memory;
        this.layout = layout;
        this.heap = heap;
        this.report = report;
    }

    /** Reads what is there. */
    static Zones read(HeapMemory memory, LfhLayout layout, HeapHeader heap, Report report) {
        Zones zones = new Zones(memory, layout, heap, report);
        if (heap.frontEndHeapType() == HeapHeader.LFH
                && heap.frontEndHeap() != 0
                && !layout.zone().equals(ZoneFields.NONE)) {
            zones.read(layout.zone());
        }
        return zones;
    }

    private void read(ZoneFields fields) {
        long lfh = heap.frontEndHeap();
        if (!memory.isPresent(lfh, fields.heap() + layout.pointerSize())) {
            report.tell(
                    LfhRule.ABSENT,
                    lfh,
                    "_LFH_HEAP is absent: its containers are found in the segments only",
                    "",
                    memory.absence().label());
            return;
        }
        long owner = memory.pointerAt(fields.heap());
        if (owner != heap.address()) {
            report.tell(
                    LfhRule.HEAP,
                    lfh + fields.heap(),
                    "_LFH_HEAP " + Addresses.hex(lfh) + " names another heap",
                    Addresses.hex(heap.address()),
                    Addresses.hex(owner));
            return;
        }
        LongList nodes = new LongList();
        LinkedNodes list = new LinkedNodes(memory, layout.pointerSize());
        list.walk(lfh + fields.zones(), (node, forward) -> nodes.add(node));
        if (list.fault() instanceof Fault fault) {
            report.tell(LfhRule.ZONES, LfhRule.ABSENT, "list of zones", fault);
        }
        complete = list.isComplete();
        for (int i = 0; i < nodes.size(); i++) {
            zone(nodes.get(i));
        }
        for (int i = 0; i < ZoneFields.CACHES; i++) {
            cache(lfh + fields.userBlockCache() + (long) i * fields.cacheBytes());
        }
    }

    private void zone(long zone) {
        ZoneFields fields = layout.zone();
        int size = layout.subsegment().bytes();
        long first = zone + fields.zoneBytes();
        long count =
                fields.nextIndex() >= 0
                        ? memory.u32(zone + fields.nextIndex(), 0)
                        : (memory.pointer(zone + fields.freePointer(), first) - first) / size;
        if (Long.compareUnsigned(count, MAX_OF_ZONE) > 0) {
            report.tell(
                    LfhRule.ZONES,
                    zone,
                    "zone " + Addresses.hex(zone) + " has more subsegments than can be",
                    "at most " + MAX_OF_ZONE,
                    Long.toUnsignedString(count));
            complete = false;
            return;
        }
        int pointer = layout.subsegment().userBlocks();
        for (long i = 0; i < count; i++) {
            long subsegment = first + i * size;
            if (!memory.isPresent(subsegment, size) || ++looked > MAX_SUBSEGMENTS) {
                complete = false;
                return;
            }
            long userBlocks = memory.pointerAt(pointer);
            if (userBlocks != 0) {
                subsegments.put(userBlocks, subsegment);
            }
        }
    }

    private void cache(long head) {
        SlistHeader list =
                layout.format() == LfhLayout.Format.BITMAP
                        ? SlistHeader.readModern(memory, head)
                        : SlistHeader.read(memory, head);
        long node = list.next();
        for (int i = 0; i < MAX_CACHED && node != 0 && cached.add(node); i++) {
            node = memory.pointer(node, 0);
        }
    }

    /** Whether every zone is there, so that a subsegment in none of them is none. */
    boolean isComplete() {
        return complete;
    }

    /** Whether a container waits in the cache. */
    boolean isCached(long userBlocks) {
        return cached.contains(userBlocks);
    }

    /** The subsegment that has a container. */
    Optional<Subsegment> subsegmentOf(long userBlocks) {
        Long address = subsegments.get(userBlocks);
        return address == null
                ? Optional.empty()
                : Subsegment.read(memory, layout, address.longValue());
    }

    /** The containers that subsegments name, in no order. */
    Set<Long> containers() {
        return subsegments.keySet();
    }
}
