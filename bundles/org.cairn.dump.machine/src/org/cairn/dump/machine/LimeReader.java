package org.cairn.dump.machine;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.internal.LimeImage;
import org.cairn.memory.Progress;

/** Reads the images of physical memory that LiME and AVML take of running Linux systems. */
public final class LimeReader implements DumpReader {
    /** Creates the reader. */
    public LimeReader() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.dump.machine.lime";
    }

    @Override
    public String name() {
        return "LiME or AVML image";
    }

    @Override
    public Match probe(DumpSource source) {
        return LimeImage.isImage(source) ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        progress.task("reading the ranges of memory");
        return LimeImage.read(source, progress);
    }
}
