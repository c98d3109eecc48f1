package org.cairn.heap.windows.internal.locate;

import org.cairn.dump.DumpRegion;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.system.ProcessImage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks at the beginning of each reservation (64-KiB aligned) that is in the dump for the signature
 * of a heap or segment. Where the dump describes its regions, images and addresses inside of a
 * reservation are passed over. A 64-bit process may hold heaps of both kinds, a 32-bit one only its
 * own.
 */
public final class SignatureScan {
    private static final String IMAGE = "image";
    private static final long LAST_X86 = 0xffff_ffffL;

    private final ProcessImage process;
    private final Progress progress;
    private final MemoryCursor cursor;
    private final List<DumpRegion> regions;
    private final List<Architecture> architectures;
    private int region;

    /**
     * Prepares for a process.
     *
     * @param process whose memory is looked at
     * @param progress tells of cancellation
     */
    public SignatureScan(ProcessImage process, Progress progress) {
        this.process = process;
        this.progress = progress;
        this.cursor = process.space().cursor();
        this.architectures =
                process.architecture() == Architecture.X86
                        ? List.of(Architecture.X86)
                        : List.of(process.architecture(), Architecture.X86);
        this.regions = new ArrayList<>(process.regions());
        regions.sort(Comparator.comparing(DumpRegion::start, Long::compareUnsigned));
    }

    /**
     * A signature in memory.
     *
     * @param address of what may be a heap
     * @param architecture for which the signature stands in the right place
     * @param signature what it says
     */
    public record Hit(long address, Architecture architecture, HeapSignature signature) {}

    /** All signatures, ascending. */
    public List<Hit> hits() {
        List<Hit> hits = new ArrayList<>();
        for (Run.Mapped run : process.space().mapped(0, process.lastUserAddress())) {
            progress.checkCancelled();
            long last = run.last() & -HeapLayout.RESERVATION;
            long address = (run.start() - 1 & -HeapLayout.RESERVATION) + HeapLayout.RESERVATION;
            long count = (last - address) / HeapLayout.RESERVATION;
            if (Long.compareUnsigned(address, run.last()) <= 0
                    && Long.compareUnsigned(run.start(), address) <= 0) {
                for (long i = 0; i <= count; i++) {
                    look(address + i * HeapLayout.RESERVATION, hits);
                }
            }
        }
        return hits;
    }

    private void look(long address, List<Hit> hits) {
        if (!mayBegin(address)) {
            return;
        }
        for (Architecture architecture : architectures) {
            HeapSignature signature = HeapSignature.read(cursor, address, architecture);
            if (signature != HeapSignature.OTHER
                    && (architecture != Architecture.X86
                            || Long.compareUnsigned(address, LAST_X86) <= 0)) {
                hits.add(new Hit(address, architecture, signature));
                return;
            }
        }
    }

    private boolean mayBegin(long address) {
        while (region < regions.size()
                && Long.compareUnsigned(regions.get(region).last(), address) < 0) {
            region++;
        }
        if (region == regions.size()
                || Long.compareUnsigned(regions.get(region).start(), address) > 0) {
            return true;
        }
        DumpRegion here = regions.get(region);
        return !here.kind().equals(IMAGE)
                && (here.allocationBase() == 0 || here.allocationBase() == address);
    }
}
