package org.cairn.testkit;

import static org.cairn.testkit.internal.MinidumpStructures.DIRECTORY;
import static org.cairn.testkit.internal.MinidumpStructures.HEADER;

import org.cairn.dump.DumpException;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpThread;
import org.cairn.memory.Architecture;
import org.cairn.testkit.internal.FileBuffer;
import org.cairn.testkit.internal.MinidumpMemory;
import org.cairn.testkit.internal.MinidumpParts;
import org.cairn.testkit.internal.MinidumpStream;
import org.cairn.testkit.internal.ThreadList;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes minidumps as {@code minidumpapiset.h} describes them. The same calls make the same bytes.
 * Memory is written last, from its sources, and is not held.
 */
public final class MinidumpWriter {
    private static final int SIGNATURE = 0x504d444d;
    private static final int VERSION = 0xa793;
    private static final int COMMENT_STREAM_W = 11;
    private static final int OUTPUT_BUFFER = 1 << 20;

    private final SystemInfo system;
    private final List<DumpModule> modules = new ArrayList<>();
    private final List<DumpThread> threads = new ArrayList<>();
    private final List<DumpRegion> regions = new ArrayList<>();
    private final List<MinidumpStream> others = new ArrayList<>();
    private final MinidumpMemory memory = new MinidumpMemory();
    private long flags;
    private long timeDateStamp;

    /**
     * Starts a dump.
     *
     * @param system what its SystemInfo stream says
     */
    public MinidumpWriter(SystemInfo system) {
        this.system = system;
    }

    /**
     * What a dump says of its system.
     *
     * @param architecture the processor
     * @param major major version
     * @param minor minor version
     * @param build build number
     * @param servicePack {@code CSDVersion}, or empty
     * @param processors number of processors
     */
    public record SystemInfo(
            Architecture architecture,
            int major,
            int minor,
            int build,
            String servicePack,
            int processors) {}

    /** Sets {@code MINIDUMP_HEADER.Flags}, a {@code MINIDUMP_TYPE}. */
    public MinidumpWriter flags(long value) {
        flags = value;
        return this;
    }

    /** Sets {@code MINIDUMP_HEADER.TimeDateStamp}, seconds since 1970. */
    public MinidumpWriter timeDateStamp(long value) {
        timeDateStamp = value;
        return this;
    }

    /** Adds a MiscInfo stream with the process's id and the time of its creation. */
    public MinidumpWriter process(long id, long createTime) {
        others.add(MinidumpParts.miscInfo(id, createTime));
        return this;
    }

    /** Adds a comment stream (UTF-16). */
    public MinidumpWriter comment(String text) {
        return stream(COMMENT_STREAM_W, (text + '\0').getBytes(StandardCharsets.UTF_16LE));
    }

    /** Adds an Exception stream, without a context. */
    public MinidumpWriter exception(DumpException exception) {
        others.add(MinidumpParts.exception(exception));
        return this;
    }

    /** Adds a stream of any type. */
    public MinidumpWriter stream(int type, byte... content) {
        others.add(
                new MinidumpStream(
                        type,
                        out -> {
                            out.append(content);
                            return content.length;
                        }));
        return this;
    }

    /**
     * Adds a module; its version is empty or {@code a.b.c.d}, its pdb empty or of the GUID form.
     */
    public MinidumpWriter module(DumpModule module) {
        modules.add(module);
        return this;
    }

    /** Adds a thread; a context is written when it has an instruction or a stack pointer. */
    public MinidumpWriter thread(DumpThread thread) {
        threads.add(thread);
        return this;
    }

    /** Adds a region to the MemoryInfoList. */
    public MinidumpWriter region(DumpRegion region) {
        regions.add(region);
        return this;
    }

    /** Adds memory. */
    public MinidumpWriter memory(long address, MemorySource source) {
        memory.add(address, source);
        return this;
    }

    /** Writes a MemoryList, whose ranges lie below 4 GiB in the file, and not a Memory64List. */
    public MinidumpWriter withMemoryList() {
        memory.narrow();
        return this;
    }

    /** Writes a small dump into an array. */
    public byte[] toBytes() {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the beginning of a small dump into an array, as when a disk was full. */
    public byte[] toBytes(int limit) {
        return Arrays.copyOf(toBytes(), limit);
    }

    /** Writes the dump into a file, which may become larger than memory. */
    public void write(Path file) throws IOException {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(file), OUTPUT_BUFFER)) {
            write(out);
        }
    }

    private void write(OutputStream out) throws IOException {
        ThreadList threadList = new ThreadList(threads, system.architecture());
        FileBuffer head = new FileBuffer();
        List<MinidumpStream> streams = streams(threadList);
        int header = head.append(HEADER);
        int directory = head.append(streams.size() * DIRECTORY.size());
        head.set(header, HEADER, "Signature", SIGNATURE);
        head.set(header, HEADER, "Version", VERSION);
        head.set(header, HEADER, "NumberOfStreams", streams.size());
        head.set(header, HEADER, "StreamDirectoryRva", directory);
        head.set(header, HEADER, "TimeDateStamp", timeDateStamp);
        head.set(header, HEADER, "Flags", flags);
        for (MinidumpStream stream : streams) {
            head.align(Long.BYTES);
            int start = head.size();
            int size = stream.content().appendTo(head);
            head.set(directory, DIRECTORY, "StreamType", stream.type());
            head.set(directory, DIRECTORY, "DataSize", size);
            head.set(directory, DIRECTORY, "Rva", start);
            directory += DIRECTORY.size();
        }
        threadList.placeStacks(head, memory);
        head.writeTo(out);
        memory.writeTo(out);
    }

    private List<MinidumpStream> streams(ThreadList threadList) {
        List<MinidumpStream> streams = new ArrayList<>();
        streams.add(MinidumpParts.systemInfo(system));
        streams.addAll(others);
        streams.add(threadList.stream());
        streams.add(MinidumpParts.moduleList(modules));
        if (!regions.isEmpty()) {
            streams.add(MinidumpParts.memoryInfoList(regions));
        }
        streams.add(memory.stream());
        return streams;
    }
}
