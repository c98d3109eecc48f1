package org.cairn.types.internal.pdb;

import org.cairn.memory.Structure;
import org.cairn.types.TypeFormatException;

/**
 * The stream that tells of the image: its machine, its sections, its object files ("modules"), and
 * where the symbols are. Header: {@code NewDBIHdr} in {@code dbi.h}.
 */
public final class DbiStream {
    private static final int STREAM = 3;

    private static final Structure HEADER =
            Structure.named("NewDBIHdr")
                    .u32("verSignature")
                    .u32("verHdr")
                    .u32("age")
                    .u16("snGSSyms")
                    .u16("usVerAll")
                    .u16("snPSSyms")
                    .u16("usVerPdbDllBuild")
                    .u16("snSymRecs")
                    .u16("usVerPdbDllRBld")
                    .u32("cbGpModi")
                    .u32("cbSC")
                    .u32("cbSecMap")
                    .u32("cbFileInfo")
                    .u32("cbTSMap")
                    .u32("iMFC")
                    .u32("cbDbgHdr")
                    .u32("cbECInfo")
                    .u16("flags")
                    .u16("wMachine")
                    .u32("rgulReserved")
                    .build();

    /** The parts behind the header, in their order; the last one lists further streams. */
    private static final String[] PARTS = {
        "cbGpModi", "cbSC", "cbSecMap", "cbFileInfo", "cbTSMap", "cbECInfo"
    };

    private static final int NEW_HEADER = -1;

    /** {@code DBIImpvV60}; the header has not changed since. */
    private static final int MIN_VERSION = 19970606;

    /** Places in the list of further streams ({@code DBGTYPE}). */
    private static final int OMAP_FROM_SOURCE = 4;

    private static final int SECTION_HEADERS = 5;
    private static final int ORIGINAL_SECTION_HEADERS = 10;

    private static final int NO_STREAM = 0xffff;

    private final MsfFile file;
    private final MsfStream stream;
    private final int modulesEnd;
    private final int furtherStreams;
    private final int furtherStreamCount;

    /**
     * Reads the header.
     *
     * @param file holds it
     * @throws TypeFormatException when it is not there or damaged
     */
    public DbiStream(MsfFile file) throws TypeFormatException {
        this.file = file;
        this.stream = file.stream(STREAM);
        int version = u32("verHdr");
        if (u32("verSignature") != NEW_HEADER || version < MIN_VERSION) {
            throw stream.malformed(
                    0,
                    "version %d of the image's description is not supported"
                            .formatted(Integer.toUnsignedLong(version)));
        }
        long end = HEADER.size();
        for (String part : PARTS) {
            end += Integer.toUnsignedLong(u32(part));
        }
        long length = Integer.toUnsignedLong(u32("cbDbgHdr"));
        if (end + length > stream.size()) {
            throw stream.malformed(
                    0, "its parts end at byte %d of %d".formatted(end + length, stream.size()));
        }
        modulesEnd = HEADER.size() + u32("cbGpModi");
        furtherStreams = (int) end;
        furtherStreamCount = (int) length / Short.BYTES;
    }

    private int u32(String field) throws TypeFormatException {
        return stream.u32(HEADER.offset(field));
    }

    /**
     * How often the image was linked anew.
     *
     * @return the age as in the image's debug directory
     */
    public int age() throws TypeFormatException {
        return u32("age");
    }

    /**
     * The processor.
     *
     * @return an {@code IMAGE_FILE_MACHINE_...}
     */
    public int machine() throws TypeFormatException {
        return stream.u16(HEADER.offset("wMachine"));
    }

    /** The records of public and global symbols. */
    MsfStream symbols() throws TypeFormatException {
        return file.stream(stream.u16(HEADER.offset("snSymRecs")));
    }

    /** The object files. */
    Modules modules() throws TypeFormatException {
        return new Modules(file, new StreamCursor(stream, HEADER.size(), modulesEnd));
    }

    /** The way from a section and an offset to an address. */
    ImageMap map() throws TypeFormatException {
        MsfStream omap = further(OMAP_FROM_SOURCE);
        MsfStream original = further(ORIGINAL_SECTION_HEADERS);
        if (omap.size() > 0 && original.size() > 0) {
            return new ImageMap(original, omap);
        }
        MsfStream sections = further(SECTION_HEADERS);
        if (sections.size() == 0) {
            throw stream.malformed(furtherStreams, "the image's section headers are not there");
        }
        return new ImageMap(sections, file.stream(NO_STREAM));
    }

    private MsfStream further(int place) throws TypeFormatException {
        return file.stream(
                place < furtherStreamCount
                        ? stream.u16(furtherStreams + place * Short.BYTES)
                        : NO_STREAM);
    }
}
