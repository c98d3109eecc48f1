package org.cairn.types.pdb;

/** Writes type records; numbers of kinds are those of Microsoft's {@code cvinfo.h}. */
final class TypeRecords {
    static final int FIRST = 0x1000;
    static final int INT = 0x74;
    static final int UCHAR = 0x20;
    static final int POINTER_TO_VOID_64 = 0x603;

    private static final int FORWARD = 0x80;
    private static final int UNIQUE = 0x200;
    private static final int NEAR_64 = 0x1000c;
    private static final int PAD = 0xf0;

    private final Bytes records = new Bytes();
    private int count;

    /** Appends a record and returns the number of its type. */
    int add(Bytes record) {
        int padding = -(record.size() + Short.BYTES) & 3;
        for (int i = padding; i > 0; i--) {
            record.u8(PAD + i);
        }
        records.u16(record.size()).all(record);
        count++;
        return FIRST + count - 1;
    }

    int count() {
        return count;
    }

    int size() {
        return records.size();
    }

    static Bytes record(int kind) {
        return new Bytes().u16(kind);
    }

    int structure(String name, int size, int members) {
        return add(structureRecord(0, members, size).name(name));
    }

    int structure(String name, String unique, int size, int members) {
        return add(structureRecord(UNIQUE, members, size).name(name).name(unique));
    }

    int forward(String name) {
        return add(structureRecord(FORWARD, 0, 0).name(name));
    }

    int forward(String name, String unique) {
        return add(structureRecord(FORWARD | UNIQUE, 0, 0).name(name).name(unique));
    }

    private static Bytes structureRecord(int properties, int members, int size) {
        return record(0x1505).u16(0).u16(properties).u32(members).u64(0).u16(size);
    }

    int pointer(int target) {
        return add(record(0x1002).u32(target).u32(NEAR_64));
    }

    int array(int element, int size) {
        return add(record(0x1503).u32(element).u32(0x23).u16(size).name(""));
    }

    int members(Bytes members) {
        return add(record(0x1203).all(members));
    }

    static Bytes member(int type, int offset, String name) {
        Bytes member = record(0x150d).u16(3).u32(type).u16(offset).name(name);
        int padding = -member.size() & 3;
        for (int i = padding; i > 0; i--) {
            member.u8(PAD + i);
        }
        return member;
    }

    /** The stream of the records written so far. */
    byte[] stream() {
        return stream(FIRST, FIRST + count, records.size());
    }

    /** The stream with a header of one's own. */
    byte[] stream(int first, int end, int size) {
        return new Bytes()
                .u32(20040203)
                .u32(56)
                .u32(first)
                .u32(end)
                .u32(size)
                .zeros(36)
                .all(records)
                .array();
    }
}
