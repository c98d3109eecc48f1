package org.cairn.dump.windows.internal;

import org.cairn.dump.DumpHandle;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code MINIDUMP_HANDLE_DATA_STREAM} and {@code MINIDUMP_HANDLE_OPERATION_LIST}. */
final class HandleStreams {
    /** Windows lets a process have 2^24 handles; the texts of so many are not kept. */
    static final int MAX_HANDLES = 1 << 20;

    private static final Structure HANDLE = DetailFormat.HANDLE;
    private static final Field VALUE = HANDLE.field("Handle");
    private static final Field TYPE = HANDLE.field("TypeNameRva");
    private static final Field OBJECT = HANDLE.field("ObjectNameRva");
    private static final Field ATTRIBUTES = HANDLE.field("Attributes");
    private static final Field ACCESS = HANDLE.field("GrantedAccess");
    private static final Field HANDLE_COUNT = HANDLE.field("HandleCount");
    private static final Field POINTER_COUNT = HANDLE.field("PointerCount");
    private static final Field OPERATION = DetailFormat.HANDLE_OPERATION.field("OperationType");

    /** {@code eHandleTraceOperations} of {@code avrfsdk.h}: opened, closed, used though invalid. */
    private static final List<String> OPERATIONS = List.of("opened", "closed", "bad reference");

    private final MinidumpFile file;

    HandleStreams(MinidumpFile file) {
        this.file = file;
    }

    /** The names of types are few, and often one text in the file for all handles. */
    List<DumpHandle> handles(StreamPart part, Remarks remarks) {
        EntryTable table =
                EntryTable.sized(part, DetailFormat.HANDLE_DATA, HANDLE, MAX_HANDLES, remarks);
        Map<Long, String> types = new HashMap<>();
        List<DumpHandle> handles = new ArrayList<>();
        for (long i = 0; i < table.count(); i++) {
            MemorySegment bytes = table.bytes();
            long at = table.at(i);
            handles.add(
                    new DumpHandle(
                            VALUE.get(bytes, at),
                            types.computeIfAbsent(TYPE.get(bytes, at), this::name),
                            name(OBJECT.get(bytes, at)),
                            ATTRIBUTES.get(bytes, at),
                            ACCESS.get(bytes, at),
                            HANDLE_COUNT.get(bytes, at),
                            POINTER_COUNT.get(bytes, at)));
        }
        return handles;
    }

    /** No name is an offset of 0. */
    private String name(long rva) {
        return rva == 0 ? "" : file.string(rva);
    }

    /** The recorded operations on handles, in a line. */
    static String operations(StreamPart part, Remarks remarks) {
        EntryTable table =
                EntryTable.sized(
                        part,
                        DetailFormat.HANDLE_OPERATION_LIST,
                        DetailFormat.HANDLE_OPERATION,
                        MAX_HANDLES,
                        remarks);
        long[] counts = new long[OPERATIONS.size()];
        for (long i = 0; i < table.count(); i++) {
            long kind = OPERATION.get(table.bytes(), table.at(i));
            if (kind >= 1 && kind <= counts.length) {
                counts[(int) kind - 1]++;
            }
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                words.add(Remarks.number(counts[i]) + " " + OPERATIONS.get(i));
            }
        }
        return Remarks.number(table.count())
                + (words.isEmpty() ? "" : " (" + String.join(", ", words) + ")");
    }
}
