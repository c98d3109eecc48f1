package org.cairn.dump.machine;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.internal.ElfCore;
import org.cairn.memory.Progress;

/**
 * Reads ELF cores, little-endian, 32 and 64 bit: of QEMU ({@code dump-guest-memory}), of VirtualBox
 * ({@code dumpvmcore}), of Linux kernels, and of Linux processes.
 */
public final class ElfCoreReader implements DumpReader {
    /** Creates the reader. */
    public ElfCoreReader() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.dump.machine.elf";
    }

    @Override
    public String name() {
        return "ELF core";
    }

    @Override
    public Match probe(DumpSource source) {
        return ElfCore.isCore(source) ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        progress.task("reading the ELF headers");
        return ElfCore.read(source);
    }
}
