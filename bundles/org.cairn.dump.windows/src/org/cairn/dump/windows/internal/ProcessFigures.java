package org.cairn.dump.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.windows.MinidumpStreamType;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the streams that hold figures into properties: memory of the system and of the process,
 * function tables, tokens. Their bytes stay in the file, where {@link Dump#streams()} names them.
 */
record ProcessFigures(StreamDirectory directory, Dump.Builder dump, Remarks remarks) {
    /** Tokens that are named; a process has one, and one for each thread that impersonates. */
    private static final int MAX_TOKENS = 16;

    /** {@code MINIDUMP_PROCESS_VM_COUNTERS_VIRTUALSIZE} and {@code ..._EX}. */
    private static final int VIRTUAL_SIZE = 0x2;

    private static final int EXTENDED = 0x4;
    private static final int SECOND_REVISION = 2;

    void describe() {
        directory.find(MinidumpStreamType.SYSTEM_MEMORY_INFO).ifPresent(this::systemMemory);
        directory.find(MinidumpStreamType.PROCESS_VM_COUNTERS).ifPresent(this::vmCounters);
        directory.find(MinidumpStreamType.FUNCTION_TABLE).ifPresent(this::functionTables);
        directory.find(MinidumpStreamType.TOKEN).ifPresent(this::tokens);
        directory
                .find(MinidumpStreamType.HANDLE_OPERATION_LIST)
                .ifPresent(
                        part ->
                                dump.property(
                                        "handle operations",
                                        HandleStreams.operations(part, remarks)));
    }

    private boolean holds(StreamPart part, Structure structure) {
        if (!part.holds(structure)) {
            remarks.tooShort(part, structure);
            return false;
        }
        return true;
    }

    private void systemMemory(StreamPart part) {
        Structure type = DetailFormat.SYSTEM_MEMORY;
        if (holds(part, type)) {
            long page = get(type, part, "PageSize");
            dump.property(
                    "physical memory",
                    Remarks.count(get(type, part, "NumberOfPhysicalPages"), "page")
                            + " of "
                            + Remarks.count(page, "byte")
                            + ", "
                            + pages(type, part, "AvailablePages")
                            + " available");
            dump.property(
                    "system commit",
                    Remarks.count(get(type, part, "CommittedPages"), "page")
                            + ", limit "
                            + pages(type, part, "CommitLimit")
                            + ", peak "
                            + pages(type, part, "PeakCommitment"));
        }
    }

    private static String pages(Structure type, StreamPart part, String field) {
        return Remarks.number(get(type, part, field));
    }

    private void vmCounters(StreamPart part) {
        Structure type = DetailFormat.VM_COUNTERS;
        if (!holds(part, type)) {
            return;
        }
        usage(part, type, "working set", "WorkingSetSize", "PeakWorkingSetSize");
        usage(part, type, "page file usage", "PagefileUsage", "PeakPagefileUsage");
        usage(part, type, "paged pool quota", "QuotaPagedPoolUsage", "QuotaPeakPagedPoolUsage");
        usage(
                part,
                type,
                "nonpaged pool quota",
                "QuotaNonPagedPoolUsage",
                "QuotaPeakNonPagedPoolUsage");
        dump.property("page faults", Remarks.number(get(type, part, "PageFaultCount")));
        boolean second = get(type, part, "Revision") >= SECOND_REVISION;
        long flags = second ? get(type, part, "Flags") : EXTENDED;
        Structure more = second ? DetailFormat.VM_COUNTERS_2 : DetailFormat.VM_COUNTERS_1;
        if (part.holds(more)) {
            if (second && (flags & VIRTUAL_SIZE) != 0) {
                usage(part, more, "virtual size", "VirtualSize", "PeakVirtualSize");
            }
            if ((flags & EXTENDED) != 0) {
                dump.property(
                        "private usage", Remarks.count(get(more, part, "PrivateUsage"), "byte"));
            }
        }
    }

    private void usage(StreamPart part, Structure type, String name, String now, String peak) {
        dump.property(
                name,
                Remarks.count(get(type, part, now), "byte")
                        + ", peak "
                        + Remarks.number(get(type, part, peak)));
    }

    private void functionTables(StreamPart part) {
        Structure type = DetailFormat.FUNCTION_TABLE;
        if (holds(part, type)) {
            dump.property(
                    "function tables", Remarks.number(get(type, part, "NumberOfDescriptors")));
        }
    }

    private void tokens(StreamPart part) {
        Structure list = DetailFormat.TOKEN_LIST;
        Structure token = DetailFormat.TOKEN;
        if (!holds(part, list)) {
            return;
        }
        MemorySegment bytes = part.bytes();
        long promised = get(list, part, "TokenListEntries");
        long at = get(list, part, "ListHeaderSize");
        List<String> tokens = new ArrayList<>();
        while (tokens.size() < Math.min(promised, MAX_TOKENS)
                && at >= list.size()
                && at <= bytes.byteSize() - token.size()) {
            long size = token.field("TokenSize").get(bytes, at);
            tokens.add(
                    "id %d, handle 0x%x, %s"
                            .formatted(
                                    token.field("TokenId").get(bytes, at),
                                    token.field("TokenHandle").get(bytes, at),
                                    Remarks.count(size, "byte")));
            at += Math.max(size, token.size());
        }
        dump.property(
                "tokens",
                Remarks.number(promised)
                        + (tokens.isEmpty() ? "" : " (" + String.join("; ", tokens) + ")"));
    }

    private static long get(Structure type, StreamPart part, String field) {
        return type.field(field).get(part.bytes(), 0);
    }
}
