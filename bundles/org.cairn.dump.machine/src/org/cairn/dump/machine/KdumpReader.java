package org.cairn.dump.machine;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.internal.KdumpFile;
import org.cairn.memory.Progress;

/**
 * Reads the compressed dumps of Linux kernels (makedumpfile) and of QEMU ({@code dump-guest-memory
 * -z}, {@code -l}, {@code -s}): pages packed with zlib, LZO, Snappy or Zstandard, flattened or not.
 */
public final class KdumpReader implements DumpReader {
    /** Creates the reader. */
    public KdumpReader() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.dump.machine.kdump";
    }

    @Override
    public String name() {
        return "kdump-compressed dump";
    }

    @Override
    public Match probe(DumpSource source) {
        return KdumpFile.isDump(source) ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        progress.task("reading the map of pages");
        return KdumpFile.read(source, name(), progress);
    }
}
