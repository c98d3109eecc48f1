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
        return trace.isPresent() ? stack(trace.getAsLong()) : Optional.empty();
    }

    /**
     * The places of a stack in words.
     *
     * @param trace address of its record
     * @return the places, the innermost first, or empty when there is no stack
     */
    public Optional<String> stack(long trace) {
        long[] frames = reader.read(trace);
        return frames.length == 0 ? Optional.empty() : Optional.of(owner(trace, frames).evidence());
    }

    private OptionalLong trace(int index) {
        if (index != 0 && !searched) {
            searched = true;
            database = StackDatabase.find(context, fields, reader);
        }
        return database.isPresent() ? database.get().trace(index) : OptionalLong.empty();
    }

    /**
     * Names the first frame outside of the heap's code. One that lies in no module tells little, so
     * that the first behind it that lies in one is named, and the owner is less sure.
     */
    private Owner owner(long trace, long... frames) {
        StringBuilder evidence = new StringBuilder();
        int outside = -1;
        int caller = -1;
        boolean placed = true;
        for (int i = 0; i < frames.length; i++) {
            int module = modules.find(frames[i]);
            placed &= module >= 0;
            if (!isHeapCode(module)) {
                outside = outside < 0 ? i : outside;
                caller = caller < 0 && module >= 0 ? i : caller;
            }
            evidence.append(i == 0 ? "" : " < ").append(place(frames[i], module));
        }
        int named = Math.max(caller < 0 ? outside : caller, 0);
        boolean lost = caller < 0 && outside >= 0;
        return new Owner(
                KIND,
                Addresses.hex(trace),
                place(frames[named], modules.find(frames[named])),
                detail(lost, named == Math.max(outside, 0)),
                confidence(lost, placed),
                evidence.toString());
    }

    private boolean isHeapCode(int module) {
        return module >= 0 && HEAP_CODE.contains(modules.fileName(module).toLowerCase(Locale.ROOT));
    }

    private static String detail(boolean lost, boolean first) {
        if (lost) {
            return "first caller outside of the heap's code, in no module";
        }
        return first
                ? "first caller outside of the heap's code"
                : "first caller in a module outside of the heap's code";
    }

    private static Confidence confidence(boolean lost, boolean placed) {
        if (lost) {
            return Confidence.HINT;
        }
        return placed ? Confidence.CERTAIN : Confidence.STRONG;
    }

    private String place(long address, int module) {
        return module < 0
                ? Addresses.hex(address)
                : modules.fileName(module) + "+" + Addresses.hex(address - modules.base(module));
    }
}
