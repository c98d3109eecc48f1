package org.cairn.dump.windows.internal.crash;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpException;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpStream;
import org.cairn.dump.Remark;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a crash dump: its header, and the memory by its type. */
public final class CrashDump {
    /** Ranges of pages that are kept. */
    private static final int MAX_RANGES = 1 << 20;

    private static final int PAGE = CrashDumpFormat.PAGE_SIZE;

    /** The code {@code LIVE_SYSTEM_DUMP}: the system went on. Other live dumps name their cause. */
    private static final long LIVE_SYSTEM_DUMP = 0x161;

    private final DumpSource source;
    private final MemorySegment file;
    private final CrashDumpHeader header;
    private final Dump.Builder dump;

    private CrashDump(DumpSource source, String name) {
        this.source = source;
        this.file = source.bytes();
        this.header = CrashDumpHeader.of(file);
        this.dump = Dump.builder(name + ", " + kind(header.type()));
    }

    /**
     * Whether a file begins as a crash dump does.
     *
     * @param source any file
     * @return whether the signature is there
     */
    public static boolean isDump(DumpSource source) {
        return CrashDumpHeader.isThere(source.bytes());
    }

    /**
     * Reads a dump.
     *
     * @param source the file
     * @param name of the format
     * @return what is in it
     * @throws DumpFormatException when the header is cut, or the map of pages is not there
     */
    public static Dump read(DumpSource source, String name) throws DumpFormatException {
        if (!isDump(source)) {
            throw source.refuse(
                    0, "no crash dump: the signature PAGEDUMP or PAGEDU64 is not there");
        }
        Structure layout = CrashDumpFormat.header(CrashDumpHeader.isWide(source.bytes()));
        if (source.size() < layout.size()) {
            throw source.refuse(source.size(), "the file ends inside the crash dump's header");
        }
        return new CrashDump(source, name).read();
    }

    private static String kind(int type) {
        return switch (type) {
            case CrashDumpFormat.TYPE_FULL -> "complete";
            case CrashDumpFormat.TYPE_SUMMARY -> "kernel";
            case CrashDumpFormat.TYPE_HEADER -> "header only";
            case CrashDumpFormat.TYPE_TRIAGE -> "small (triage)";
            case CrashDumpFormat.TYPE_BITMAP_FULL -> "complete (bitmap)";
            case CrashDumpFormat.TYPE_BITMAP_KERNEL -> "kernel (bitmap)";
            case CrashDumpFormat.TYPE_RANGES_KERNEL -> "kernel (ranges)";
            case CrashDumpFormat.TYPE_RANGES_KERNEL_AND_USER -> "kernel and user (ranges)";
            case CrashDumpFormat.TYPE_RANGES_COMPLETE -> "complete (ranges)";
            default -> "type " + Integer.toUnsignedString(type);
        };
    }

    private Dump read() throws DumpFormatException {
        describe();
        if (header.type() == CrashDumpFormat.TYPE_TRIAGE) {
            TriageDump triage = new TriageDump(file, header, dump);
            if (!triage.isThere()) {
                throw source.refuse(file.byteSize(), "the file ends inside the triage header");
            }
            return dump.memory(MemoryKind.VIRTUAL, triage.read()).build();
        }
        if (header.type() == CrashDumpFormat.TYPE_HEADER) {
            dump.remark(Remark.warning("the dump is a header without memory"));
            return dump.build();
        }
        return dump.memory(MemoryKind.PHYSICAL, pages()).build();
    }

    private void describe() {
        dump.claim(header.claim());
        header.bugCheck()
                .ifPresent(
                        check -> {
                            dump.exception(check);
                            dump.property("bug check", bugCheck(check));
                            if (check.code() == LIVE_SYSTEM_DUMP) {
                                dump.property("written", "live, without a crash");
                            }
                        });
        dump.property("system time", header.systemTime());
        dump.property("up time", header.upTime());
        dump.property("product", header.product());
        dump.property("comment", header.comment());
        header.get("NumberProcessors")
                .ifPresent(n -> dump.property("processors", Long.toUnsignedString(n)));
        for (String name :
                List.of("KdDebuggerDataBlock", "PsLoadedModuleList", "PsActiveProcessHead")) {
            header.get(name)
                    .ifPresent(
                            value -> {
                                dump.address(name, value);
                                dump.property(name, Addresses.hex(value));
                            });
        }
        DumpProcessor processor = header.processor();
        dump.processors(List.of(processor));
        dump.property(
                "registers",
                processor.registers().entrySet().stream()
                        .map(each -> each.getKey() + " " + Addresses.hex(each.getValue()))
                        .collect(Collectors.joining(", ")));
        processor.pageTables().ifPresent(tables -> dump.property("paging", tables.mode().label()));
    }

    private static String bugCheck(DumpException check) {
        return Addresses.hex(check.code())
                + check.parameters().stream()
                        .map(Addresses::hex)
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    /** The type may be damaged or unknown: what follows the header tells, too. */
    private AddressSpace pages() throws DumpFormatException {
        if (PageMap.isThere(file, header.size())) {
            return bitmap();
        }
        if (isRanges()) {
            return ranges();
        }
        int type = header.type();
        boolean needsMap =
                type == CrashDumpFormat.TYPE_SUMMARY
                        || type == CrashDumpFormat.TYPE_BITMAP_FULL
                        || type == CrashDumpFormat.TYPE_BITMAP_KERNEL
                        || type >= CrashDumpFormat.TYPE_RANGES_KERNEL;
        List<PageRun> runs = header.runs();
        if (needsMap || runs.stream().noneMatch(PageRun::isPossible)) {
            throw source.refuse(header.size(), "the map of the dump's pages is not there");
        }
        dump.streams(List.of(new DumpStream(type, "pages", header.size(), file.byteSize())));
        return full(runs, header.size());
    }

    private AddressSpace bitmap() throws DumpFormatException {
        Optional<PageMap> found = PageMap.read(file, header.size(), header.isWide());
        if (found.isEmpty()) {
            throw source.refuse(header.size(), "the header of the bitmap of pages makes no sense");
        }
        PageMap map = found.get();
        if (!map.agrees()) {
            dump.remark(
                    Remark.warning(
                            "the bitmap names another number of pages than its header: %,d"
                                    .formatted(map.bitmap().pages())));
        }
        remarkMissing(map.firstPage(), map.bitmap().pages());
        dump.property("pages", "%,d".formatted(map.bitmap().pages()));
        dump.streams(
                List.of(
                        new DumpStream(
                                header.type(),
                                "bitmap",
                                map.offset(),
                                map.firstPage() - map.offset()),
                        new DumpStream(
                                header.type(),
                                "pages",
                                map.firstPage(),
                                map.bitmap().pages() * PAGE)));
        return new BitmapMemory(file, map.bitmap(), map.firstPage());
    }

    private void remarkMissing(long firstPage, long pages) {
        long present = Math.max(0, file.byteSize() - firstPage) / PAGE;
        if (present < pages) {
            dump.remark(
                    Remark.warning(
                            "the file ends before its memory: %,d pages promised, %,d there"
                                    .formatted(pages, present)));
        }
    }

    private boolean isRanges() {
        Structure form = CrashDumpFormat.RANGES_DUMP;
        return file.byteSize() >= (long) header.size() + form.size()
                && form.field("Signature").get(file, header.size()) == CrashDumpFormat.RDMP
                && form.field("ValidDump").get(file, header.size()) == CrashDumpFormat.VALID_DUMP;
    }

    private AddressSpace ranges() throws DumpFormatException {
        Structure form = CrashDumpFormat.RANGES_DUMP;
        Structure run = CrashDumpFormat.run(true);
        long at = header.size() + form.offset("Ranges");
        long firstPage = form.field("FirstPage").get(file, header.size());
        if (firstPage < at) {
            throw source.refuse(at, "the ranges of pages have no room");
        }
        long room = (Math.min(firstPage, file.byteSize()) - at) / run.size();
        List<PageRun> runs = new ArrayList<>();
        for (long i = 0; i < Math.min(room, MAX_RANGES); i++) {
            PageRun range = PageRun.read(run, file, at + i * run.size());
            if (!range.isPossible()) {
                break;
            }
            runs.add(range);
        }
        dump.streams(
                List.of(
                        new DumpStream(
                                header.type(), "ranges", at, (long) runs.size() * run.size())));
        return full(runs, firstPage);
    }

    /** Pages that follow each other in the order of the runs. */
    private AddressSpace full(List<PageRun> runs, long firstPage) {
        SparseMemory.Builder memory = SparseMemory.builder(Absence.NOT_CAPTURED);
        long offset = firstPage;
        long pages = 0;
        for (PageRun run : runs) {
            if (!run.isPossible()) {
                dump.remark(
                        Remark.warning(
                                "a run of pages that cannot be: %s pages from page %s"
                                        .formatted(
                                                Addresses.hex(run.count()),
                                                Addresses.hex(run.base()))));
                break;
            }
            memory.promised(run.base() * PAGE, file, offset, run.count() * PAGE);
            offset = Math.min(Long.MAX_VALUE / 2, offset + run.count() * PAGE);
            pages += run.count();
        }
        remarkMissing(firstPage, pages);
        dump.property("pages", "%,d in %,d runs".formatted(pages, runs.size()));
        return memory.build();
    }
}
