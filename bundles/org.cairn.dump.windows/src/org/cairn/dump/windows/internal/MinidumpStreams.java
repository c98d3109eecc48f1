package org.cairn.dump.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpException;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpThread;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.dump.windows.MinidumpStreamType;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads the streams of a minidump one after the other and puts the dump together. */
public final class MinidumpStreams {
    private static final Field TIME = MinidumpFormat.MINIDUMP_HEADER.field("TimeDateStamp");
    private static final Field FLAGS = MinidumpFormat.MINIDUMP_HEADER.field("Flags");
    private static final Field DIRECTORY =
            MinidumpFormat.MINIDUMP_HEADER.field("StreamDirectoryRva");

    private final MinidumpFile file;
    private final StreamDirectory directory;
    private final Dump.Builder dump;
    private final Remarks remarks;
    private final Progress progress;
    private boolean usable;

    private MinidumpStreams(
            MinidumpFile file,
            StreamDirectory directory,
            Dump.Builder dump,
            Remarks remarks,
            Progress progress) {
        this.file = file;
        this.directory = directory;
        this.dump = dump;
        this.remarks = remarks;
        this.progress = progress;
    }

    /**
     * Reads a minidump.
     *
     * @param format name of the format
     * @param source a file with the signature and a whole header
     * @param progress told of long work
     * @return the dump
     * @throws DumpFormatException when no stream can be used
     */
    public static Dump read(String format, DumpSource source, Progress progress)
            throws DumpFormatException {
        Dump.Builder dump = Dump.builder(format);
        Remarks remarks = new Remarks(dump);
        MinidumpFile file = new MinidumpFile(source.bytes());
        StreamDirectory directory = StreamDirectory.read(source, file, remarks);
        MinidumpStreams streams = new MinidumpStreams(file, directory, dump, remarks, progress);
        streams.readAll();
        if (!streams.usable) {
            throw source.refuse(
                    DIRECTORY.get(source.bytes(), 0),
                    "no stream can be used (the directory names %s)"
                            .formatted(Remarks.count(directory.streams().size(), "stream")));
        }
        return dump.build();
    }

    private void readAll() {
        progress.task("reading the minidump's streams");
        dump.streams(directory.streams());
        long flags = FLAGS.get(file.bytes(), 0);
        dump.property("written", MiscInfoStream.time(TIME.get(file.bytes(), 0)));
        dump.property("flags", MiniDumpType.describe(flags));
        Optional<Architecture> architecture = readSystemInfo();
        readModules();
        readThreads(architecture);
        readException();
        readMemory(flags);
        directory
                .find(MinidumpStreamType.MISC_INFO)
                .ifPresent(part -> MiscInfoStream.read(part, file, dump, remarks));
        readComments();
        readHandles();
        dump.threadInfos(new ThreadInfoStreams(file).read(directory, remarks));
        new ProcessFigures(directory, dump, remarks).describe();
    }

    private Optional<Architecture> readSystemInfo() {
        Optional<SystemInfo> system =
                directory
                        .find(MinidumpStreamType.SYSTEM_INFO)
                        .flatMap(part -> SystemInfo.read(part, file, remarks));
        system.ifPresent(this::describe);
        return system.flatMap(info -> info.claim().architecture());
    }

    private void describe(SystemInfo system) {
        usable |= system.isUsable();
        dump.claim(system.claim());
        dump.property("service pack", system.servicePack());
        dump.property("product", system.product());
        dump.property("processors", Long.toString(system.processors()));
    }

    private void readModules() {
        List<DumpModule> modules =
                directory
                        .find(MinidumpStreamType.MODULE_LIST)
                        .map(part -> new ModuleListStream(file).read(part, remarks))
                        .orElse(List.of());
        usable |= !modules.isEmpty();
        dump.modules(modules);
        directory
                .find(MinidumpStreamType.UNLOADED_MODULE_LIST)
                .map(part -> new ModuleListStream(file).readUnloaded(part, remarks))
                .ifPresent(dump::unloadedModules);
    }

    private void readHandles() {
        directory
                .find(MinidumpStreamType.HANDLE_DATA)
                .map(part -> new HandleStreams(file).handles(part, remarks))
                .ifPresent(dump::handles);
    }

    private void readThreads(Optional<Architecture> architecture) {
        ThreadListStream stream = new ThreadListStream(file, architecture);
        List<DumpThread> threads =
                directory
                        .find(MinidumpStreamType.THREAD_LIST)
                        .map(part -> stream.read(part, MinidumpFormat.MINIDUMP_THREAD, remarks))
                        .or(
                                () ->
                                        directory
                                                .find(MinidumpStreamType.THREAD_EX_LIST)
                                                .map(part -> readExtended(stream, part)))
                        .orElse(List.of());
        usable |= !threads.isEmpty();
        dump.threads(threads);
    }

    private List<DumpThread> readExtended(ThreadListStream stream, StreamPart part) {
        return stream.read(part, MinidumpFormat.MINIDUMP_THREAD_EX, remarks);
    }

    private void readException() {
        Optional<DumpException> exception =
                directory
                        .find(MinidumpStreamType.EXCEPTION)
                        .flatMap(part -> ExceptionStream.read(part, remarks));
        usable |= exception.isPresent();
        exception.ifPresent(dump::exception);
    }

    private void readMemory(long flags) {
        MemoryMap map =
                directory
                        .find(MinidumpStreamType.MEMORY_INFO_LIST)
                        .map(part -> MemoryMap.read(part, remarks))
                        .orElse(MemoryMap.NONE);
        CapturedMemory memory = new CapturedMemory(file, map, remarks, progress);
        directory.find(MinidumpStreamType.MEMORY_LIST).ifPresent(memory::readMemoryList);
        directory.find(MinidumpStreamType.MEMORY64_LIST).ifPresent(memory::readMemory64List);
        dump.regions(map.regions());
        dump.memory(MemoryKind.VIRTUAL, memory.build(dump));
        usable |= memory.isListed() || !map.regions().isEmpty();
        if (!memory.isListed()) {
            remarks.warning("the dump holds no memory");
        } else if (!MiniDumpType.WITH_FULL_MEMORY.isIn(flags)) {
            remarks.info(
                    "not a full-memory dump (MiniDumpWithFullMemory is not set): memory that its"
                            + " writer left out is absent");
        }
    }

    /** A text in the machine's code page is read as Latin-1: the dump does not name the page. */
    private void readComments() {
        directory
                .find(MinidumpStreamType.COMMENT_A)
                .map(part -> file.text(part.bytes(), 0, StandardCharsets.ISO_8859_1))
                .ifPresent(text -> dump.property("comment", text));
        directory
                .find(MinidumpStreamType.COMMENT_W)
                .map(part -> file.utf16(part.bytes(), 0, part.bytes().byteSize()))
                .ifPresent(text -> dump.property("comment (Unicode)", text));
    }
}
