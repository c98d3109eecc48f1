package org.cairn.heap.windows.internal.debug;

import org.cairn.dump.DumpModule;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.system.SystemImage;

import java.util.List;
import java.util.Optional;

/**
 * What ntdll recorded of a damaged heap, {@code _HEAP_FAILURE_INFORMATION}. The exception
 * STATUS_HEAP_CORRUPTION carries its address; where there is no exception, the writable data of
 * ntdll are searched for a record that names the heap.
 */
final class HeapFailure {
    /** STATUS_HEAP_CORRUPTION. */
    private static final long HEAP_CORRUPTION = 0xc000_0374L;

    private static final String TYPE = "_HEAP_FAILURE_INFORMATION";
    private static final String DECODED = "ExpectedDecodedEntry";
    private static final String ENCODED = "ExpectedEncodedEntry";
    private static final String NTDLL = "ntdll.dll";

    /** More than ntdll of any version has; bounds the time for made-up modules. */
    private static final long MAX_IMAGE = 1 << 23;

    private static final int MAX_VERSION = 0x10;
    private static final int MAX_BYTES = 0x2000;

    private final ProcessMemory memory;
    private final Structure fields;
    private final long address;

    private HeapFailure(ProcessMemory memory, Structure fields, long address) {
        this.memory = memory;
        this.fields = fields;
        this.address = address;
    }

    /**
     * Looks for the record.
     *
     * @param context the process
     * @param root the heap that it must name
     * @return the record, or empty when there is none
     */
    static Optional<HeapFailure> find(DecodeContext context, HeapRoot root) {
        return structure(context, root.architecture())
                .flatMap(fields -> find(context, root, fields));
    }

    private static Optional<Structure> structure(DecodeContext context, Architecture architecture) {
        SystemImage system = context.system();
        return context
                .types()
                .catalog()
                .candidates(system.family(), system.build(), architecture)
                .stream()
                .flatMap(table -> table.find(TYPE).stream())
                .filter(type -> type.find(ENCODED).isPresent())
                .findFirst();
    }

    private static Optional<HeapFailure> find(
            DecodeContext context, HeapRoot root, Structure fields) {
        ProcessMemory memory =
                new ProcessMemory(context.space(), root.architecture().pointerSize());
        Optional<HeapFailure> told =
                context.exception()
                        .filter(exception -> exception.code() == HEAP_CORRUPTION)
                        .flatMap(exception -> exception.parameters().stream().findFirst())
                        .map(place -> new HeapFailure(memory, fields, place))
                        .filter(failure -> failure.isOf(root));
        return told.isPresent()
                ? told
                : context.process().modules().stream()
                        .filter(module -> module.fileName().equalsIgnoreCase(NTDLL))
                        .flatMap(module -> search(module, memory, fields, root).stream())
                        .findFirst();
    }

    private static Optional<HeapFailure> search(
            DumpModule module, ProcessMemory memory, Structure fields, HeapRoot root) {
        long bytes = Math.min(module.size(), MAX_IMAGE);
        if (bytes == 0) {
            return Optional.empty();
        }
        for (Run.Mapped run : memory.space().mapped(module.base(), module.base() + bytes - 1)) {
            int step = Long.BYTES;
            long first = run.start() + (step - 1) & -step;
            for (long at = first; Long.compareUnsigned(at, run.last() - step) < 0; at += step) {
                if (memory.isPresent(at, step) && looksLikeOne(memory)) {
                    HeapFailure failure = new HeapFailure(memory, fields, at);
                    if (failure.isOf(root)) {
                        return Optional.of(failure);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean looksLikeOne(ProcessMemory memory) {
        long version = memory.cursor().u32(0);
        long bytes = memory.cursor().u32(Integer.BYTES);
        return version <= MAX_VERSION && bytes > Long.BYTES * Byte.SIZE && bytes <= MAX_BYTES;
    }

    private boolean isOf(HeapRoot root) {
        int known = fields.offset("StackTrace");
        return (address & Integer.BYTES - 1) == 0
                && memory.isPresent(address, known)
                && looksLikeOne(memory)
                && memory.u32(at("StructureSize"), 0) > known
                && type() < FailureType.values().length
                && memory.pointer(at("HeapAddress"), 0) == root.address()
                && memory.pointer(at("Address"), 0) != 0;
    }

    private long at(String field) {
        return address + fields.offset(field);
    }

    private int type() {
        return (int) Math.min(memory.u32(at("FailureType"), 0), Integer.MAX_VALUE);
    }

    /** Tells of it. */
    void tell(Report report) {
        long where = memory.pointer(at("Address"), 0);
        int bytes = fields.offset(DECODED) - fields.offset(ENCODED);
        report.tell(
                DebugRule.FAILURE,
                where,
                "ntdll found a damage at "
                        + Addresses.hex(where)
                        + " and recorded it at "
                        + Addresses.hex(address)
                        + ": type "
                        + type()
                        + ", "
                        + FailureType.values()[type()].words()
                        + parameters(),
                "encoded entry " + memory.hex(at(ENCODED), bytes),
                memory.hex(where, bytes));
    }

    private String parameters() {
        StringBuilder text = new StringBuilder();
        for (String field : List.of("Param1", "Param2", "Param3", "PreviousBlock", "NextBlock")) {
            long value = memory.pointer(at(field), 0);
            if (value != 0) {
                text.append("; ").append(field).append(' ').append(Addresses.hex(value));
            }
        }
        return text.toString();
    }
}
