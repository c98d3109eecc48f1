package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.system.os2.SystemOwners;

/**
 * The header of a resident block and what lies around it, read at one address after the other.
 * Addresses are those of header dwords.
 */
final class ResidentHeader {
    /** An owner that is not known: that of an extended block whose trailer is absent. */
    static final int NO_OWNER = 0;

    private static final Field ATTRIBUTE = ResidentLayout.REGULAR.field("krhb_attr");
    private static final Field YIELD = ResidentLayout.REGULAR.field("krhb_yield");
    private static final Field REGULAR_SIZE = ResidentLayout.REGULAR.field("krhb_usSize");
    private static final Field REGULAR_PREVIOUS = ResidentLayout.REGULAR.field("krhb_pfree");
    private static final Field REGULAR_OWNER = ResidentLayout.REGULAR.field("krhb_hobowner");
    private static final Field EXTENDED_SIZE = ResidentLayout.EXTENDED.field("krhb_ulSize");
    private static final Field RESERVED = ResidentLayout.EXTENDED.field("reserved");
    private static final Field EXTENDED_PREVIOUS =
            ResidentLayout.EXTENDED.field("prev block is free");
    private static final Field EXTENDED_FREE = ResidentLayout.EXTENDED.field("block is free");
    private static final Field SELECTOR = ResidentLayout.TRAILER.field("khba_sel");
    private static final Field TRAILER_OWNER = ResidentLayout.TRAILER.field("khba_hobOwner");
    private static final Field NEXT = ResidentLayout.FREE.field("krhf_pbNext");
    private static final Field PREVIOUS = ResidentLayout.FREE.field("krhf_pbPrev");
    private static final Field TAG = ResidentLayout.TAG.field("tag");
    private static final Field TAG_MARK = ResidentLayout.TAG.field("mark");
    private static final Field TAG_BLOCK = ResidentLayout.TAG.field("block");
    private static final int TAG_SIZE = ResidentLayout.TAG.size();
    private static final int TRAILER_SIZE = ResidentLayout.TRAILER.size();

    private final MemoryCursor header;
    private final MemoryCursor around;
    private long address;
    private long size;
    private boolean extended;
    private boolean free;
    private boolean previousFree;
    private boolean yielded;
    private boolean reserved;
    private int owner;
    private int selector;
    private int trailerOwner;
    private long next;
    private long previous;
    private long taggedBlock;

    ResidentHeader(AddressSpace space) {
        this.header = space.cursor();
        this.around = space.cursor();
    }

    /**
     * Reads a header, whatever it holds.
     *
     * @return whether it is there
     */
    boolean read(long at) {
        if (!header.seek(at, ResidentLayout.HEADER_SIZE)) {
            return false;
        }
        address = at;
        extended = ATTRIBUTE.get(header) != 0;
        yielded = YIELD.get(header) != 0;
        if (extended) {
            size = EXTENDED_SIZE.get(header) * ResidentLayout.UNIT;
            reserved = RESERVED.get(header) != 0;
            previousFree = EXTENDED_PREVIOUS.get(header) != 0;
            free = EXTENDED_FREE.get(header) != 0;
            owner = NO_OWNER;
        } else {
            size = REGULAR_SIZE.get(header) * ResidentLayout.UNIT;
            reserved = false;
            previousFree = REGULAR_PREVIOUS.get(header) != 0;
            owner = (int) REGULAR_OWNER.get(header);
            free = owner == SystemOwners.FREE_RESIDENT_BLOCK;
        }
        return true;
    }

    long address() {
        return address;
    }

    long size() {
        return size;
    }

    /** The address behind the block, at most a few megabytes above 32 bits. */
    long end() {
        return address + size;
    }

    boolean isExtended() {
        return extended;
    }

    boolean isFree() {
        return free;
    }

    boolean isPreviousFree() {
        return previousFree;
    }

    boolean isYielded() {
        return yielded;
    }

    boolean isEndOfHeap() {
        return owner == SystemOwners.END_OF_RESIDENT_HEAP;
    }

    /** The owner in a regular block's header, else {@link #NO_OWNER}. */
    int owner() {
        return owner;
    }

    /** Whether the header is one that the kernel may write: size and reserved bits are right. */
    boolean isValid() {
        if (extended) {
            int smallest = free ? ResidentLayout.SMALLEST_FREE : ResidentLayout.SMALLEST_EXTENDED;
            return !reserved && size >= smallest;
        }
        int smallest = isEndOfHeap() ? ResidentLayout.END_SIZE : 2 * ResidentLayout.HEADER_SIZE;
        return owner != NO_OWNER && size >= smallest;
    }

    /** Where an extended block's trailer begins. */
    long trailerAddress() {
        return end() - TRAILER_SIZE;
    }

    /** Reads the trailer of a busy extended block; returns whether it is there. */
    boolean readTrailer() {
        return readTrailer(trailerAddress());
    }

    /** Reads what would be a trailer at an address; returns whether it is there. */
    boolean readTrailer(long at) {
        if (!around.seek(at, TRAILER_SIZE)) {
            return false;
        }
        selector = (int) SELECTOR.get(around);
        trailerOwner = (int) TRAILER_OWNER.get(around);
        return true;
    }

    /** The selector in the trailer that was read. */
    int selector() {
        return selector;
    }

    /** The owner in the trailer that was read. */
    int trailerOwner() {
        return trailerOwner;
    }

    /** Reads a free block's links; returns whether they are there. */
    boolean readLinks() {
        if (!around.seek(address, ResidentLayout.FREE.size())) {
            return false;
        }
        next = NEXT.get(around);
        previous = PREVIOUS.get(around);
        return true;
    }

    long next() {
        return next;
    }

    long previous() {
        return previous;
    }

    /** Reads the boundary tag at the end of a free block; returns whether it is there. */
    boolean readTag() {
        return readTagBefore(end());
    }

    /** Reads what would be the boundary tag in front of an address; returns whether it is there. */
    boolean readTagBefore(long at) {
        if (at < TAG_SIZE || !around.seek(at - TAG_SIZE, TAG_SIZE)) {
            return false;
        }
        taggedBlock =
                TAG_MARK.get(around) == ResidentLayout.TAG_MARK
                        ? TAG_BLOCK.get(around) * ResidentLayout.UNIT
                        : TAG.get(around) | ResidentLayout.UNIT - 1;
        return true;
    }

    /**
     * The header to which the tag that was read points; the value itself, which is no address of a
     * header, when it does not have the form of a tag.
     */
    long taggedBlock() {
        return taggedBlock;
    }
}
