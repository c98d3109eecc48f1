package org.cairn.heap.os2.internal;

import org.cairn.heap.os2.internal.StructureChoice.Placed;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tables of records of one size in a block, with the header of the block management package in
 * front: linear tables (BMP) and those of a segment, whose header has offsets (OS/2 Debugging
 * Handbook, "Block Management Package", "Volume Parameter Block").
 */
final class RecordTables {
    /** As many records of a table are shown. */
    static final int MOST = 32;

    /** The owner of the table of volumes. */
    private static final int VOLUMES = 0xffa2;

    /** The records of tables, by owner. */
    private static final Map<Integer, String> RECORDS =
            Map.of(
                    0xffcb, "PTDA",
                    0xffcc, "TCB",
                    0xffe2, "VMAL",
                    0xffe3, "VMAR",
                    0xffe5, "VMCO",
                    0xffed, "VMKSHD",
                    0xfff1, "VMOB");

    /** A volume is there, or was there. */
    private static final long VALID = 0x444a;

    private static final long INVALID = 0x4a47;

    private final KernelLayouts layouts;
    private final MemoryCursor cursor;

    RecordTables(AddressSpace space, KernelLayouts layouts) {
        this.layouts = layouts;
        this.cursor = space.cursor();
    }

    /** The name of the records that a block of an owner holds, or an empty text. */
    static String recordsOf(int owner) {
        return owner == VOLUMES ? "VPB" : RECORDS.getOrDefault(owner, "");
    }

    /** The header and the records of a block's table; none when no right header is there. */
    List<Placed> of(int owner, long address, long size) {
        String name = recordsOf(owner);
        if (name.isEmpty()) {
            return List.of();
        }
        return owner == VOLUMES
                ? volumes(address, size, layouts.get(name))
                : linear(address, size, layouts.get(name));
    }

    private List<Placed> linear(long address, long size, Structure record) {
        Structure header = layouts.get("VMBH");
        if (size < header.size() || !cursor.seek(address, header.size())) {
            return List.of();
        }
        long stride = header.field("bh_cbRecord").get(cursor);
        long end = header.field("bh_pbEndValid").get(cursor);
        return table(header, record, address, end - address, stride, size);
    }

    private List<Placed> volumes(long address, long size, Structure record) {
        Structure header = layouts.get("VMBH16");
        int known = header.offset("bh_offEndValid") + Short.BYTES;
        if (size < header.size() || !cursor.seek(address, known)) {
            return List.of();
        }
        long stride = header.field("bh_cbRecord").get(cursor);
        long end = header.field("bh_offEndValid").get(cursor);
        List<Placed> all = new ArrayList<>(table(header, record, address, end, stride, size));
        all.removeIf(placed -> placed.structure().equals(record) && !isVolume(placed));
        return all;
    }

    private boolean isVolume(Placed placed) {
        Structure record = placed.structure();
        if (!cursor.seek(placed.address(), record.size())) {
            return false;
        }
        long signature = record.field("vpb_signature").get(cursor);
        return signature == VALID || signature == INVALID;
    }

    /** The table is right when records that hold the structure fill it to its end. */
    private static List<Placed> table(
            Structure header, Structure record, long address, long end, long stride, long size) {
        long first = header.size();
        if (stride < record.size() || end < first || end > size || (end - first) % stride != 0) {
            return List.of();
        }
        List<Placed> all = new ArrayList<>();
        all.add(new Placed(header, address));
        for (long at = first; at < end && all.size() <= MOST; at += stride) {
            all.add(new Placed(record, address + at));
        }
        return all;
    }
}
