package org.cairn.dump.windows.internal;

import org.cairn.dump.DumpModule;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code MINIDUMP_MODULE_LIST}. */
final class ModuleListStream {
    /** A process has hundreds of modules; this is far above what fits its address space. */
    static final int MAX_MODULES = 1 << 16;

    private static final Structure MODULE = MinidumpFormat.MINIDUMP_MODULE;
    private static final Field BASE = MODULE.field("BaseOfImage");
    private static final Field SIZE = MODULE.field("SizeOfImage");
    private static final Field CHECK_SUM = MODULE.field("CheckSum");
    private static final Field TIME = MODULE.field("TimeDateStamp");
    private static final Field NAME = MODULE.field("ModuleNameRva");
    private static final long VERSION = MODULE.offset("VersionInfo");
    private static final long CODE_VIEW = MODULE.offset("CvRecord");
    private static final Field SIGNATURE = MinidumpFormat.VS_FIXEDFILEINFO.field("dwSignature");
    private static final Field FILE_VERSION_MS =
            MinidumpFormat.VS_FIXEDFILEINFO.field("dwFileVersionMS");
    private static final Field FILE_VERSION_LS =
            MinidumpFormat.VS_FIXEDFILEINFO.field("dwFileVersionLS");

    private final MinidumpFile file;
    private final CodeView codeView;

    ModuleListStream(MinidumpFile file) {
        this.file = file;
        this.codeView = new CodeView(file);
    }

    List<DumpModule> read(StreamPart part, Remarks remarks) {
        EntryTable table = EntryTable.counted(part, MODULE, MAX_MODULES, remarks);
        List<DumpModule> modules = new ArrayList<>();
        for (long i = 0; i < table.count(); i++) {
            modules.add(module(table.bytes(), table.at(i)));
        }
        return modules;
    }

    /** Reads {@code MINIDUMP_UNLOADED_MODULE_LIST}. */
    List<DumpModule> readUnloaded(StreamPart part, Remarks remarks) {
        Structure entry = DetailFormat.UNLOADED_MODULE;
        EntryTable table =
                EntryTable.sized(part, DetailFormat.SIZED_LIST, entry, MAX_MODULES, remarks);
        List<DumpModule> modules = new ArrayList<>();
        for (long i = 0; i < table.count(); i++) {
            MemorySegment bytes = table.bytes();
            long at = table.at(i);
            modules.add(
                    new DumpModule(
                            entry.field("BaseOfImage").get(bytes, at),
                            entry.field("SizeOfImage").get(bytes, at),
                            file.string(entry.field("ModuleNameRva").get(bytes, at)),
                            "",
                            entry.field("TimeDateStamp").get(bytes, at),
                            entry.field("CheckSum").get(bytes, at),
                            ""));
        }
        return modules;
    }

    private DumpModule module(MemorySegment bytes, long at) {
        return new DumpModule(
                BASE.get(bytes, at),
                SIZE.get(bytes, at),
                file.string(NAME.get(bytes, at)),
                version(bytes, at + VERSION),
                TIME.get(bytes, at),
                CHECK_SUM.get(bytes, at),
                codeView.identity(Location.read(bytes, at + CODE_VIEW)));
    }

    /** Crashpad writes the signature and zeros for a module without a version resource. */
    private static String version(MemorySegment bytes, long at) {
        long high = FILE_VERSION_MS.get(bytes, at);
        long low = FILE_VERSION_LS.get(bytes, at);
        if (SIGNATURE.get(bytes, at) != MinidumpFormat.VS_FFI_SIGNATURE || (high | low) == 0) {
            return "";
        }
        return high(high) + "." + low(high) + "." + high(low) + "." + low(low);
    }

    private static long high(long word) {
        return word >>> Short.SIZE;
    }

    private static long low(long word) {
        return word & 0xffff;
    }
}
