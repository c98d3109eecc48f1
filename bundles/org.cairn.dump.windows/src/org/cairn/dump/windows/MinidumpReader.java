package org.cairn.dump.windows;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.windows.internal.MinidumpStreams;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;

/**
 * Reads the minidumps that {@code MiniDumpWriteDump}, Windows Error Reporting, debuggers, Breakpad
 * and Crashpad write, as the Windows SDK documents them in {@code minidumpapiset.h}.
 */
public final class MinidumpReader implements DumpReader {
    private static final Field SIGNATURE = MinidumpFormat.MINIDUMP_HEADER.field("Signature");
    private static final Field VERSION = MinidumpFormat.MINIDUMP_HEADER.field("Version");
    private static final int VERSION_MASK = 0xffff;

    /** Creates the reader. */
    public MinidumpReader() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.dump.windows.minidump";
    }

    @Override
    public String name() {
        return "Windows minidump";
    }

    @Override
    public Match probe(DumpSource source) {
        if (!hasSignature(source)) {
            return Match.NONE;
        }
        return hasHeader(source) && hasVersion(source) ? Match.CERTAIN : Match.LIKELY;
    }

    @Override
    public Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        if (!hasSignature(source)) {
            throw source.refuse(0, "no minidump: the signature MDMP is not there");
        }
        if (!hasHeader(source)) {
            throw source.refuse(source.size(), "the file ends inside the minidump's header");
        }
        return MinidumpStreams.read(name(), source, progress);
    }

    private static boolean hasSignature(DumpSource source) {
        return source.size() >= SIGNATURE.size()
                && SIGNATURE.get(source.bytes(), 0) == MinidumpFormat.SIGNATURE;
    }

    private static boolean hasHeader(DumpSource source) {
        return source.size() >= MinidumpFormat.MINIDUMP_HEADER.size();
    }

    private static boolean hasVersion(DumpSource source) {
        return (VERSION.get(source.bytes(), 0) & VERSION_MASK) == MinidumpFormat.VERSION;
    }
}
