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

    private final MemorySegment file;
    private final CrashDumpHeader header;
    private final Dump.Builder dump;
    private final Structure layout;
    private final SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
    private final List<DumpStream> streams = new ArrayList<>();
    private long promised;
    private long held;

    TriageDump(MemorySegment file, CrashDumpHeader header, Dump.Builder dump) {
        this.file = file;
        this.header = header;
        this.dump = dump;
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
            add(address, offset, size);
        }
    }

    /** The headers come first in the file, and no memory lies in them. */
    private void add(long address, long offset, long size) {
        if (offset >= header.size()) {
            promised += size;
            held += memory.promised(address, file, offset, size);
        }
    }

    private void blocks() {
        Structure block = CrashDumpFormat.TRIAGE_DATA_BLOCK;
        long list = get("DataBlocksOffset");
        long count = count("data block", list, get("DataBlocksCount"), block, MAX_BLOCKS);
        for (long i = 0; i < count; i++) {
            long at = list + i * block.size();
            add(
                    block.field("Address").get(file, at),
                    block.field("Offset").get(file, at),
                    block.field("Size").get(file, at));
        }
    }

    private List<DumpModule> drivers() {
        List<DumpModule> drivers = new ArrayList<>();
        Structure entry = CrashDumpFormat.DRIVER_ENTRY64;
        long list = get("DriverListOffset");
        long promisedDrivers = get("DriverCount");
        if (!header.isWide()) {
            dump.remark(
                    Remark.info(
                            "%,d drivers are listed in the 32-bit form, which Cairn does not read"
                                    .formatted(promisedDrivers)));
            return drivers;
        }
        long count = count("driver", list, promisedDrivers, entry, MAX_DRIVERS);
        for (long i = 0; i < count; i++) {
            long at = list + i * entry.size();
            drivers.add(
                    new DumpModule(
                            entry.field("DllBase").get(file, at),
                            entry.field("SizeOfImage").get(file, at),
                            string(entry.field("DriverNameOffset").get(file, at)),
                            "",
                            entry.field("TimeDateStamp").get(file, at),
                            entry.field("CheckSum").get(file, at),
                            ""));
        }
        return drivers;
    }

    /** The number of entries of a list that are in the file. */
    private long count(String noun, long list, long listed, Structure entry, long most) {
        long room = Math.max(0, file.byteSize() - list) / entry.size();
        long count = Math.min(Math.min(listed, room), most);
        if (count < listed) {
            dump.remark(
                    Remark.warning(
                            "%,d entries of %s are promised, %,d are read"
                                    .formatted(listed, noun, count)));
        }
        streams.add(new DumpStream(0, noun + "s", list, listed * entry.size()));
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
