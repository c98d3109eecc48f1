package org.cairn.types.internal.pdb;

import org.cairn.memory.Structure;
import org.cairn.types.TypeFormatException;

import java.util.Arrays;

/**
 * The object files that the image was linked from, each with a stream of its symbols. Header:
 * {@code MODI_60_Persist} in {@code dbi.h}.
 */
final class Modules {
    private static final Structure HEADER =
            Structure.named("MODI_60_Persist")
                    .u32("pmod")
                    .bytes("sc", "SC", 28)
                    .u16("fWritten")
                    .u16("sn")
                    .u32("cbSyms")
                    .u32("cbLines")
                    .u32("cbC13Lines")
                    .u16("ifileMac")
                    .u16("pad")
                    .u32("mpifileichFile")
                    .u32("niSrcFile")
                    .u32("niPdbFile")
                    .build();

    private static final int STREAM_AT = HEADER.offset("sn");

    private final MsfFile file;
    private final int[] streams;

    /**
     * Reads the list.
     *
     * @param file holds the modules' streams
     * @param list stands before the list
     */
    Modules(MsfFile file, StreamCursor list) throws TypeFormatException {
        this.file = file;
        int[] found = new int[list.remaining() / HEADER.size()];
        int count = 0;
        int start = list.position();
        while (list.remaining() >= HEADER.size()) {
            list.skip(STREAM_AT);
            found[count] = list.u16();
            count++;
            list.skip(HEADER.size() - STREAM_AT - Short.BYTES);
            list.skipName(false);
            list.skipName(false);
            int odd = (list.position() - start) % Integer.BYTES;
            list.skip(Math.min(odd == 0 ? 0 : Integer.BYTES - odd, list.remaining()));
        }
        streams = Arrays.copyOf(found, count);
    }

    /**
     * The symbols of a module.
     *
     * @param module its number, from 1 on
     * @return the stream, empty when there is no such module
     */
    MsfStream symbols(int module) throws TypeFormatException {
        return file.stream(module < 1 || module > streams.length ? -1 : streams[module - 1]);
    }
}
