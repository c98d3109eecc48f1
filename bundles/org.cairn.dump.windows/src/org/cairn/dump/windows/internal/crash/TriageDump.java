package org.cairn.dump.windows.internal.crash;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpStream;
import org.cairn.dump.Remark;
import org.cairn.memory.Absence;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A small dump: no pages, but blocks of virtual memory and a list of drivers. */
final class TriageDump {
    /** The characters TRGD: the system wrote the dump to its end. */
    private static final long VALID = 0x4447_5254;

    /** Far above the number of drivers of a system. */
    private static final int MAX_DRIVERS = 1 << 14;

    /** Far above what a small dump holds. */
    private static final int MAX_BLOCKS = 1 << 20;

    private static final int MAX_NAME = 1 << 10;

    /** Entries in succession that are no drivers, which end the list. */
    private static final int MAX_STRAY = 8;

    /** A dump holds each byte once; more memory than so many times the file is made up. */
    private static final int MAX_TIMES = 4;

    /** Loader entries of some version may be longer by so much than those that are known. */
    private static final int MAX_LONGER = 0x40;

    /** The bits of an address of 32-bit systems, which widen it with its sign. */
    private static final long NARROW = 0xffff_ffffL;

    private final MemorySegment file;
    private final CrashDumpHeader header;
    private final Dump.Builder dump;
    private final Structure layout;
    private final SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
    private final List<DumpStream> streams = new ArrayList<>();
    private final TriageParts parts;
    private long promised;
    private long held;
    private int left;

    TriageDump(MemorySegment file, CrashDumpHeader header, Dump.Builder dump) {
        this.file = file;
        this.header = header;
        this.dump = dump;
        this.parts = new TriageParts(file);
        this.layout = CrashDumpFormat.triage(header.isWide());
    }

    /** Whether the file reaches past the triage header. */
    boolean isThere() {
        return file.byteSize() >= (long) header.size() + layout.size();
    }

    SparseMemory read() {
        long valid = get("ValidOffset");
        if (valid > file.byteSize() - Integer.BYTES
                || CrashDumpFormat.DUMP_STRING_LENGTH.get(file, valid) != VALID) {
            dump.remark(Remark.warning("the mark at the end of the triage dump is not there"));
        }
        dump.modules(drivers());
        blocks();
        part("stack", get("TopOfStack"), get("CallStackOffset"), get("SizeOfCallStack"));
        part("data page", get("DataPageAddress"), get("DataPageOffset"), get("DataPageSize"));
        part(
                "KDDEBUGGER_DATA64",
                header.or("KdDebuggerDataBlock", 0),
                get("DebuggerDataOffset"),
                get("DebuggerDataSize"));
        long list = get("DataBlocksOffset");
        if (list != 0) {
            long end = list + get("DataBlocksCount") * CrashDumpFormat.TRIAGE_DATA_BLOCK.size();
            parts.unclaimed(end, valid).ifPresent(text -> dump.remark(Remark.warning(text)));
        }
        parts.contradictions().forEach(text -> dump.remark(Remark.warning(text)));
        if (left > 0) {
            dump.remark(
                    Remark.warning(
                            "%,d blocks are left out: with them the memory is larger than the file"
                                    .formatted(left)));
        }
        if (held < promised) {
            dump.remark(
                    Remark.warning(
                            "the file ends before its memory: %,d bytes promised, %,d there"
                                    .formatted(promised, held)));
        }
        dump.streams(streams);
        return memory.build();
    }

    /** The value of a field, 0 when it holds the text PAGE: older systems do not fill in all. */
    private long get(String field) {
        long value = layout.field(field).get(file, header.size());
        boolean filler =
                value == CrashDumpFormat.SIGNATURE
                        || value
                                == (CrashDumpFormat.SIGNATURE << Integer.SIZE
                                        | CrashDumpFormat.SIGNATURE);
        return filler ? 0 : value;
    }

    private void part(String name, long address, long offset, long size) {
        if (address != 0 && offset != 0 && size != 0) {
            streams.add(new DumpStream(0, name, offset, size));
            parts.claim(offset, size);
            add(address, offset, size);
        }
    }

    /** The headers come first in the file, and no memory lies in them. */
    private boolean add(long address, long offset, long size) {
        if (offset < header.size()) {
            return false;
        }
        long present = Math.clamp(file.byteSize() - offset, 0, size);
        if (held + present > MAX_TIMES * file.byteSize()) {
            left++;
            return false;
        }
        promised += size;
        held += memory.promised(widened(address), file, offset, size);
        return true;
    }

    private long widened(long address) {
        return isWide() ? address : address & NARROW;
    }

    private boolean isWide() {
        return header.isWide();
    }

    private void blocks() {
        Structure block = CrashDumpFormat.TRIAGE_DATA_BLOCK;
        long list = get("DataBlocksOffset");
        long count = count("data block", list, get("DataBlocksCount"), block.size(), MAX_BLOCKS);
        for (long i = 0; i < count; i++) {
            long at = list + i * block.size();
            long address = block.field("Address").get(file, at);
            long offset = block.field("Offset").get(file, at);
            long size = block.field("Size").get(file, at);
            if (add(address, offset, size)) {
                parts.block(widened(address), offset, size);
            }
        }
    }

    private List<DumpModule> drivers() {
        List<DumpModule> drivers = new ArrayList<>();
        Structure entry = CrashDumpFormat.driver(isWide());
        long list = get("DriverListOffset");
        long stride = stride(entry, list);
        long count = count("driver", list, get("DriverCount"), stride, MAX_DRIVERS);
        int stray = 0;
        int none = 0;
        for (long i = 0; i < count && stray < MAX_STRAY; i++) {
            DumpModule driver = driver(entry, list + i * stride);
            if (isDriver(driver)) {
                drivers.add(driver);
                stray = 0;
            } else {
                stray++;
                none++;
            }
        }
        if (none > 0) {
            dump.remark(
                    Remark.warning(
                            "%,d of the entries of driver are none%s"
                                    .formatted(
                                            none,
                                            stray == MAX_STRAY
                                                    ? ": the list ends after %,d drivers"
                                                            .formatted(drivers.size())
                                                    : "")));
        }
        return drivers;
    }

    private DumpModule driver(Structure entry, long at) {
        return new DumpModule(
                entry.field("DllBase").get(file, at),
                entry.field("SizeOfImage").get(file, at),
                string(entry.field("DriverNameOffset").get(file, at)),
                "",
                entry.field("TimeDateStamp").get(file, at),
                entry.field("CheckSum").get(file, at),
                "");
    }

    /** Whether an entry has a range that begins with a page, in the upper half of the addresses. */
    private boolean isDriver(DumpModule entry) {
        long base = entry.base();
        long top = isWide() ? -1L : NARROW;
        return Long.compareUnsigned(base, isWide() ? Long.MIN_VALUE : (NARROW + 1) / 2) >= 0
                && base % CrashDumpFormat.PAGE_SIZE == 0
                && entry.size() > 0
                && Long.compareUnsigned(entry.size() - 1, top - base) <= 0;
    }

    /** The distance of drivers: the pool of their names follows their list. */
    private long stride(Structure entry, long list) {
        long told = (get("StringPoolOffset") - list) / Math.max(1, get("DriverCount"));
        long whole = told & -Integer.BYTES;
        return whole >= entry.size() && whole <= entry.size() + MAX_LONGER ? whole : entry.size();
    }

    /** The number of entries of a list that are in the file. */
    private long count(String noun, long list, long listed, long stride, long most) {
        long room = Math.max(0, file.byteSize() - list) / stride;
        long count = Math.min(Math.min(listed, room), most);
        if (count < listed) {
            dump.remark(
                    Remark.warning(
                            "%,d entries of %s are promised, there is room for %,d"
                                    .formatted(listed, noun, count)));
        }
        streams.add(new DumpStream(0, noun + "s", list, listed * stride));
        return count;
    }

    private String string(long offset) {
        if (offset > file.byteSize() - Integer.BYTES) {
            return "";
        }
        long text = offset + Integer.BYTES;
        long length = CrashDumpFormat.DUMP_STRING_LENGTH.get(file, offset);
        long room = (file.byteSize() - text) / Character.BYTES;
        long count = Math.min(Math.min(length, room), MAX_NAME);
        byte[] bytes = file.asSlice(text, count * Character.BYTES).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_16LE)
                .codePoints()
                .takeWhile(c -> c != 0)
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
