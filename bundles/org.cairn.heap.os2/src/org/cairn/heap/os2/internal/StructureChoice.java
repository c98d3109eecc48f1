package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.Os2Kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which structures a block holds: its owner tells the kind, signatures and the size of the block
 * tell the layout (OS/2 Debugging Handbook, "System Object IDs" and "System Control Blocks").
 */
final class StructureChoice {
    /** The owner of the names of semaphores. */
    static final int SEMAPHORE_NAME = 0xffc1;

    /** The layout of a package of records. */
    static final String RECORDS = "RMP";

    private static final int SHARED = 1;
    private static final int MUTEX = 8;
    private static final int EVENT = 0x10;

    /** In front of the entries of a segment of the system file table. */
    private static final int SFT_HEADER = 8;

    /** In front of the buffers of the pool, and the distance between two of them. */
    private static final int POOL_HEADER = 0x1c;

    private static final int BUFFER_STRIDE = 0x218;
    private static final int PTREE_NODE = 0x10;
    private static final int FIRST_DRIVER = 0xff50;
    private static final int LAST_DRIVER = 0xff5f;

    /** As many characters of a device's name must be there. */
    private static final int LEAST_NAME = 4;

    private final Os2Kernel kernel;
    private final KernelLayouts layouts;
    private final MemoryCursor cursor;
    private final RecordTables tables;
    private long address;
    private long size;

    StructureChoice(AddressSpace space, Os2Kernel kernel, KernelLayouts layouts) {
        this.kernel = kernel;
        this.layouts = layouts;
        this.cursor = space.cursor();
        this.tables = new RecordTables(space, layouts);
    }

    /** A structure and where it is. */
    record Placed(Structure structure, long address) {}

    /** The structures of a block's data, in ascending order. */
    List<Placed> of(int owner, long at, long count) {
        address = at;
        size = count;
        return switch (owner) {
            case 0xffc2 -> one(semaphore());
            case 0xffbf -> one(debug("OPENQ", 8, "OPNQ"));
            case 0xffbe -> one(debug("MUXQ", 8, "MUXQ"));
            case 0xffc0 -> semaphoreRecords();
            case 0xff7e -> one(kernelSemaphore());
            case 0xff9e -> openFile();
            case 0xffc7 -> one("EXENT");
            case 0xffa4 -> one("DYNLOAD");
            case 0xff96 -> entries("DPB", 0, layouts.get("DPB").size());
            case 0xffa1 -> entries("SFT", SFT_HEADER, layouts.get("SFT").size());
            case 0xff93 -> entries("BUF", POOL_HEADER, BUFFER_STRIDE);
            case 0xffa0 -> one("IOBLOCK");
            case 0xff32, 0xff33, 0xff40 -> one("REQ");
            case 0xffa6 -> one(kernel.level().startsWith("2.1") ? "MTE.211" : "MTE");
            case 0xff34, 0xff35, 0xff36, 0xff61, 0xff83 -> one(RECORDS);
            default ->
                    owner >= FIRST_DRIVER && owner <= LAST_DRIVER && isDevice()
                            ? one("DEV")
                            : tables.of(owner, at, count);
        };
    }

    private List<Placed> one(String name) {
        Structure structure = layouts.get(name);
        return structure.size() <= size ? List.of(new Placed(structure, address)) : List.of();
    }

    private List<Placed> entries(String name, int first, int stride) {
        Structure structure = layouts.get(name);
        List<Placed> all = new ArrayList<>();
        for (long at = first; at + structure.size() <= size; at += stride) {
            if (all.size() == RecordTables.MOST) {
                break;
            }
            all.add(new Placed(structure, address + at));
        }
        return all;
    }

    private String debug(String name, int offset, String signature) {
        return isSigned(offset, signature) ? name + ".A" : name;
    }

    private boolean isSigned(int offset, String signature) {
        int length = signature.length();
        return offset + length <= size
                && cursor.seek(address + offset, length)
                && signature.equals(
                        new String(cursor.bytes(0, length), StandardCharsets.ISO_8859_1));
    }

    private int flags() {
        return cursor.seek(address, Short.BYTES) ? cursor.u16(0) : 0;
    }

    private String semaphore() {
        int flags = flags();
        boolean shared = (flags & SHARED) != 0;
        if ((flags & EVENT) != 0) {
            return shared ? sharedEvent() : debug("PEVENT", 0xe, "PEVT");
        }
        if ((flags & MUTEX) != 0) {
            return shared ? debug("SMUTEX", 0x18, "SMTX") : debug("PMUTEX", 0x12, "PMTX");
        }
        return shared ? "SMUX" : debug("PMUX", 0x14, "PMUX");
    }

    /** Early kernels do not have the last field; what is there may be a stale boundary tag. */
    private String sharedEvent() {
        if (isSigned(0x14, "SEVT")) {
            return "SEVENT.A";
        }
        int old = layouts.get("SEVENT.old").size();
        long tag = address - ResidentLayout.HEADER_SIZE | ResidentLayout.TAG_MARK;
        boolean hasThread =
                layouts.get("SEVENT").size() <= size
                        && cursor.seek(address + old, Integer.BYTES)
                        && cursor.u32(0) != tag;
        return hasThread ? "SEVENT" : "SEVENT.old";
    }

    private List<Placed> semaphoreRecords() {
        Structure head = layouts.get("SEMRECORDS");
        if (!cursor.seek(address, head.size())) {
            return List.of();
        }
        long count = head.field("cSemRec").get(cursor);
        List<Placed> all = new ArrayList<>(one("SEMRECORDS"));
        for (Placed record : entries("SEMRECORD", head.size(), layouts.get("SEMRECORD").size())) {
            if (all.size() <= count) {
                all.add(record);
            }
        }
        return all;
    }

    private String kernelSemaphore() {
        boolean signed = isSigned(0, "KSEM");
        int type = signed ? 5 : 1;
        int value = cursor.seek(address + type, 1) ? cursor.u8(0) : 0;
        String kind =
                switch (value) {
                    case 0 -> "KSEM.EVENT";
                    case 1 -> "KSEM.MUTEX";
                    default -> "KSEM.SHARE";
                };
        return signed ? kind + ".A" : kind;
    }

    /** A master file table entry, which begins with a semaphore, or a node of their tree. */
    private List<Placed> openFile() {
        boolean signed = isSigned(0, "KSEM");
        if (!signed && size == PTREE_NODE) {
            return one("PTREENODE");
        }
        List<Placed> all = new ArrayList<>(one(signed ? "KSEM.SHARE.A" : "KSEM.SHARE"));
        all.addAll(one(signed ? "MFT.A" : "MFT"));
        return all;
    }

    /**
     * A driver's data segment begins with the header of its first device; its code does not. The
     * end of the name may be absent.
     */
    private boolean isDevice() {
        Structure device = layouts.get("DEV");
        int name = device.offset("SDevName");
        if (size < device.size() || !cursor.seek(address + name, LEAST_NAME)) {
            return false;
        }
        for (int i = 0; i < Long.BYTES && cursor.seek(address + name, i + 1); i++) {
            int character = cursor.u8(i);
            if (character < ' ' || character >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
