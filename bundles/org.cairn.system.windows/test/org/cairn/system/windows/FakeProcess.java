package org.cairn.system.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpThread;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeCatalog;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A process put together page by page. The offsets are those that the public symbols of Windows XP
 * to 11 have for {@code _TEB} and {@code _PEB}, written down once more, apart from the tables.
 */
final class FakeProcess {
    static final long PAGE = 0x1000;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final TypeCatalog SHIPPED = new ShippedTypes();

    private final boolean wide;
    private final Map<Long, MemorySegment> pages = new TreeMap<>();
    private final List<DumpModule> modules = new ArrayList<>();
    private final List<DumpThread> threads = new ArrayList<>();
    private SystemClaim claim;
    private Optional<String> layout = Optional.empty();
    private TypeCatalog catalog = SHIPPED;
    private MemoryKind kind = MemoryKind.VIRTUAL;

    FakeProcess(Architecture architecture, int build) {
        wide = architecture.pointerSize() == Long.BYTES;
        claim = new SystemClaim("windows", "x.y." + build, build, Optional.of(architecture));
    }

    FakeProcess claim(SystemClaim value) {
        claim = value;
        return this;
    }

    FakeProcess layout(String value) {
        layout = Optional.of(value);
        return this;
    }

    FakeProcess catalog(TypeCatalog value) {
        catalog = value;
        return this;
    }

    FakeProcess kind(MemoryKind value) {
        kind = value;
        return this;
    }

    FakeProcess module(long base, String name, String version) {
        modules.add(new DumpModule(base, 0x1000, name, version, 0, 0, ""));
        return this;
    }

    FakeProcess thread(long teb) {
        threads.add(new DumpThread(threads.size() + 1L, teb, 0, 0, 0, 0, 0, 0));
        return this;
    }

    /** A thread with its block, which points to itself and to the process's block. */
    FakeProcess thread(long teb, long peb) {
        return thread(teb).teb(wide, teb, peb);
    }

    FakeProcess teb(boolean asWide, long teb, long peb) {
        return asWide
                ? u64(teb + 0x30, teb).u64(teb + 0x60, peb)
                : u32(teb + 0x18, teb).u32(teb + 0x30, peb);
    }

    /** The heap list of a process's block. */
    FakeProcess heaps(boolean asWide, long peb, long defaultHeap, long array, long... heaps) {
        count(asWide, peb, heaps.length, 16);
        if (asWide) {
            u64(peb + 0x30, defaultHeap).u64(peb + 0xf0, array);
        } else {
            u32(peb + 0x18, defaultHeap).u32(peb + 0x90, array);
        }
        for (int i = 0; i < heaps.length; i++) {
            if (asWide) {
                u64(array + 8L * i, heaps[i]);
            } else {
                u32(array + 4L * i, heaps[i]);
            }
        }
        return this;
    }

    FakeProcess heaps(long peb, long defaultHeap, long array, long... heaps) {
        return heaps(wide, peb, defaultHeap, array, heaps);
    }

    FakeProcess count(boolean asWide, long peb, long number, long maximum) {
        return asWide
                ? u32(peb + 0xe8, number).u32(peb + 0xec, maximum)
                : u32(peb + 0x88, number).u32(peb + 0x8c, maximum);
    }

    FakeProcess version(long peb, long major, long minor, long build) {
        long at = peb + (wide ? 0x118 : 0xa4);
        return u32(at, major).u32(at + 4, minor).u32(at + 8, build);
    }

    FakeProcess u32(long address, long value) {
        page(address).set(U32, address % PAGE, (int) value);
        return this;
    }

    FakeProcess u64(long address, long value) {
        page(address).set(U64, address % PAGE, value);
        return this;
    }

    FakeProcess bytes(long address, byte[] content) {
        MemorySegment.copy(
                MemorySegment.ofArray(content), 0, page(address), address % PAGE, content.length);
        return this;
    }

    private MemorySegment page(long address) {
        return pages.computeIfAbsent(
                address / PAGE * PAGE, _ -> MemorySegment.ofArray(new byte[(int) PAGE]));
    }

    Optional<SystemImage> recognise() {
        SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
        pages.forEach(memory::bytes);
        Dump dump =
                Dump.builder("test")
                        .claim(claim)
                        .processId(0x554)
                        .modules(modules)
                        .threads(threads)
                        .memory(kind, memory.build())
                        .build();
        return new WindowsSystem().recognise(dump, new TypeChoice(catalog, layout), Progress.NONE);
    }

    SystemImage read() {
        return recognise().orElseThrow();
    }
}
