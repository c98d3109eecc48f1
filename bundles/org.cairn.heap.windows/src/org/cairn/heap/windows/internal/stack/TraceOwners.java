package org.cairn.heap.windows.internal.stack;

import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.Owner;
import org.cairn.heap.windows.internal.owner.ModuleTable;
import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Turns recorded stacks into owners: the first frame outside of the heap's own code, with the whole
 * stack as evidence. For the blocks of one heap, by one thread.
 */
public final class TraceOwners {
    /** What an owner that a stack names is called. */
    public static final String KIND = "stack trace";

    /** Bounds the memory for stacks in made-up dumps. */
    private static final int MAX_TRACES = 1 << 16;

    private static final Set<String> HEAP_CODE =
            Set.of("ntdll.dll", "verifier.dll", "vrfcore.dll", "vfbasics.dll");

    private final TraceReader reader;
    private final ModuleTable modules;
    private final DecodeContext context;
    private final TraceFields fields;
    private final Map<Long, Integer> known = new HashMap<>();
    private Optional<StackDatabase> database = Optional.empty();
    private boolean searched;

    private TraceOwners(DecodeContext context, TraceFields fields) {
        this.context = context;
        this.fields = fields;
        this.modules = ModuleTable.of(context.process());
        this.reader = new TraceReader(context.space(), fields, modules);
    }

    /**
     * Prepares for a heap.
     *
     * @param context its process
     * @param architecture of the heap
     * @return the owners, or empty when no table tells how stacks are recorded
     */
    public static Optional<TraceOwners> open(DecodeContext context, Architecture architecture) {
        return TraceFields.bind(context, architecture)
                .map(fields -> new TraceOwners(context, fields));
    }

    /**
     * The owner that a stack names.
     *
     * @param trace address of its record
     * @param sink that numbers owners
     * @return its number, or {@link BlockSink#NO_OWNER} when there is no stack
     */
    public int owner(long trace, BlockSink sink) {
        return known.size() < MAX_TRACES
                ? known.computeIfAbsent(trace, address -> make(address, sink))
                : known.getOrDefault(trace, BlockSink.NO_OWNER);
    }

    private int make(long trace, BlockSink sink) {
        long[] frames = reader.read(trace);
        return frames.length == 0 ? BlockSink.NO_OWNER : sink.owner(owner(trace, frames));
    }

    /**
     * The owner that a numbered stack names.
     *
     * @param index its number, as in {@code _HEAP_ENTRY_EXTRA.AllocatorBackTraceIndex}
     * @param sink that numbers owners
     * @return the owner's number, or {@link BlockSink#NO_OWNER} when there is no such stack
     */
    public int ownerOfIndex(int index, BlockSink sink) {
        OptionalLong trace = trace(index);
        return trace.isPresent() ? owner(trace.getAsLong(), sink) : BlockSink.NO_OWNER;
    }

    /**
     * The places of a numbered stack in words.
     *
     * @param index its number, as in {@code _HEAP_FREE_ENTRY_EXTRA.FreeBackTraceIndex}
     * @return the places, the innermost first, or empty when there is no such stack
     */
    public Optional<String> stackOfIndex(int index) {
        OptionalLong trace = trace(index);
        return trace.isPresent()
                ? Optional.of(owner(trace.getAsLong(), reader.read(trace.getAsLong())).evidence())
                : Optional.empty();
    }

    private OptionalLong trace(int index) {
        if (index != 0 && !searched) {
            searched = true;
            database = StackDatabase.find(context, fields, reader);
        }
        return database.isPresent() ? database.get().trace(index) : OptionalLong.empty();
    }

    private Owner owner(long trace, long... frames) {
        StringBuilder evidence = new StringBuilder();
        int outside = -1;
        boolean placed = true;
        for (int i = 0; i < frames.length; i++) {
            int module = modules.find(frames[i]);
            placed &= module >= 0;
            boolean own =
                    module >= 0
                            && HEAP_CODE.contains(
                                    modules.fileName(module).toLowerCase(Locale.ROOT));
            if (outside < 0 && !own) {
                outside = i;
            }
            evidence.append(i == 0 ? "" : " < ").append(place(frames[i], module));
        }
        long first = frames[Math.max(outside, 0)];
        return new Owner(
                KIND,
                Addresses.hex(trace),
                place(first, modules.find(first)),
                "first caller outside of the heap's code",
                placed ? Confidence.CERTAIN : Confidence.STRONG,
                evidence.toString());
    }

    private String place(long address, int module) {
        return module < 0
                ? Addresses.hex(address)
                : modules.fileName(module) + "+" + Addresses.hex(address - modules.base(module));
    }
}
