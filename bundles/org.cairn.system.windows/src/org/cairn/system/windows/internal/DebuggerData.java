package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code _KDDEBUGGER_DATA64}, which kernels keep for debuggers: where their variables are. Its size
 * grew with the versions; fields behind it are 0.
 */
final class DebuggerData {
    /** As {@code wdbgexts.h} declares it. */
    static final Structure LAYOUT =
            Structure.named("_KDDEBUGGER_DATA64")
                    .at(0x10)
                    .u32("OwnerTag")
                    .u32("Size")
                    .u64("KernBase")
                    .at(0x48)
                    .u64("PsLoadedModuleList")
                    .u64("PsActiveProcessHead")
                    .at(0x68)
                    .u64("ExpPagedPoolDescriptor")
                    .u64("ExpNumberOfPagedPools")
                    .at(0x100)
                    .u64("MmMaximumNonPagedPoolInBytes")
                    .at(0x110)
                    .u64("MmNonPagedPoolStart")
                    .u64("MmNonPagedPoolEnd")
                    .u64("MmPagedPoolStart")
                    .u64("MmPagedPoolEnd")
                    .at(0x140)
                    .u64("MmSizeOfPagedPoolInBytes")
                    .at(0x1b8)
                    .u64("PoolTrackTable")
                    .u64("NonPagedPoolDescriptor")
                    .u64("MmHighestUserAddress")
                    .at(0x208)
                    .u64("NtBuildLab")
                    .at(0x218)
                    .u64("KiProcessorBlock")
                    .at(0x238)
                    .u64("MmSpecialPoolTag")
                    .at(0x248)
                    .u64("MmVerifierData")
                    .at(0x298)
                    .u16("OffsetKThreadNextProcessor")
                    .u16("OffsetKThreadTeb")
                    .u16("OffsetKThreadKernelStack")
                    .u16("OffsetKThreadInitialStack")
                    .u16("OffsetKThreadApcProcess")
                    .u16("OffsetKThreadState")
                    .at(0x2a8)
                    .u16("SizeEProcess")
                    .at(0x2c0)
                    .u16("SizeEThread")
                    .at(0x368)
                    .build();

    /** The characters KDBG. */
    static final int TAG = 0x4742_444b;

    /** From Windows 2000 to well above 11. */
    private static final int LEAST_SIZE = 0x200;

    private static final int MOST_SIZE = 0x1000;

    private static final List<String> VARIABLES =
            List.of(
                    "PsLoadedModuleList",
                    "PsActiveProcessHead",
                    "ExpPagedPoolDescriptor",
                    "ExpNumberOfPagedPools",
                    "MmMaximumNonPagedPoolInBytes",
                    "MmNonPagedPoolStart",
                    "MmNonPagedPoolEnd",
                    "MmPagedPoolStart",
                    "MmPagedPoolEnd",
                    "MmSizeOfPagedPoolInBytes",
                    "PoolTrackTable",
                    "NonPagedPoolDescriptor",
                    "KiProcessorBlock",
                    "MmSpecialPoolTag",
                    "MmVerifierData");

    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment bytes;
    private final long size;
    private final String origin;
    private final Architecture architecture;

    private DebuggerData(MemorySegment bytes, long size, Architecture architecture, String origin) {
        this.bytes = bytes;
        this.size = size;
        this.architecture = architecture;
        this.origin = origin;
    }

    /**
     * The block at an address.
     *
     * @param origin where the address is from
     * @return empty when no sound block is there
     */
    static Optional<DebuggerData> at(
            AddressSpace space, long address, Architecture architecture, String origin) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[LAYOUT.size()]);
        long read = space.read(address, bytes);
        return of(bytes, read, architecture, origin);
    }

    private static Optional<DebuggerData> of(
            MemorySegment bytes, long read, Architecture architecture, String origin) {
        if (read < LEAST_SIZE || LAYOUT.field("OwnerTag").get(bytes, 0) != TAG) {
            return Optional.empty();
        }
        long size = LAYOUT.field("Size").get(bytes, 0);
        boolean sound = size >= LEAST_SIZE && size <= MOST_SIZE && size % Long.BYTES == 0;
        return sound
                ? Optional.of(new DebuggerData(bytes, Math.min(size, read), architecture, origin))
                : Optional.empty();
    }

    /**
     * Searches for the block.
     *
     * @param memory physical or virtual
     * @param first first address
     * @param last last address, inclusive
     * @param accept whether a block belongs to the kernel
     * @return the first that is accepted
     */
    static Optional<DebuggerData> search(
            AddressSpace memory,
            long first,
            long last,
            Architecture architecture,
            Predicate<DebuggerData> accept,
            Progress progress) {
        int tag = LAYOUT.offset("OwnerTag");
        for (Run.Mapped run : memory.mapped(first, last)) {
            progress.checkCancelled();
            MemorySegment segment = run.bytes();
            long start = -run.start() & Long.BYTES - 1;
            for (long at = start; at <= segment.byteSize() - Long.BYTES; at += Long.BYTES) {
                if ((int) segment.get(U64, at) == TAG) {
                    Optional<DebuggerData> found =
                            at(memory, run.start() + at - tag, architecture, "scan").filter(accept);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The block of a 64-bit kernel since Windows 8 outside of a dump that the kernel itself wrote:
     * each word is encoded with the value of two variables and the address of a third one.
     *
     * @param encoded address of {@code KdpDataBlockEncoded}
     * @param never value of {@code KiWaitNever}
     * @param always value of {@code KiWaitAlways}
     * @return empty when decoding makes no sound block
     */
    static Optional<DebuggerData> decode(
            AddressSpace space, long address, long encoded, long never, long always) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[LAYOUT.size()]);
        long read = space.read(address, bytes);
        for (long at = 0; at + Long.BYTES <= read; at += Long.BYTES) {
            bytes.set(U64, at, decode(bytes.get(U64, at), encoded, never, always));
        }
        return of(bytes, read, Architecture.X64, "decoded");
    }

    static long decode(long word, long encoded, long never, long always) {
        long rotated = Long.rotateLeft(word ^ never, (int) (never & 0xff));
        return Long.reverseBytes(rotated ^ canonical(encoded)) ^ always;
    }

    private static long canonical(long address) {
        return address | 0xffff_0000_0000_0000L;
    }

    /** How it was found. */
    String origin() {
        return origin;
    }

    /** A value, 0 when this version has none; addresses of x86 without their sign extension. */
    long get(String field) {
        Field known = LAYOUT.field(field);
        if (known.offset() + known.size() > size) {
            return 0;
        }
        long value = known.get(bytes, 0);
        return architecture == Architecture.X86 ? value & 0xffff_ffffL : value;
    }

    /** The addresses of the variables that it names, by name. */
    Map<String, Long> variables() {
        Map<String, Long> variables = new HashMap<>();
        for (String name : VARIABLES) {
            if (get(name) != 0) {
                variables.put(name, get(name));
            }
        }
        return variables;
    }

    /** The first number of {@code NtBuildLab}, such as 7601 of 7601.24540.amd64fre, or 0. */
    int build(AddressSpace space) {
        String text = new Values(space).ascii(get("NtBuildLab"), 32);
        int end = 0;
        while (end < text.length() && end < 5 && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end < 4 ? 0 : Integer.parseInt(text.substring(0, end));
    }

    /** Whether a list head is where the block says: its neighbours lead back to it. */
    static boolean isListHead(AddressSpace space, long head, int pointerSize) {
        MemoryCursor cursor = space.cursor();
        if (head == 0 || !cursor.seek(head, 2L * pointerSize)) {
            return false;
        }
        long next = cursor.pointer(0, pointerSize);
        long previous = cursor.pointer(pointerSize, pointerSize);
        return next != 0
                && cursor.seek(next + pointerSize, pointerSize)
                && cursor.pointer(0, pointerSize) == head
                && cursor.seek(previous, pointerSize)
                && cursor.pointer(0, pointerSize) == head;
    }
}
