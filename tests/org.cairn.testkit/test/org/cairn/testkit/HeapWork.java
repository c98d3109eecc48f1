package org.cairn.testkit;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions.FrontEnd;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What a test's program does with a heap, and what it knows of its blocks. */
final class HeapWork {
    static final String TAG = "shop!cart";

    private final SyntheticProcess process;
    private final NtHeapWriter heap;
    private final Random random;
    private final List<Long> live = new ArrayList<>();
    private final Map<Long, byte[]> contents = new HashMap<>();
    private final Set<Long> tagged = new HashSet<>();
    private final Set<Long> parked = new HashSet<>();
    private int tagFrees;

    HeapWork(SyntheticProcess process, NtHeapWriter heap, long seed) {
        this.process = process;
        this.heap = heap;
        this.random = new Random(seed);
    }

    /** A front end that the heaps of a system can have. */
    static HeapOptions options(TypeTable types) {
        var layout = types.structure("_HEAP");
        if (layout.find("Segments").isPresent()) {
            return types.id().architecture() == Architecture.X86
                    ? HeapOptions.GROWABLE.with(FrontEnd.LOOKASIDE)
                    : HeapOptions.GROWABLE;
        }
        return layout.find("PointerKey").isPresent()
                ? HeapOptions.GROWABLE
                : HeapOptions.GROWABLE.with(FrontEnd.EXTENDED_LOOKUP);
    }

    HeapWork run(int operations) {
        int tag = heap.tag(TAG);
        for (int i = 0; i < operations; i++) {
            if (random.nextInt(100) < 60 || live.isEmpty()) {
                allocate(random.nextInt(random.nextInt(100) == 0 ? 20_000 : 300), tag);
            } else {
                free(live.remove(random.nextInt(live.size())));
            }
        }
        for (int i = 0; i < 10; i++) {
            heap.blocks().stream()
                    .filter(block -> block.kind() == Kind.FREE && block.size() >= 0x3000)
                    .findFirst()
                    .ifPresent(block -> heap.decommit(block.address()));
        }
        allocate(5000, 0);
        return this;
    }

    /** Frees short blocks into lookaside lists. */
    HeapWork park(int count) {
        List<Long> chosen =
                live.stream().filter(user -> contentOf(user).length < 900).limit(count).toList();
        for (long user : chosen) {
            heap.cache(user);
            live.remove(user);
            contents.remove(user);
            tagged.remove(user);
            parked.add(user);
        }
        return this;
    }

    private byte[] contentOf(long user) {
        return contents.getOrDefault(user, new byte[0]);
    }

    NtHeapWriter heap() {
        return heap;
    }

    Set<Long> tagged() {
        return tagged;
    }

    Set<Long> parked() {
        return parked;
    }

    int tagFrees() {
        return tagFrees;
    }

    int blocks() {
        return live.size();
    }

    /** Blocks whose data in the dump is not what the program wrote. */
    List<Long> changed(AddressSpace space) {
        MemoryCursor cursor = space.cursor();
        return contents.entrySet().stream()
                .filter(entry -> entry.getValue().length > 0)
                .filter(
                        entry ->
                                !cursor.seek(entry.getKey(), entry.getValue().length)
                                        || !Arrays.equals(
                                                entry.getValue(),
                                                cursor.bytes(0, entry.getValue().length)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void allocate(int size, int tag) {
        boolean marked = tag != 0 && random.nextInt(10) == 0;
        long user = heap.allocate(size, marked ? tag : 0);
        byte[] data = new byte[size];
        random.nextBytes(data);
        process.memory().write(user, data);
        live.add(user);
        contents.put(user, data);
        if (marked) {
            tagged.add(user);
        }
    }

    private void free(long user) {
        heap.free(user);
        contents.remove(user);
        if (tagged.remove(user)) {
            tagFrees++;
        }
    }
}
