package org.cairn.testkit;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.SparseMemory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the streams and the memory of a minidump by their offsets in {@code minidumpapiset.h}, for
 * the tests.
 */
final class RawMinidump {
    private final ByteBuffer file;
    private final Map<Integer, ByteBuffer> streams = new HashMap<>();

    RawMinidump(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int count = file.getInt(8);
        int directory = file.getInt(12);
        for (int i = 0; i < count; i++) {
            int at = directory + 12 * i;
            streams.put(file.getInt(at), slice(file.getInt(at + 8), file.getInt(at + 4)));
        }
    }

    ByteBuffer file() {
        return file;
    }

    Map<Integer, ByteBuffer> streams() {
        return streams;
    }

    ByteBuffer stream(int type) {
        if (streams.get(type) instanceof ByteBuffer stream) {
            return stream;
        }
        throw new AssertionError("no stream " + type);
    }

    /** The text of a {@code MINIDUMP_STRING}. */
    String string(int rva) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < file.getInt(rva) / 2; i++) {
            text.append(file.getChar(rva + 4 + 2 * i));
        }
        return text.toString();
    }

    /** The memory of the MemoryList or Memory64List, as far as the file goes. */
    AddressSpace memory() {
        SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
        MemorySegment bytes = MemorySegment.ofArray(file.array());
        if (streams.get(5) instanceof ByteBuffer ranges) {
            for (int i = 0; i < ranges.getInt(0); i++) {
                int range = 4 + 16 * i;
                memory.bytes(
                        ranges.getLong(range),
                        bytes,
                        ranges.getInt(range + 12),
                        ranges.getInt(range + 8));
            }
            return memory.build();
        }
        ByteBuffer list = stream(9);
        long at = list.getLong(8);
        for (int i = 0; i < list.getLong(0); i++) {
            long size = list.getLong(24 + 16 * i);
            long there = Math.clamp(bytes.byteSize() - at, 0, size);
            if (there > 0) {
                memory.bytes(list.getLong(16 + 16 * i), bytes, at, there);
            }
            at += size;
        }
        return memory.build();
    }

    private ByteBuffer slice(int at, int size) {
        return file.slice(at, size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
