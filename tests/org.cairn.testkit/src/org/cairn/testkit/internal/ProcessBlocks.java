package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.dump.DumpThread;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.testkit.MinidumpWriter.SystemInfo;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.types.TypeTable;

import java.util.List;

/** PEB and TEBs of a process. */
public final class ProcessBlocks {
    private static final int MAXIMUM_NUMBER_OF_HEAPS = 16;
    private static final int SEGMENT_RESERVE = 0x10_0000;
    private static final int SEGMENT_COMMIT = 0x2000;
    private static final int WIN32_NT = 2;

    /** Pointers of {@code NT_TIB} ({@code winnt.h}) by their index. */
    private static final int STACK_BASE = 1;

    private static final int STACK_LIMIT = 2;
    private static final int SELF = 6;

    private final TypeTable types;
    private final SyntheticMemory memory;
    private final long peb;
    private final int pointer;

    /** Reserves the PEB and a page behind it. */
    public ProcessBlocks(TypeTable types, SyntheticMemory memory, long peb) {
        this.types = types;
        this.memory = memory;
        this.peb = peb;
        pointer = types.id().architecture().pointerSize();
        memory.reserve(peb, 2 * PAGE, "private", "rw-");
        memory.commit(peb, PAGE);
    }

    /** The address of the process environment block. */
    public long address() {
        return peb;
    }

    /** Where the list of heaps is when it is nowhere else. */
    public long ownList() {
        return peb + PAGE;
    }

    /** Where a process says that its heaps are. */
    public String origin() {
        return "PEB " + Addresses.hex(peb);
    }

    /** What a dump says of the system with these layouts. */
    public static SystemInfo systemInfo(TypeTable.Id id) {
        return new SystemInfo(
                id.architecture(),
                major(id.build()),
                minor(id.build()),
                id.build(),
                servicePack(id.build()),
                4);
    }

    /** Fills in the PEB and the list of heaps. */
    public void peb(long image, long list, List<Long> heaps) {
        if (list == ownList()) {
            memory.commit(list, PAGE);
        }
        for (int i = 0; i < heaps.size(); i++) {
            pointer(list + (long) i * pointer, heaps.get(i));
        }
        int build = types.id().build();
        new Place(memory, types.structure("_PEB"), peb)
                .set("ImageBaseAddress", image)
                .set("ProcessHeap", heaps.isEmpty() ? 0 : heaps.getFirst())
                .set("HeapSegmentReserve", SEGMENT_RESERVE)
                .set("HeapSegmentCommit", SEGMENT_COMMIT)
                .set("NumberOfHeaps", heaps.size())
                .set("MaximumNumberOfHeaps", MAXIMUM_NUMBER_OF_HEAPS)
                .set("ProcessHeaps", list)
                .set("OSMajorVersion", major(build))
                .set("OSMinorVersion", minor(build))
                .set("OSBuildNumber", build)
                .set("OSPlatformId", WIN32_NT)
                .set("SessionId", 1);
    }

    /** Makes the TEB of a thread; returns its address. */
    public long teb(int index, long process, long thread, long stackLimit, long stackBase) {
        Structure layout = types.structure("_TEB");
        long size = HeapShape.ceil(layout.size(), PAGE);
        long teb = peb - (index + 1) * size;
        memory.reserve(teb, size, "private", "rw-");
        memory.commit(teb, size);
        pointer(teb + (long) STACK_BASE * pointer, stackBase);
        pointer(teb + (long) STACK_LIMIT * pointer, stackLimit);
        pointer(teb + (long) SELF * pointer, teb);
        Place place = new Place(memory, layout, teb).set("ProcessEnvironmentBlock", peb);
        new Place(memory, types.structure("_CLIENT_ID"), place.of("ClientId"))
                .set("UniqueProcess", process)
                .set("UniqueThread", thread);
        return teb;
    }

    /** Makes a thread without a stack. */
    public DumpThread thread(long process, long thread) {
        return new DumpThread(thread, teb(0, process, thread, 0, 0), 0, 0, 0, 0, 0, 8);
    }

    private static int major(int build) {
        if (build >= 9841) {
            return 10;
        }
        return build >= 6000 ? 6 : 5;
    }

    private static int minor(int build) {
        return switch (build) {
            case 2600, 7600, 7601 -> 1;
            case 3790, 9200 -> 2;
            case 9600 -> 3;
            default -> 0;
        };
    }

    private static String servicePack(int build) {
        return switch (build) {
            case 2600 -> "Service Pack 3";
            case 3790, 6002 -> "Service Pack 2";
            case 6001, 7601 -> "Service Pack 1";
            default -> "";
        };
    }

    private void pointer(long address, long value) {
        memory.set(address, new Field("pointer", "ptr", 0, pointer), value);
    }
}
