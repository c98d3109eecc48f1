package org.cairn.dump.windows.internal;

import org.cairn.dump.DumpThreadInfo;
import org.cairn.dump.windows.MinidumpStreamType;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code MINIDUMP_THREAD_INFO_LIST} and {@code MINIDUMP_THREAD_NAME_LIST}. */
final class ThreadInfoStreams {
    private static final Structure INFO = DetailFormat.THREAD_INFO;
    private static final Field ID = INFO.field("ThreadId");
    private static final Field EXIT_STATUS = INFO.field("ExitStatus");
    private static final Field CREATED = INFO.field("CreateTime");
    private static final Field EXITED = INFO.field("ExitTime");
    private static final Field KERNEL_TIME = INFO.field("KernelTime");
    private static final Field USER_TIME = INFO.field("UserTime");
    private static final Field START = INFO.field("StartAddress");
    private static final Field AFFINITY = INFO.field("Affinity");
    private static final Structure NAME = DetailFormat.THREAD_NAME;
    private static final Field NAMED = NAME.field("ThreadId");
    private static final Field TEXT = NAME.field("RvaOfThreadName");

    private final MinidumpFile file;
    private final Map<Long, DumpThreadInfo> threads = new LinkedHashMap<>();

    ThreadInfoStreams(MinidumpFile file) {
        this.file = file;
    }

    List<DumpThreadInfo> read(StreamDirectory directory, Remarks remarks) {
        directory
                .find(MinidumpStreamType.THREAD_INFO_LIST)
                .ifPresent(part -> readInfos(part, remarks));
        directory.find(MinidumpStreamType.THREAD_NAMES).ifPresent(part -> readNames(part, remarks));
        return new ArrayList<>(threads.values());
    }

    private void readInfos(StreamPart part, Remarks remarks) {
        EntryTable table =
                EntryTable.sized(
                        part, DetailFormat.SIZED_LIST, INFO, ThreadListStream.MAX_THREADS, remarks);
        for (long i = 0; i < table.count(); i++) {
            MemorySegment bytes = table.bytes();
            long at = table.at(i);
            threads.putIfAbsent(
                    ID.get(bytes, at),
                    new DumpThreadInfo(
                            ID.get(bytes, at),
                            "",
                            START.get(bytes, at),
                            CREATED.get(bytes, at),
                            EXITED.get(bytes, at),
                            EXIT_STATUS.get(bytes, at),
                            KERNEL_TIME.get(bytes, at),
                            USER_TIME.get(bytes, at),
                            AFFINITY.get(bytes, at)));
        }
    }

    private void readNames(StreamPart part, Remarks remarks) {
        EntryTable table = EntryTable.counted(part, NAME, ThreadListStream.MAX_THREADS, remarks);
        for (long i = 0; i < table.count(); i++) {
            long id = NAMED.get(table.bytes(), table.at(i));
            String name = file.string(TEXT.get(table.bytes(), table.at(i)));
            if (!name.isEmpty()) {
                threads.merge(id, DumpThreadInfo.named(id, name), (info, _) -> info.withName(name));
            }
        }
    }
}
