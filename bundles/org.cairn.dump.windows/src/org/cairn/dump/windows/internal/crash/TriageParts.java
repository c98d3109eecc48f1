package org.cairn.dump.windows.internal.crash;

import org.cairn.memory.Addresses;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a small dump's file that its memory is in: systems write each byte once, one data
 * block behind the other.
 */
final class TriageParts {
    /** A part of the file that nothing names is told from this size on; smaller ones align. */
    private static final int LEAST_HOLE = CrashDumpFormat.PAGE_SIZE;

    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment file;
    private final List<Part> blocks = new ArrayList<>();
    private final List<Part> others = new ArrayList<>();

    /** Bytes of the file, and where they are in memory. */
    private record Part(long address, long offset, long size) {
        long end() {
            return offset + size;
        }

        long last() {
            return Long.compareUnsigned(size - 1, -1L - address) < 0 ? address + size - 1 : -1L;
        }
    }

    TriageParts(MemorySegment file) {
        this.file = file;
    }

    /** A data block has these bytes, as far as they are in the file. */
    void block(long address, long offset, long size) {
        long present = Math.clamp(file.byteSize() - offset, 0, size);
        if (present > 0) {
            blocks.add(new Part(address, offset, present));
        }
    }

    /** Something else has these bytes. */
    void claim(long offset, long size) {
        others.add(new Part(0, offset, size));
    }

    /**
     * How many bytes belong to nothing.
     *
     * @param from where the first data block may be
     * @param to where the memory ends
     * @return a remark; empty when they are few
     */
    Optional<String> unclaimed(long from, long to) {
        long end = Math.min(to, file.byteSize());
        List<Part> all = new ArrayList<>(blocks);
        all.addAll(others);
        all.add(new Part(0, end, 0));
        all.sort(Comparator.comparingLong(Part::offset));
        long behind = from;
        long bytes = 0;
        for (Part part : all) {
            if (part.offset() - behind >= LEAST_HOLE
                    && part.offset() <= end
                    && isUsed(behind, part.offset())) {
                bytes += part.offset() - behind;
            }
            behind = Math.max(behind, part.end());
        }
        return bytes == 0
                ? Optional.empty()
                : Optional.of("%,d bytes of the file belong to no data block".formatted(bytes));
    }

    /** Whether a part of the file holds more than zeros and the text PAGE. */
    private boolean isUsed(long from, long to) {
        for (long at = from; at <= to - Integer.BYTES; at += Integer.BYTES) {
            int word = file.get(WORD, at);
            if (word != 0 && word != CrashDumpFormat.SIGNATURE) {
                return true;
            }
        }
        return false;
    }

    /** What data blocks say of the same bytes or the same addresses, as remarks. */
    List<String> contradictions() {
        List<String> told = new ArrayList<>();
        long twice = twice();
        if (twice > 0) {
            told.add("%,d bytes of the file belong to more than one data block".formatted(twice));
        }
        differing().ifPresent(told::add);
        return told;
    }

    private long twice() {
        long behind = 0;
        long bytes = 0;
        for (Part part : blocks.stream().sorted(Comparator.comparingLong(Part::offset)).toList()) {
            bytes += Math.clamp(behind - part.offset(), 0, part.size());
            behind = Math.max(behind, part.end());
        }
        return bytes;
    }

    /** Each block is compared with the one that reaches furthest of those before it. */
    private Optional<String> differing() {
        List<Part> ascending =
                blocks.stream()
                        .sorted(Comparator.comparing(Part::address, Long::compareUnsigned))
                        .toList();
        int count = 0;
        long first = 0;
        Part before = new Part(0, 0, 0);
        for (Part part : ascending) {
            if (Long.compareUnsigned(part.address() - before.address(), before.size()) < 0
                    && differs(before, part)) {
                first = count++ == 0 ? part.address() : first;
            }
            if (before.size() == 0 || Long.compareUnsigned(part.last(), before.last()) > 0) {
                before = part;
            }
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        "%,d of the data blocks have addresses of another one and other bytes, first at %s: the bytes of the entry that is first in the list count"
                                .formatted(count, Addresses.hex(first)));
    }

    private boolean differs(Part before, Part part) {
        long inside = part.address() - before.address();
        long count = Math.min(before.size() - inside, part.size());
        return file.asSlice(before.offset() + inside, count)
                        .mismatch(file.asSlice(part.offset(), count))
                >= 0;
    }
}
