package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.BlockId;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.ObjectRecord;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.SystemOwners;

import java.util.Optional;

/**
 * What lies where a thread waits: the object, the owner of the block, a semaphore by that owner
 * (OS/2 Debugging Handbook, ".PB", "Block IDs").
 */
final class WaitPlaces {
    private static final int SEMAPHORE = 0xffc2;
    private static final int KERNEL_SEMAPHORE = 0xff7e;
    private static final int OBJECTS = 0xfff1;
    private static final int PAGES = 0xffb3;

    /** A thread that waits for the lock of an object waits at this place in its record. */
    private static final int LOCK = 4;

    private final Os2Kernel kernel;
    private final AddressSpace space;
    private final KernelLayouts layouts;

    WaitPlaces(Os2Kernel kernel, AddressSpace space, KernelLayouts layouts) {
        this.kernel = kernel;
        this.space = space;
        this.layouts = layouts;
    }

    /** A block id with what its address tells. */
    BlockId explain(BlockId id) {
        if (id.address().isEmpty()) {
            return id;
        }
        long address = id.address().getAsLong();
        for (ArenaRecord arena : kernel.arenasAt(address)) {
            Optional<ObjectRecord> object = kernel.object(arena.object());
            if (object.isPresent()) {
                return explain(id, address, arena, object.get());
            }
        }
        return id;
    }

    private BlockId explain(BlockId id, long address, ArenaRecord arena, ObjectRecord object) {
        long record = address - LOCK - arena.start() - layouts.get("VMBH").size();
        int stride = layouts.get("VMOB").size();
        if (object.owner() == OBJECTS && record >= 0 && record % stride == 0) {
            String locked = "the lock of object " + Addresses.hex(record / stride + 1);
            return in(object, id, "PageLock", locked, "");
        }
        if (object.owner() == PAGES) {
            String page = "the virtual page record at " + Addresses.hex(address);
            return in(object, id, "PageSem", page, "");
        }
        int owner = SystemOwners.isResidentHeap(object.owner()) ? blockOwner(address) : 0;
        String block =
                SystemOwners.isSystemOwner(owner) ? ", block of " + kernel.ownerName(owner) : "";
        if (owner == SEMAPHORE && id.kind().equals(BlockId.ADDRESS)) {
            String semaphore = "32-bit semaphore at " + Addresses.hex(address);
            return in(object, id, BlockId.SEMAPHORE, semaphore, block);
        }
        String kind = owner == KERNEL_SEMAPHORE ? "KSem" : id.kind();
        return in(object, id, kind, id.text(), block);
    }

    private BlockId in(ObjectRecord object, BlockId id, String kind, String text, String block) {
        String name = kernel.objectName(object);
        String place = name.isEmpty() ? "" : ", in " + name;
        return new BlockId(id.value(), kind, text + place + block, id.address());
    }

    /** The owner in the header in front of an address, if it is that of a regular block. */
    private int blockOwner(long address) {
        MemoryCursor cursor = space.cursor();
        return cursor.seek(address - Integer.BYTES, Integer.BYTES)
                ? (int) (cursor.u32(0) >>> Short.SIZE)
                : 0;
    }
}
