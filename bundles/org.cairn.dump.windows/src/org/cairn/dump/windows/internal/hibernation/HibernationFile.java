package org.cairn.dump.windows.internal.hibernation;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpStream;
import org.cairn.dump.Remark;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a hibernation file. */
public final class HibernationFile {
    private static final Field SIGNATURE = new Field("Signature", "u32", 0, Integer.BYTES);

    /** A system sleeps, has awoken, or was awaking. */
    private static final Set<String> SIGNATURES = Set.of("hibr", "wake", "rstr");

    private static final int PAGE = PackedPages.PAGE;

    /** Where the state of the processor is since Windows 8. */
    private static final long STATE_PAGE = 1;

    /** Where it is in the files of Windows XP. */
    private static final long OLD_STATE_PAGE = 2;

    private final DumpSource source;
    private final MemorySegment file;
    private final Dump.Builder dump;

    private HibernationFile(DumpSource source, String name) {
        this.source = source;
        this.file = source.bytes();
        this.dump = Dump.builder(name);
    }

    /**
     * How a file begins.
     *
     * @param source any file
     * @return whether a header is there, or was before a system wiped it
     */
    public static boolean isThere(DumpSource source) {
        MemorySegment file = source.bytes();
        if (file.byteSize() < 2L * PAGE) {
            return false;
        }
        String signature = signature(file);
        return SIGNATURES.contains(signature.toLowerCase(Locale.ROOT))
                || isWiped(file)
                        && RangeChain.firstTable(file)
                                .filter(table -> RangeChain.isTable(file, table))
                                .isPresent();
    }

    private static String signature(MemorySegment file) {
        int value = (int) SIGNATURE.get(file, 0);
        byte[] text = new byte[Integer.BYTES];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (value >>> Byte.SIZE * i);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static boolean isWiped(MemorySegment file) {
        return file.asSlice(0, PAGE).mismatch(MemorySegment.ofArray(new byte[PAGE])) < 0;
    }

    /**
     * Reads a file.
     *
     * @param source the file
     * @param name of the format
     * @param progress told of the work; cancels it
     * @return what is in it
     * @throws DumpFormatException when no memory is in it
     */
    public static Dump read(DumpSource source, String name, Progress progress)
            throws DumpFormatException {
        if (!isThere(source)) {
            throw source.refuse(0, "no hibernation file: neither its signature nor its blocks");
        }
        return new HibernationFile(source, name).read(progress);
    }

    private Dump read(Progress progress) throws DumpFormatException {
        if (isWiped(file)) {
            dump.remark(
                    Remark.warning(
                            "the header was wiped when the system awoke: the memory is that of"
                                    + " before"));
        } else if (!signature(file).equalsIgnoreCase("hibr")) {
            dump.remark(
                    Remark.warning(
                            "the system has awoken since (%s): parts may have been overwritten"
                                    .formatted(signature(file))));
        }
        Optional<RestoreSets> sets = RestoreSets.read(file, progress);
        if (sets.isPresent()) {
            return read(sets.get());
        }
        Optional<Long> table = RangeChain.firstTable(file);
        if (table.isEmpty()) {
            throw source.refuse(PAGE, "no memory: neither sets nor blocks of pages are there");
        }
        Optional<RangeChain> chain = RangeChain.read(file, table.get(), progress);
        if (chain.isEmpty()) {
            throw source.refuse(table.get() * PAGE, "the table of ranges of pages makes no sense");
        }
        return read(chain.get(), table.get());
    }

    private Dump read(RestoreSets sets) {
        describe(sets.architecture(), ProcessorState.find(file, sets.architecture(), STATE_PAGE));
        dump.property(
                "pages",
                String.format(
                        Locale.ROOT,
                        "%,d of the boot loader, %,d of the kernel",
                        sets.bootPages(),
                        sets.kernelPages()));
        if (!sets.isComplete()) {
            dump.remark(
                    Remark.warning(
                            "the number of pages is not the one of the header, as far as that is"
                                    + " known: pages of an earlier file may be among them"));
        }
        dump.streams(
                List.of(
                        new DumpStream(0, "boot restore pages", sets.bootOffset(), 0),
                        new DumpStream(0, "kernel restore pages", sets.kernelOffset(), 0)));
        return dump.memory(MemoryKind.PHYSICAL, sets.memory()).build();
    }

    private Dump read(RangeChain chain, long table) {
        Architecture architecture = chain.form().architecture();
        describe(
                architecture,
                ProcessorState.find(file, architecture, table - 1, OLD_STATE_PAGE, STATE_PAGE));
        dump.property("pages", String.format(Locale.ROOT, "%,d", chain.held()));
        if (chain.held() < chain.promised()) {
            dump.remark(
                    Remark.warning(
                            String.format(
                                    Locale.ROOT,
                                    "the file ends before its memory: %,d pages promised, %,d"
                                            + " there",
                                    chain.promised(),
                                    chain.held())));
        }
        dump.streams(chain.tables());
        return dump.memory(MemoryKind.PHYSICAL, chain.memory()).build();
    }

    private void describe(Architecture architecture, Optional<DumpProcessor> processor) {
        dump.claim(new SystemClaim(SystemClaim.WINDOWS, "", 0, Optional.of(architecture)));
        if (processor.isEmpty()) {
            dump.remark(Remark.warning("the state of the processor is not there"));
            return;
        }
        dump.processors(List.of(processor.get()));
        dump.property(
                "registers",
                processor.get().registers().entrySet().stream()
                        .map(each -> each.getKey() + " " + Addresses.hex(each.getValue()))
                        .collect(Collectors.joining(", ")));
        processor
                .get()
                .pageTables()
                .ifPresent(tables -> dump.property("paging", tables.mode().label()));
    }
}
