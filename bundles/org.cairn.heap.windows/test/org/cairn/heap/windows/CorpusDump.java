package org.cairn.heap.windows;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.types.ShippedTypes;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A minidump of the corpus, read just as far as these tests need it: MINIDUMP_HEADER, system
 * information, modules, memory and regions as the platform's documentation of minidumps has them.
 */
final class CorpusDump {
    private static final int MODULES = 4;
    private static final int MEMORY = 5;
    private static final int SYSTEM = 7;
    private static final int MEMORY64 = 9;
    private static final int REGIONS = 16;
    private static final int AMD64 = 9;

    private final MemorySegment file;
    private final SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
    private final List<DumpRegion> regions = new ArrayList<>();
    private final List<DumpModule> modules = new ArrayList<>();
    private final List<HeapList> heapLists = new ArrayList<>();
    private final AddressSpace space;
    private Architecture architecture = Architecture.X86;
    private int build;

    private CorpusDump(byte[] bytes) {
        file = MemorySegment.ofArray(bytes);
        long directory = u32(12);
        for (int i = 0; i < u32(8); i++) {
            long entry = directory + 12L * i;
            stream((int) u32(entry), u32(entry + 8));
        }
        space = memory.build();
    }

    static CorpusDump read(Path path) throws IOException {
        return new CorpusDump(Files.readAllBytes(path));
    }

    private void stream(int type, long at) {
        switch (type) {
            case SYSTEM -> {
                architecture = u16(at) == AMD64 ? Architecture.X64 : Architecture.X86;
                build = (int) u32(at + 16);
            }
            case MODULES -> {
                for (long i = 0, m = at + 4; i < u32(at); i++, m += 108) {
                    modules.add(
                            new DumpModule(u64(m), u32(m + 8), text(u32(m + 20)), "", 0, 0, ""));
                }
            }
            case MEMORY -> {
                for (long i = 0, m = at + 4; i < u32(at); i++, m += 16) {
                    add(u64(m), u32(m + 12), u32(m + 8));
                }
            }
            case MEMORY64 -> {
                long offset = u64(at + 8);
                for (long i = 0, m = at + 16; i < u64(at); i++, m += 16) {
                    add(u64(m), offset, u64(m + 8));
                    offset += u64(m + 8);
                }
            }
            case REGIONS -> {
                long size = u32(at + 4);
                for (long i = 0, m = at + u32(at); i < u64(at + 8); i++, m += size) {
                    region(m);
                }
            }
            default -> {
                // not needed
            }
        }
    }

    private void add(long address, long offset, long size) {
        long there = Math.min(size, file.byteSize() - offset);
        if (there > 0) {
            memory.bytes(address, file, offset, there);
        }
    }

    private void region(long at) {
        String state = u32(at + 32) == 0x1000 ? "commit" : "reserve";
        String kind = u32(at + 40) == 0x100_0000 ? "image" : "private";
        if (u32(at + 32) != 0x1_0000) {
            regions.add(
                    new DumpRegion(
                            u64(at), u64(at) + u64(at + 24) - 1, u64(at + 8), state, "", kind));
        }
    }

    /** Adds the list of heaps of a PEB, whose fields of heaps are where they are since NT 5. */
    CorpusDump withHeapsOf(long peb) {
        boolean wide = architecture == Architecture.X64;
        var cursor = space.cursor();
        if (!cursor.seek(peb, 0x100)) {
            throw new IllegalArgumentException("no PEB");
        }
        long defaultHeap = cursor.pointer(wide ? 0x30 : 0x18, architecture.pointerSize());
        long count = cursor.u32(wide ? 0xe8 : 0x88);
        int pointer = architecture.pointerSize();
        long array = cursor.pointer(wide ? 0xf0 : 0x90, pointer);
        List<Long> heaps = new ArrayList<>();
        for (long i = 0; i < count && cursor.seek(array + i * pointer, pointer); i++) {
            heaps.add(cursor.pointer(0, pointer));
        }
        heapLists.add(new HeapList(architecture, "PEB", OptionalLong.of(defaultHeap), heaps));
        return this;
    }

    DecodeContext context() {
        return context(Optional.empty());
    }

    DecodeContext context(Optional<String> layout) {
        ProcessImage process =
                new ProcessImage(
                        1, "", architecture, space, modules, List.of(), regions, heapLists);
        SystemImage system =
                new SystemImage(
                        "windows",
                        "",
                        build,
                        Optional.of(architecture),
                        List.of(process),
                        List.of());
        TypeChoice types = new TypeChoice(new ShippedTypes(), layout);
        return new DecodeContext(system, process, types, Progress.NONE);
    }

    AddressSpace space() {
        return space;
    }

    /** A name, empty where the dump has it behind its end. */
    private String text(long at) {
        if (at + 4 + u32(at) > file.byteSize()) {
            return "";
        }
        byte[] bytes = file.asSlice(at + 4, u32(at)).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_16LE);
    }

    private int u16(long at) {
        return file.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at)
                & 0xffff;
    }

    private long u32(long at) {
        return file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at)
                & 0xffff_ffffL;
    }

    private long u64(long at) {
        return file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at);
    }
}
