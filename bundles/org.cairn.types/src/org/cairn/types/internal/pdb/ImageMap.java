package org.cairn.types.internal.pdb;

import org.cairn.memory.Structure;
import org.cairn.types.TypeFormatException;

/**
 * Where in the image a place in a section lies. In an image whose code was moved after linking, as
 * in systems up to Windows 7, sections are those before the move, and a table of pairs (address
 * before, address after; 0 when it was taken out), in order of the first, leads to the place.
 */
final class ImageMap {
    private static final Structure SECTION_HEADER =
            Structure.named("IMAGE_SECTION_HEADER")
                    .bytes("Name", "unsigned char[8]", 8)
                    .u32("VirtualSize")
                    .u32("VirtualAddress")
                    .at(40)
                    .build();

    private static final int ADDRESS_AT = SECTION_HEADER.offset("VirtualAddress");
    private static final int PAIR_SIZE = 2 * Integer.BYTES;

    /** What {@link #rva} returns for what is not in the image. */
    static final long NOWHERE = -1;

    private final MsfStream sections;
    private final int sectionCount;
    private final MsfStream moves;

    /**
     * Creates the map.
     *
     * @param sections the section headers
     * @param moves the table of moves, empty when nothing was moved
     */
    ImageMap(MsfStream sections, MsfStream moves) {
        this.sections = sections;
        this.sectionCount = sections.size() / SECTION_HEADER.size();
        this.moves = moves;
    }

    /**
     * Finds an address.
     *
     * @param section the section's number, from 1 on
     * @param offset in the section
     * @return relative to the image's base, or {@link #NOWHERE}
     */
    long rva(int section, int offset) throws TypeFormatException {
        if (section < 1 || section > sectionCount) {
            return NOWHERE;
        }
        int start = sections.u32((section - 1) * SECTION_HEADER.size() + ADDRESS_AT);
        long rva = Integer.toUnsignedLong(start) + Integer.toUnsignedLong(offset);
        if (rva >> Integer.SIZE != 0) {
            return NOWHERE;
        }
        return moves.size() == 0 ? rva : moved(rva);
    }

    private long moved(long rva) throws TypeFormatException {
        int low = 0;
        int high = moves.size() / PAIR_SIZE;
        while (low < high) {
            int middle = low + high >>> 1;
            if (before(middle) <= rva) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return NOWHERE;
        }
        int pair = low - 1;
        int after = moves.u32(pair * PAIR_SIZE + Integer.BYTES);
        return after == 0 ? NOWHERE : Integer.toUnsignedLong(after) + rva - before(pair);
    }

    private long before(int pair) throws TypeFormatException {
        return Integer.toUnsignedLong(moves.u32(pair * PAIR_SIZE));
    }
}
