package org.cairn.dump.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.windows.internal.crash.CrashDump;
import org.cairn.memory.Progress;

/**
 * Reads the dumps that a Windows kernel writes when it crashes, and live kernel dumps: complete,
 * kernel, bitmap, ranges and small (triage), 32 and 64 bit. Pages are physical memory; a small dump
 * has virtual memory.
 */
public final class CrashDumpReader implements DumpReader {
    /** Creates the reader. */
    public CrashDumpReader() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.dump.windows.crash";
    }

    @Override
    public String name() {
        return "Windows crash dump";
    }

    @Override
    public Match probe(DumpSource source) {
        return CrashDump.isDump(source) ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        progress.task("reading the map of pages");
        return CrashDump.read(source, name());
    }
}
