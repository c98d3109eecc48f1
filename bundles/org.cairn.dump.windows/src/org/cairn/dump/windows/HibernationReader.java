package org.cairn.dump.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.windows.internal.hibernation.HibernationFile;
import org.cairn.memory.Progress;

/**
 * Reads the file that Windows writes when it hibernates ({@code hiberfil.sys}): that of Windows XP
 * to 7, and that of Windows 8 and later.
 */
public final class HibernationReader implements DumpReader {
    /** Creates the reader. */
    public HibernationReader() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.dump.windows.hibernation";
    }

    @Override
    public String name() {
        return "Windows hibernation file";
    }

    @Override
    public Match probe(DumpSource source) {
        return HibernationFile.isThere(source) ? Match.LIKELY : Match.NONE;
    }

    @Override
    public Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        progress.task("reading the map of pages");
        return HibernationFile.read(source, name(), progress);
    }
}
