package org.cairn.dump.machine;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.memory.Absence;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;

/**
 * Takes a file for raw physical memory: byte 0 of the file is byte 0 of the memory. Such a file has
 * no signature, so every other reader goes before.
 */
public final class RawMemoryReader implements DumpReader {
    private static final int PAGE = 1 << 12;

    /** The header of an OS/2 system dump. */
    private static final int OS2_HEADER = 0x200;

    /** No machine with paging had less memory. */
    private static final int SMALLEST = 1 << 20;

    /** Above it lie addresses that are not memory on a PC: a file without gaps cannot tell. */
    private static final long FIRST_GAP = 3L << 30;

    /** Creates the reader. */
    public RawMemoryReader() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.dump.machine.raw";
    }

    @Override
    public String name() {
        return "raw physical memory";
    }

    @Override
    public Match probe(DumpSource source) {
        return isPlausible(source) ? Match.POSSIBLE : Match.NONE;
    }

    @Override
    public Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        if (!isPlausible(source)) {
            throw source.refuse(
                    source.size(),
                    "no raw memory: that has whole pages of 4 KB, at least 1 MB, and"
                            + " perhaps a header of 512 bytes");
        }
        Dump.Builder dump = Dump.builder(name());
        dump.remark(
                Remark.info(
                        "nothing in the file says that it is raw memory: it was taken for that"
                                + " because no other format fits"));
        if (source.size() > FIRST_GAP) {
            dump.remark(
                    Remark.warning(
                            "if the file leaves out the gap below 4 GB that the memory of a PC has,"
                                    + " addresses above it are wrong"));
        }
        return dump.memory(
                        MemoryKind.PHYSICAL,
                        SparseMemory.builder(Absence.NOT_CAPTURED).bytes(0, source.bytes()).build())
                .build();
    }

    /** Whole pages; the stand-alone dump of OS/2 writes a sector in front of them. */
    private static boolean isPlausible(DumpSource source) {
        long rest = source.size() % PAGE;
        return source.size() >= SMALLEST && (rest == 0 || rest == OS2_HEADER);
    }
}
