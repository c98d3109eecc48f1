package org.cairn.dump.transcript.internal;

import org.cairn.dump.Remark;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.cairn.memory.SparseMemory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/**
 * Bytes as they are found in a text, and the memory that they make. What is printed twice counts
 * once; where it differs, the bytes printed first count and a remark tells.
 */
final class Capture {
    /** A text with more separate pieces is no listing of memory; the rest of it is left out. */
    static final int MOST_PIECES = 1 << 19;

    private static final int MOST_CONFLICTS_TOLD = 20;
    private static final int LONGEST_CONFLICT_TOLD = 16;

    private long[] addresses = new long[16];
    private int[] offsets = new int[17];
    private byte[] bytes = new byte[4096];
    private int pieces;
    private int size;
    private long rejected;

    /** Adds bytes; those that would pass the last address are left out. */
    void add(long address, byte[] source, int from, int count) {
        long room = -1L - address;
        int taken = Long.compareUnsigned(count - 1L, room) > 0 ? (int) room + 1 : count;
        boolean follows =
                pieces > 0
                        && addresses[pieces - 1] + size - offsets[pieces - 1] == address
                        && address != 0;
        if (!follows && pieces == MOST_PIECES) {
            rejected += taken;
            return;
        }
        if (!follows) {
            begin(address);
        }
        reserve(taken);
        System.arraycopy(source, from, bytes, size, taken);
        size += taken;
        offsets[pieces] = size;
    }

    private void begin(long address) {
        if (pieces == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * pieces);
            offsets = Arrays.copyOf(offsets, 2 * pieces + 1);
        }
        addresses[pieces] = address;
        offsets[pieces] = size;
        pieces++;
    }

    private void reserve(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, size + (size >> 1)));
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** How many bytes were left out because they are too scattered. */
    long rejected() {
        return rejected;
    }

    /** Puts the pieces together. */
    Image build() {
        Integer[] order = new Integer[pieces];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (a, b) -> {
                    int byAddress = Long.compareUnsigned(addresses[a], addresses[b]);
                    return byAddress != 0 ? byAddress : Integer.compare(a, b);
                });
        int[] targets = new int[pieces];
        SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
        int total = place(order, targets);
        byte[] image = new byte[total];
        List<Remark> remarks = fill(image, targets);
        MemorySegment segment = MemorySegment.ofArray(image);
        for (int i : order) {
            memory.bytes(addresses[i], segment, targets[i], offsets[i + 1] - offsets[i]);
        }
        return new Image(memory.build(), total, remarks);
    }

    /** Gives each piece a place in the image, where adjoining and overlapping pieces adjoin. */
    private int place(Integer[] order, int[] targets) {
        long runStart = 0;
        long runLast = -1;
        int runTarget = 0;
        int total = 0;
        for (int i : order) {
            long start = addresses[i];
            long last = start + offsets[i + 1] - offsets[i] - 1;
            boolean joins =
                    total > 0 && runLast != -1L && Long.compareUnsigned(start, runLast + 1) <= 0
                            || total > 0 && runLast == -1L;
            if (!joins) {
                runStart = start;
                runTarget = total;
                runLast = last;
            } else if (Long.compareUnsigned(last, runLast) > 0) {
                runLast = last;
            }
            targets[i] = runTarget + (int) (start - runStart);
            total = runTarget + (int) (runLast - runStart) + 1;
        }
        return total;
    }

    private List<Remark> fill(byte[] image, int[] targets) {
        List<Remark> remarks = new ArrayList<>();
        BitSet filled = new BitSet(image.length);
        long conflicts = 0;
        for (int i = 0; i < pieces; i++) {
            int count = offsets[i + 1] - offsets[i];
            int done = 0;
            while (done < count) {
                int at = targets[i] + done;
                int from = offsets[i] + done;
                int differing = differing(image, filled, at, from, count - done);
                if (differing == 0) {
                    image[at] = bytes[from];
                    done++;
                    continue;
                }
                conflicts++;
                if (conflicts <= MOST_CONFLICTS_TOLD) {
                    remarks.add(conflict(addresses[i] + done, image, at, from, differing));
                }
                done += differing;
            }
            filled.set(targets[i], targets[i] + count);
        }
        if (conflicts > MOST_CONFLICTS_TOLD) {
            remarks.add(
                    Remark.warning(
                            "%,d more places are printed with different bytes"
                                    .formatted(conflicts - MOST_CONFLICTS_TOLD)));
        }
        return remarks;
    }

    /** How many bytes in a row are printed with another value than before. */
    private int differing(byte[] image, BitSet filled, int at, int from, int most) {
        int count = 0;
        while (count < most && filled.get(at + count) && image[at + count] != bytes[from + count]) {
            count++;
        }
        return count;
    }

    private Remark conflict(long address, byte[] image, int at, int from, int length) {
        int told = Math.min(length, LONGEST_CONFLICT_TOLD);
        HexFormat hex = HexFormat.ofDelimiter(" ");
        return Remark.warning(
                "%s: printed first as %s, later as %s%s; the first counts"
                        .formatted(
                                Addresses.hex(address),
                                hex.formatHex(image, at, at + told),
                                hex.formatHex(bytes, from, from + told),
                                told < length ? " (%,d bytes differ)".formatted(length) : ""));
    }

    /**
     * The memory in a text.
     *
     * @param memory what is there
     * @param size bytes that are there
     * @param remarks places that are printed with different bytes
     */
    record Image(SparseMemory memory, long size, List<Remark> remarks) {}
}
