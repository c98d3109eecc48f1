package org.cairn.testkit.internal;

import static org.cairn.testkit.internal.MinidumpStructures.MEMORY;
import static org.cairn.testkit.internal.MinidumpStructures.MEMORY64;
import static org.cairn.testkit.internal.MinidumpStructures.MEMORY64_LIST;

import org.cairn.testkit.MemorySource;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The memory of a minidump: a Memory64List or a MemoryList stream, and the bytes at its end. */
public final class MinidumpMemory {
    private static final int MEMORY_LIST_STREAM = 5;
    private static final int MEMORY64_LIST_STREAM = 9;
    private static final long LONGEST_RVA = 0xffff_ffffL;

    private final List<Range> ranges = new ArrayList<>();
    private boolean narrow;
    private long base;

    private record Range(long address, MemorySource source) {}

    /** Adds a range. */
    public void add(long address, MemorySource source) {
        ranges.add(new Range(address, source));
    }

    /** Asks for a MemoryList, which holds less than 4 GiB. */
    public void narrow() {
        narrow = true;
    }

    /** The stream; it must be the last, for the bytes follow it. */
    public MinidumpStream stream() {
        return narrow
                ? new MinidumpStream(MEMORY_LIST_STREAM, this::appendList)
                : new MinidumpStream(MEMORY64_LIST_STREAM, this::appendList64);
    }

    /**
     * Where the byte of an address lies in the file.
     *
     * @return the offset; 0 when no range holds the address, or when it lies past 4 GiB
     */
    public long rva(long address) {
        long at = base;
        for (Range range : ranges) {
            long within = address - range.address;
            if (Long.compareUnsigned(within, range.source.size()) < 0) {
                return at + within <= LONGEST_RVA ? at + within : 0;
            }
            at += range.source.size();
        }
        return 0;
    }

    /** Writes the bytes of all ranges. */
    public void writeTo(OutputStream out) throws IOException {
        for (Range range : ranges) {
            range.source.write(out);
        }
    }

    private int appendList64(FileBuffer out) {
        int start = out.append(MEMORY64_LIST);
        out.set(start, MEMORY64_LIST, "NumberOfMemoryRanges", ranges.size());
        for (Range range : ranges) {
            int at = out.append(MEMORY64);
            out.set(at, MEMORY64, "StartOfMemoryRange", range.address);
            out.set(at, MEMORY64, "DataSize", range.source.size());
        }
        base = out.size();
        out.set(start, MEMORY64_LIST, "BaseRva", base);
        return out.size() - start;
    }

    private int appendList(FileBuffer out) {
        int start = out.append(Integer.BYTES);
        out.set(start, MinidumpParts.COUNT, ranges.size());
        base = out.size() + (long) ranges.size() * MEMORY.size();
        for (Range range : ranges) {
            long rva = rva(range.address);
            int at = out.append(MEMORY);
            out.set(at, MEMORY, "StartOfMemoryRange", range.address);
            out.set(at, MEMORY, "DataSize", range.source.size());
            out.set(at, MEMORY, "Rva", rva);
        }
        return out.size() - start;
    }
}
