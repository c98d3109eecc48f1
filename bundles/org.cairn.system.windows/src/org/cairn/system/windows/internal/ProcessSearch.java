package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Page;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.TranslatedMemory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds process objects: by the list {@code PsActiveProcessHead}, and by the header that each has,
 * wherever it stands in physical memory. A process that is in memory but not in the list was hidden
 * or has ended.
 */
final class ProcessSearch {
    /** No system has more processes at a time. */
    static final int MAX_PROCESSES = 1 << 14;

    private static final int PAGE = 1 << 12;
    private static final long WORD = Integer.BYTES;
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** {@code DISPATCHER_HEADER}: type in byte 0, size in byte 2; the others vary. */
    private static final int HEADER_MASK = 0x00ff_0000 | KernelTypes.TYPE;

    private final TranslatedMemory space;
    private final KernelTypes types;
    private final MemoryCursor cursor;
    private final int pointer;

    ProcessSearch(TranslatedMemory space, KernelTypes types) {
        this.space = space;
        this.types = types;
        this.cursor = space.cursor();
        this.pointer = types.pointerSize();
    }

    /**
     * Walks the list forwards, and backwards where it breaks off.
     *
     * @param head address of {@code PsActiveProcessHead}
     * @param remarks told where the list breaks off
     * @return the processes in the list's order
     */
    List<ProcessObject> list(long head, Remarks remarks) {
        Map<Long, ProcessObject> found = new LinkedHashMap<>();
        boolean whole = walk(head, 0, found);
        if (!whole) {
            int forwards = found.size();
            walk(head, pointer, found);
            remarks.warning(
                    "the list of processes at %s breaks off after %d; %d more were found from its"
                            + " end",
                    Addresses.hex(head), forwards, found.size() - forwards);
        }
        return List.copyOf(found.values());
    }

    private boolean walk(long head, int direction, Map<Long, ProcessObject> found) {
        long link = pointer(head + direction);
        Set<Long> seen = new HashSet<>();
        while (link != head) {
            ProcessObject process = at(link - types.offset("ActiveProcessLinks"));
            if (link == 0
                    || !seen.add(link)
                    || found.size() == MAX_PROCESSES
                    || !isPlausible(process)) {
                return false;
            }
            found.putIfAbsent(process.address(), process);
            link = pointer(link + direction);
        }
        return true;
    }

    /**
     * The head of the list that a process is in: the one member that is no process.
     *
     * @return empty when the list breaks off before
     */
    OptionalLong headOf(ProcessObject process) {
        long first = process.address() + types.offset("ActiveProcessLinks");
        long link = pointer(first);
        for (int i = 0; i < MAX_PROCESSES && link != 0 && link != first; i++) {
            if (!isPlausible(at(link - types.offset("ActiveProcessLinks")))) {
                return cursor.seek(link, 2L * pointer)
                        ? OptionalLong.of(link)
                        : OptionalLong.empty();
            }
            link = pointer(link);
        }
        return OptionalLong.empty();
    }

    /** The first value of a process object's header, as the others have it. */
    int header(ProcessObject process) {
        return cursor.seek(process.address(), WORD) ? (int) cursor.u32(0) & HEADER_MASK : 0;
    }

    /**
     * Looks through physical memory.
     *
     * @param header what the header of a process holds; 0 when only the type is known
     * @param wanted ends the search when it holds for a process
     * @return all that were found up to then, by physical address
     */
    List<ProcessObject> scan(int header, Predicate<ProcessObject> wanted, Progress progress) {
        List<ProcessObject> found = new ArrayList<>();
        AddressSpace physical = space.physical();
        int mask = header == 0 ? KernelTypes.TYPE : HEADER_MASK;
        int value = header == 0 ? KernelTypes.PROCESS_OBJECT : header;
        int step = 2 * pointer;
        for (Run.Mapped run : physical.mapped(0, -1L)) {
            progress.checkCancelled();
            MemorySegment bytes = run.bytes();
            long start = -run.start() & step - 1;
            for (long at = start; at <= bytes.byteSize() - step; at += step) {
                if ((bytes.get(U32, at) & mask) == value) {
                    Optional<ProcessObject> process = process(run.start() + at);
                    if (process.isPresent()) {
                        found.add(process.get());
                        if (wanted.test(process.get()) || found.size() == MAX_PROCESSES) {
                            return found;
                        }
                    }
                }
            }
        }
        return found;
    }

    private Optional<ProcessObject> process(long physical) {
        OptionalLong address = virtual(physical);
        return address.isEmpty()
                ? Optional.empty()
                : Optional.of(at(address.getAsLong()))
                        .filter(process -> process.id() != 0 && isWhole(process));
    }

    /**
     * The virtual address of an object: an empty list of waiters leads back to itself, and the
     * neighbours in other lists lead back to it.
     */
    private OptionalLong virtual(long physical) {
        long room = PAGE - (physical & PAGE - 1);
        for (int offset :
                new int[] {
                    KernelTypes.WAIT_LIST_OFFSET,
                    types.offset("ActiveProcessLinks"),
                    types.offset("ThreadListHead")
                }) {
            if (offset + pointer <= room) {
                long next = physicalPointer(physical + offset);
                long self = next == 0 ? 0 : pointer(next + pointer) - offset;
                if (self != -offset && isAt(self, physical)) {
                    return OptionalLong.of(self);
                }
                if (isAt(next - offset, physical)) {
                    return OptionalLong.of(next - offset);
                }
            }
        }
        return OptionalLong.empty();
    }

    private boolean isAt(long address, long physical) {
        Optional<Page> page = space.page(mask(address));
        return page.isPresent()
                && page.get().physical() + (mask(address) - page.get().address()) == physical;
    }

    private long mask(long address) {
        return pointer == Integer.BYTES ? address & 0xffff_ffffL : address;
    }

    private long physicalPointer(long physical) {
        MemoryCursor below = space.physical().cursor();
        return below.seek(physical, pointer) ? below.pointer(0, pointer) : 0;
    }

    /** The object at an address. */
    ProcessObject at(long address) {
        return ProcessObject.read(space, types, mask(address));
    }

    boolean isPlausible(ProcessObject process) {
        return process.isPlausible(space, types.table().id().architecture());
    }

    private boolean isWhole(ProcessObject process) {
        return process.isWhole(space, types.table().id().architecture());
    }

    private long pointer(long address) {
        return cursor.seek(mask(address), pointer) ? cursor.pointer(0, pointer) : 0;
    }
}
