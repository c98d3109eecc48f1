package org.cairn.dump.machine;

import org.cairn.dump.DumpReader;
import org.cairn.dump.windows.CrashDumpReader;
import org.cairn.dump.windows.HibernationReader;
import org.cairn.dump.windows.MinidumpReader;

import java.util.List;

/** All readers of dumps that are not text, as the product has them. */
final class Readers {
    static final List<DumpReader> ALL =
            List.of(
                    new MinidumpReader(),
                    new CrashDumpReader(),
                    new HibernationReader(),
                    new ElfCoreReader(),
                    new KdumpReader(),
                    new LimeReader(),
                    new VmwareReader(),
                    new RawMemoryReader());

    private Readers() {}
}
