package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.Offsets;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;

import java.util.Locale;
import java.util.Optional;

/**
 * Everything that decoding needs to know of a version of the low-fragmentation heap. The symbols of
 * kernels carry {@code _HEAP_SUBSEGMENT} and {@code _HEAP_USERDATA_HEADER} up to 7; the rest comes
 * from tables of ntdll of the nearest build.
 *
 * @param format how blocks and their states are kept
 * @param entry {@code _HEAP_ENTRY}
 * @param pointerSize 4 or 8 bytes
 * @param user {@code _HEAP_USERDATA_HEADER}
 * @param subsegment {@code _HEAP_SUBSEGMENT}
 * @param zone {@code _LFH_HEAP} and {@code _LFH_BLOCK_ZONE}
 */
public record LfhLayout(
        Format format,
        EntryFormat entry,
        int pointerSize,
        UserFields user,
        SubsegmentFields subsegment,
        ZoneFields zone) {
    /** {@code _HEAP_USERDATA_HEADER.Signature}. */
    public static final int SIGNATURE = 0xf0e0d0c0;

    /** What the names of tables of ntdll contain, those of symbol files as well. */
    private static final String NTDLL = "ntdll";

    private static final String PROBE = "_HEAP_USERDATA_HEADER";

    /** How blocks and their states are kept. */
    public enum Format {
        /** XP and 2003: free blocks are chained by offsets, nothing says so in their headers. */
        CHAINED,
        /** Vista and 7: the last byte of a block's header tells its state. */
        HEADERS,
        /** 8 and later: a bitmap beside the headers, offsets encoded with a secret. */
        BITMAP
    }

    /**
     * Binds the fields.
     *
     * @param catalog the tables that may supply what the heap's own lacks
     * @param table of the heap
     * @param heap what was bound from it
     * @return the layout, or empty when no table describes the containers of this version
     */
    public static Optional<LfhLayout> bind(TypeCatalog catalog, TypeTable table, HeapLayout heap) {
        if (heap.family() == Family.REACTOS) {
            return Optional.empty();
        }
        Format format = format(table, heap);
        Optional<TypeTable> own = Optional.of(table).filter(t -> covers(t, format));
        Optional<TypeTable> ntdll =
                format == Format.CHAINED ? Optional.empty() : ntdll(catalog, table, format);
        return own.or(() -> ntdll)
                .flatMap(
                        types ->
                                bind(
                                        types,
                                        format,
                                        heap,
                                        ntdll.map(ZoneFields::bind).orElse(ZoneFields.NONE)));
    }

    private static Format format(TypeTable table, HeapLayout heap) {
        if (heap.family() == Family.NT5) {
            return Format.CHAINED;
        }
        return new Offsets(table, "_HEAP").has("PointerKey") ? Format.HEADERS : Format.BITMAP;
    }

    private static boolean covers(TypeTable table, Format format) {
        Offsets user = new Offsets(table, PROBE);
        return user.has("Signature")
                && user.has("EncodedOffsets") == (format == Format.BITMAP)
                && table.find("_HEAP_SUBSEGMENT").isPresent();
    }

    /** The nearest table of ntdll; those of kernels are not read, since none has the types. */
    private static Optional<TypeTable> ntdll(TypeCatalog catalog, TypeTable table, Format format) {
        TypeTable.Id id = table.id();
        return catalog.candidates(id.family(), id.build(), id.architecture()).stream()
                .filter(other -> other.id().name().toLowerCase(Locale.ROOT).contains(NTDLL))
                .filter(other -> covers(other, format))
                .filter(other -> other.find("_LFH_HEAP").isPresent())
                .findFirst();
    }

    private static Optional<LfhLayout> bind(
            TypeTable types, Format format, HeapLayout heap, ZoneFields zone) {
        Offsets user = new Offsets(types, PROBE);
        Offsets bitmap =
                new Offsets(
                        types,
                        types.find("_RTL_BITMAP_EX").isPresent()
                                ? "_RTL_BITMAP_EX"
                                : "_RTL_BITMAP");
        Offsets subsegment = new Offsets(types, "_HEAP_SUBSEGMENT");
        Offsets sequence = new Offsets(types, "_INTERLOCK_SEQ");
        LfhLayout layout =
                new LfhLayout(
                        format,
                        heap.entry(),
                        heap.pointerSize(),
                        UserFields.bind(user, bitmap, format),
                        SubsegmentFields.bind(subsegment, sequence, heap.pointerSize(), format),
                        zone);
        boolean complete =
                user.isComplete()
                        && subsegment.isComplete()
                        && sequence.isComplete()
                        && (format != Format.BITMAP || bitmap.isComplete());
        return complete ? Optional.of(layout) : Optional.empty();
    }

    /** The granularity of sizes: 8 bytes on x86, 16 on x64. */
    public int unit() {
        return entry.unit();
    }

    /** The first multiple of the granularity that is not below a number. */
    int roundUp(int bytes) {
        return bytes + unit() - 1 & -unit();
    }

    /**
     * Where the first block of a container lies, in bytes from its {@code _HEAP_USERDATA_HEADER}:
     * behind the header and, from 8 on, behind a bitmap that has no room in it. Checked on x64 in
     * dumps of 10 1903 and 20H2 (64 blocks or fewer: 0x40; 1020 blocks: 0xc0).
     */
    int firstOffset(int blocks) {
        if (format != Format.BITMAP) {
            return user.bytes();
        }
        int wordBits = pointerSize * Byte.SIZE;
        return roundUp(user.bytes() + (blocks + wordBits - 1) / wordBits * pointerSize);
    }
}
