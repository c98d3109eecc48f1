package org.cairn.types.pdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes containers by the description "The MSF File Format" of the LLVM project. The pages of a
 * stream lie in falling order, so that nothing works that takes them for one piece.
 */
final class MsfWriter {
    private static final String MAGIC = "Microsoft C/C++ MSF 7.00\r\n\u001aDS\0\0\0";

    /** The header and two maps of free pages. */
    private static final int RESERVED_PAGES = 3;

    private final int pageSize;
    private final List<byte[]> streams = new ArrayList<>();

    MsfWriter(int pageSize) {
        this.pageSize = pageSize;
    }

    /** Appends a stream and returns its number. */
    int add(byte[] stream) {
        streams.add(stream);
        return streams.size() - 1;
    }

    byte[] write() {
        int next = RESERVED_PAGES;
        Bytes sizes = new Bytes().u32(streams.size());
        Bytes lists = new Bytes();
        List<Integer> starts = new ArrayList<>();
        for (byte[] stream : streams) {
            sizes.u32(stream.length);
            starts.add(next);
            for (int i = pages(stream.length) - 1; i >= 0; i--) {
                lists.u32(next + i);
            }
            next += pages(stream.length);
        }
        byte[] directory = sizes.all(lists).array();
        int directoryPage = next;
        Bytes map = new Bytes();
        for (int i = pages(directory.length) - 1; i >= 0; i--) {
            map.u32(directoryPage + i);
        }
        next += pages(directory.length);
        int mapPage = next;
        next += pages(map.size());
        ByteBuffer file = ByteBuffer.allocate(next * pageSize).order(ByteOrder.LITTLE_ENDIAN);
        file.put(MAGIC.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(pageSize)
                .putInt(1)
                .putInt(next)
                .putInt(directory.length)
                .putInt(0)
                .putInt(mapPage);
        for (int i = 0; i < streams.size(); i++) {
            put(file, streams.get(i), starts.get(i));
        }
        put(file, directory, directoryPage);
        file.put(mapPage * pageSize, map.array());
        return file.array();
    }

    private void put(ByteBuffer file, byte[] stream, int firstPage) {
        int pages = pages(stream.length);
        for (int i = 0; i < pages; i++) {
            int length = Math.min(pageSize, stream.length - i * pageSize);
            file.put((firstPage + pages - 1 - i) * pageSize, stream, i * pageSize, length);
        }
    }

    private int pages(int size) {
        return (size + pageSize - 1) / pageSize;
    }
}
