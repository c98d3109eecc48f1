package org.cairn.dump.transcript.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpRecord;
import org.cairn.dump.DumpSelector;
import org.cairn.dump.Remark;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A debugger's text, read from its beginning to its end. */
public final class Transcript {
    private static final long STEP = 1 << 20;
    private static final int MOST_SELECTORS_TOLD = 8;
    private static final long END_OF_32_BITS = 1L << 32;

    /** The selector of the system anchor segment in all kernels of OS/2. */
    private static final int ANCHOR = 0x70;

    private static final long LONGEST_SEGMENT = 1 << 16;

    private final MemorySegment text;
    private final Progress progress;
    private final Selectors selectors = new Selectors();
    private final Dialect dialect = new Dialect();
    private final Capture capture = new Capture();
    private final Capture anchor = new Capture();
    private Capture target = capture;
    private final MemoryLine memory = new MemoryLine();
    private final WrappedLine wrap = new WrappedLine();
    private final Records records = new Records();
    private final byte[] bytes = new byte[TextLines.MAX_LINE];
    private final Set<Integer> unknownSelectors = new TreeSet<>();
    private Listing listing = Listing.UNKNOWN;
    private long lines;
    private long memoryLines;
    private long cutLines;
    private long unknownLines;
    private long elsewhereLines;

    /**
     * Prepares to read.
     *
     * @param text the whole file, or its beginning
     * @param progress told of each megabyte
     */
    public Transcript(MemorySegment text, Progress progress) {
        this.text = text;
        this.progress = progress;
    }

    /** Reads all lines: once for the descriptors, which may come after their use, then for all. */
    public void read() {
        progress.total(2 * text.byteSize());
        readDescriptors();
        TextLines source = new TextLines(text);
        long told = 0;
        while (source.next()) {
            line(source.line(), source.length());
            told = tell(source, told);
        }
        lines = source.number();
        cutLines = source.cut();
    }

    private void readDescriptors() {
        TextLines source = new TextLines(text);
        long told = 0;
        while (source.next()) {
            byte[] line = source.line();
            int from = Characters.skipQuotes(line, source.length());
            if (DescriptorLine.read(line, from, source.length()) instanceof DumpSelector selector) {
                selectors.collect(selector);
            }
            told = tell(source, told);
        }
    }

    private long tell(TextLines source, long told) {
        long done = source.position() - told;
        if (done < STEP) {
            return told;
        }
        progress.step(done);
        progress.checkCancelled();
        return source.position();
    }

    private void line(byte[] line, int length) {
        int from = Characters.skipQuotes(line, length);
        if (wrap.continues(line, from, length)) {
            add(wrap.words(), wrap.address(), true);
            wrap.took();
        } else if (records.read(line, from, length)) {
            dialect.other(line, from, length);
            wrap.end();
        } else if (memory.read(line, from, length, listing)) {
            dialect.memory(memory, line[from]);
            records.end();
            memory(line[from] == '%');
        } else {
            other(line, from, length);
        }
    }

    private void other(byte[] line, int from, int length) {
        wrap.end();
        if (memory.hasAddress()) {
            return;
        }
        if (DescriptorLine.read(line, from, length) instanceof DumpSelector selector) {
            selectors.meet(selector);
            dialect.descriptor();
            return;
        }
        Listing.of(line, from, length)
                .ifPresent(
                        command -> {
                            listing = command;
                            records.end();
                        });
        dialect.other(line, from, length);
    }

    private void memory(boolean percent) {
        target = capture;
        switch (memory.place()) {
            case LINEAR -> {
                memoryLines++;
                add(memory.words(), memory.address(), !memory.wide());
                wrap.begin(percent, memory.address(), memory.words());
            }
            case SEGMENTED -> segmented();
            case ELSEWHERE -> {
                elsewhereLines++;
                wrap.end();
            }
            case NONE -> throw new IllegalStateException("no memory line");
        }
    }

    private void segmented() {
        if (selectors.find(memory.selector()) instanceof DumpSelector selector) {
            long address = selector.base() + memory.address();
            memoryLines++;
            add(memory.words(), address, true);
            wrap.begin(true, address, memory.words());
            return;
        }
        if ((memory.selector() & ~DumpSelector.PRIVILEGE) == ANCHOR
                && memory.address() < LONGEST_SEGMENT) {
            memoryLines++;
            target = anchor;
            add(memory.words(), memory.address(), true);
            wrap.begin(true, memory.address(), memory.words());
            return;
        }
        wrap.end();
        unknownLines++;
        unknownSelectors.add(memory.selector());
    }

    private void add(Words words, long address, boolean narrow) {
        int unit = words.unit();
        words.toBytes(bytes);
        int first = 0;
        while (first < words.count()) {
            int next = first;
            while (next < words.count() && !words.isAbsent(next)) {
                next++;
            }
            long start = address + (long) first * unit;
            long room = narrow ? END_OF_32_BITS - start : Long.MAX_VALUE;
            int count = Math.clamp(room, 0, (next - first) * unit);
            if (count > 0) {
                target.add(start, bytes, first * unit, count);
            }
            first = next + 1;
        }
    }

    /**
     * The number of lines that show memory of the text's address space.
     *
     * @return a count
     */
    public long memoryLines() {
        return memoryLines;
    }

    /**
     * The number of lines that show memory of a segment whose base is not known.
     *
     * @return a count
     */
    public long unknownLines() {
        return unknownLines;
    }

    /**
     * Whether the text has a debugger's signs.
     *
     * @return whether it is known which debugger wrote it
     */
    public boolean isDialectKnown() {
        return dialect.isKnown();
    }

    /**
     * Whether the text shows bytes of memory or of the anchor segment.
     *
     * @return whether there is at least one byte
     */
    public boolean hasBytes() {
        return !capture.isEmpty() || !anchor.isEmpty();
    }

    /**
     * Makes the dump.
     *
     * @param format what the format is called
     * @return the dump, which needs the text no longer
     */
    public Dump dump(String format) {
        Capture.Image image = capture.build();
        Dump.Builder dump =
                Dump.builder(format)
                        .memory(MemoryKind.VIRTUAL, image.memory())
                        .claim(dialect.claim())
                        .selectors(selectors.all())
                        .records(allRecords())
                        .property("debugger", dialect.debugger())
                        .property("lines", Long.toString(lines))
                        .property("memory lines", Long.toString(memoryLines))
                        .property("bytes", Long.toString(image.size()));
        image.remarks().forEach(dump::remark);
        if (!anchor.isEmpty()) {
            dump.remark(
                    Remark.info(
                            "no dg line gives the base of selector 0x70: of it only the fields of"
                                    + " the system anchor segment are known"));
        }
        if (unknownLines > 0) {
            dump.remark(Remark.warning(unknown()));
        }
        remark(
                dump,
                elsewhereLines,
                "memory lines with a physical or real-mode address, left out: %,d");
        remark(
                dump,
                capture.rejected(),
                "bytes left out because the text has too many separate pieces of memory: %,d");
        remark(
                dump,
                records.rejected(),
                "records left out because the text lists too many of them: %,d");
        remark(dump, cutLines, "lines read only up to " + TextLines.MAX_LINE + " characters: %,d");
        return dump.build();
    }

    /** The records, and behind them the bytes of the anchor segment that have no address. */
    private List<DumpRecord> allRecords() {
        List<DumpRecord> all = new ArrayList<>(records.all());
        for (Run.Mapped run : anchor.build().memory().mapped(0, LONGEST_SEGMENT - 1)) {
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put("sel", Integer.toHexString(ANCHOR));
            columns.put("offset", Long.toHexString(run.start()));
            columns.put(
                    "bytes", HexFormat.of().formatHex(run.bytes().toArray(ValueLayout.JAVA_BYTE)));
            all.add(new DumpRecord("segment", columns));
        }
        return all;
    }

    private static void remark(Dump.Builder dump, long count, String text) {
        if (count > 0) {
            dump.remark(Remark.warning(text.formatted(count)));
        }
    }

    /**
     * Says which lines are left out because no descriptor gives the base of their segment.
     *
     * @return one sentence
     */
    public String unknown() {
        String some =
                unknownSelectors.stream()
                        .limit(MOST_SELECTORS_TOLD)
                        .map(Addresses::hex)
                        .collect(Collectors.joining(", "));
        return "memory lines left out because no dg or dl line gives the base of selector %s%s: %,d"
                .formatted(
                        some,
                        unknownSelectors.size() > MOST_SELECTORS_TOLD ? " and others" : "",
                        unknownLines);
    }
}
