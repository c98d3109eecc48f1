package org.cairn.heap.os2.internal;

import org.cairn.dump.DumpSelector;
import org.cairn.memory.AddressSpace;
import org.cairn.system.os2.SystemOwners;

/**
 * How much speaks for a block header at an address, in bits: each fact counts as the logarithm of
 * how much more often it holds at a header than at any other dword of kernel memory. One object
 * judges one address after the other.
 *
 * <p>The facts are those of the block formats (OS/2 Debugging Handbook, "Resident Heap Blocks",
 * "Swappable Heap Blocks"); the weights are estimates from the memory printed there, where about
 * one dword in eight is a header and where dwords that only look like one are mostly trailers
 * ({@code ff4c21a0}), addresses ({@code fff13304}) and small numbers ({@code 0001000a}).
 */
final class Evidence {
    // What a header itself tells, the rarity of headers included.
    private static final int SYSTEM_OWNER = 5;
    private static final int ADDRESS_LIKE_OWNER = 1;
    private static final int HANDLE_OWNER = -3;
    private static final int FREE_OWNER = 4;
    private static final int EXTENDED = -2;
    private static final int FREE_EXTENDED = -4;
    private static final int END_AT_PAGE = 12;
    private static final int END_ELSEWHERE = 2;
    private static final int SWAPPABLE_SYSTEM_OWNER = 12;
    private static final int SWAPPABLE_HANDLE_WITH_SELECTOR = 4;
    private static final int SWAPPABLE_HANDLE = 2;
    private static final int YIELDED = -3;

    // What its size tells: most blocks are small, other dwords have any number there.
    private static final int SMALL = 3;
    private static final int SMALL_OF_HANDLE = 2;
    private static final int MEDIUM = 1;
    private static final int MEDIUM_OF_HANDLE = -1;
    private static final int LARGE = -1;
    private static final int HUGE = -2;

    // What lies in front of it.
    private static final int TAG_IN_FRONT = 10;
    private static final int TAG_ABSENT = -1;
    private static final int TAG_WRONG = -8;
    private static final int STALE_TAG_IN_FRONT = 4;
    private static final int TRAILER_IN_FRONT = 3;
    private static final int FREE_IN_FRONT_OF_FREE = -4;

    // What lies in the block.
    private static final int LINKS = 10;
    private static final int OWN_TAG = 10;
    private static final int TRAILER_OF_SYSTEM_OWNER = 7;
    private static final int TRAILER_OF_HANDLE = 0;
    private static final int NO_SELECTOR_OF_HANDLE = -2;
    private static final int SELECTOR = 2;
    private static final int SELECTOR_ELSEWHERE = -10;

    // What a descriptor tells that was printed.
    private static final int DESCRIPTOR = 12;
    private static final int LIMIT_FITS = 6;
    private static final int LIMIT_DIFFERS = -4;

    /** A header that this much speaks for can hold others in their places. */
    private static final int ANCHOR = 3;

    private static final int REJECTED = Integer.MIN_VALUE;

    private static final long SMALL_SIZE = 0x100;
    private static final long MEDIUM_SIZE = 0x400;
    private static final long LARGE_SIZE = 0x2000;
    private static final long PAGE = 0x1000;
    private static final int SELECTOR_UNIT = 8;

    /** Handles of memory objects are small numbers: 0x193e is the largest of a printed example. */
    private static final int LARGEST_HANDLE = 0x3fff;

    /**
     * The upper halves of addresses of the kernel's own data ({@code fff13304}) are owner ids, too,
     * but rare ones in a heap.
     */
    private static final int FIRST_ADDRESS_LIKE_OWNER = 0xffe0;

    /** Links lead to other blocks of the same heap, which has 16 MB or a little more. */
    private static final long FARTHEST_LINK = 1L << 25;

    /**
     * A segment may be this much shorter than its block: requested sizes are rounded up to dwords
     * ({@code b2b} bytes in a room of {@code b2c}), and a rest of one dword stays with the block
     * ({@code bd5c} bytes in a room of {@code bd60}).
     */
    private static final int LARGEST_SLACK = 2 * ResidentLayout.UNIT;

    private final ResidentHeader resident;
    private final SwappableHeader swappable;
    private final Descriptors descriptors;
    private final boolean withSwappable;
    private boolean isResident = true;
    private int bits;

    /**
     * Prepares to judge.
     *
     * @param space the memory
     * @param descriptors what is known of selectors
     * @param withSwappable whether blocks of a swappable heap may be there, too
     */
    Evidence(AddressSpace space, Descriptors descriptors, boolean withSwappable) {
        this.resident = new ResidentHeader(space);
        this.swappable = new SwappableHeader(space);
        this.descriptors = descriptors;
        this.withSwappable = withSwappable;
    }

    /** Judges an address; returns whether a header can be there. */
    boolean judge(long address) {
        if (!resident.read(address)) {
            return false;
        }
        isResident = resident.owner() >>> Byte.SIZE != SwappableHeader.SIGNATURE;
        if (!isResident) {
            bits = withSwappable && swappable.read(address) ? swappable() : REJECTED;
        } else if (!resident.isValid()) {
            bits = REJECTED;
        } else {
            bits = resident.isExtended() ? extended() : regular();
        }
        return bits != REJECTED;
    }

    private int regular() {
        int owner = resident.owner();
        if (!isOwner(owner)) {
            return REJECTED;
        }
        if (resident.isFree()) {
            return free(FREE_OWNER);
        }
        if (resident.isEndOfHeap()) {
            return endOfHeap();
        }
        if (resident.size() < ResidentLayout.SMALLEST_BUSY) {
            return REJECTED;
        }
        if (!SystemOwners.isSystemOwner(owner)) {
            return HANDLE_OWNER + ofSize(SMALL_OF_HANDLE, MEDIUM_OF_HANDLE) + ofFlags();
        }
        int ofOwner = owner < FIRST_ADDRESS_LIKE_OWNER ? SYSTEM_OWNER : ADDRESS_LIKE_OWNER;
        return ofOwner + ofSize(SMALL, MEDIUM) + ofFlags() + ofWhatLiesInFront();
    }

    private int endOfHeap() {
        if (resident.size() != ResidentLayout.END_SIZE) {
            return REJECTED;
        }
        return resident.end() % PAGE == 0 ? END_AT_PAGE : END_ELSEWHERE;
    }

    private int ofSize(int small, int medium) {
        if (resident.size() <= SMALL_SIZE) {
            return small;
        }
        if (resident.size() <= MEDIUM_SIZE) {
            return medium;
        }
        return resident.size() <= LARGE_SIZE ? LARGE : HUGE;
    }

    private int ofFlags() {
        return (resident.isYielded() ? YIELDED : 0) + ofTagInFront();
    }

    private int ofTagInFront() {
        if (!resident.isPreviousFree()) {
            return 0;
        }
        if (!resident.readTagBefore(resident.address())) {
            return TAG_ABSENT;
        }
        return isInFront(resident.taggedBlock()) ? TAG_IN_FRONT : TAG_WRONG;
    }

    private boolean isInFront(long block) {
        long distance = resident.address() - block;
        return block % ResidentLayout.UNIT == 0
                && distance >= ResidentLayout.SMALLEST_FREE
                && distance < FARTHEST_LINK;
    }

    /**
     * The end of a busy block: a trailer, or the boundary tag that stays behind when a free block
     * is given out and a rest of it is too small to be a block, as {@code fe0bf92e} in front of
     * {@code fe0bf93c}.
     */
    private int ofWhatLiesInFront() {
        long address = resident.address();
        if (resident.isPreviousFree()) {
            return 0;
        }
        if (resident.readTagBefore(address)
                && isInFront(resident.taggedBlock())
                && address - resident.taggedBlock() < PAGE) {
            return STALE_TAG_IN_FRONT;
        }
        boolean trailer =
                resident.readTrailer(address - ResidentLayout.TRAILER.size())
                        && SystemOwners.isSystemOwner(resident.trailerOwner())
                        && resident.selector() != 0
                        && resident.selector() % SELECTOR_UNIT == 0;
        return trailer ? TRAILER_IN_FRONT : 0;
    }

    /** Free blocks: what the header tells, links, and tag. */
    private int free(int ofHeader) {
        int sum = ofHeader;
        if (resident.size() < ResidentLayout.SMALLEST_FREE) {
            return REJECTED;
        }
        if (resident.readLinks()) {
            if (!isLink(resident.next()) || !isLink(resident.previous())) {
                return REJECTED;
            }
            sum += LINKS;
        }
        if (resident.readTag()) {
            sum += resident.taggedBlock() == resident.address() ? OWN_TAG : TAG_WRONG;
        }
        // Free blocks that adjoin are joined.
        return sum + (resident.isPreviousFree() ? FREE_IN_FRONT_OF_FREE : 0);
    }

    private boolean isLink(long target) {
        return target != 0
                && target % ResidentLayout.UNIT == 0
                && target != resident.address()
                && Math.abs(target - resident.address()) < FARTHEST_LINK;
    }

    private int extended() {
        if (resident.isFree()) {
            return free(FREE_EXTENDED);
        }
        int around = ofFlags() + ofWhatLiesInFront();
        int trailer = resident.readTrailer() ? ofTrailer() : 0;
        return trailer == REJECTED ? REJECTED : EXTENDED + around + trailer + ofDescriptor();
    }

    private int ofTrailer() {
        int selector = resident.selector();
        int owner = resident.trailerOwner();
        if (selector % SELECTOR_UNIT != 0 || !isOwner(owner)) {
            return REJECTED;
        }
        int sum =
                SystemOwners.isSystemOwner(owner)
                        ? TRAILER_OF_SYSTEM_OWNER
                        : selector == 0 ? NO_SELECTOR_OF_HANDLE : TRAILER_OF_HANDLE;
        if (selector != 0) {
            sum += SELECTOR;
        }
        boolean elsewhere =
                descriptors.find(selector) instanceof DumpSelector descriptor
                        && descriptor.base() != resident.address() + ResidentLayout.HEADER_SIZE;
        return elsewhere ? sum + SELECTOR_ELSEWHERE : sum;
    }

    /** A segment begins with the block's data and is a little shorter. */
    private int ofDescriptor() {
        long data = resident.address() + ResidentLayout.HEADER_SIZE;
        if (!(descriptors.atBase(data) instanceof DumpSelector descriptor)) {
            return 0;
        }
        long slack = resident.trailerAddress() - data - (descriptor.limit() + 1);
        return DESCRIPTOR + (slack >= 0 && slack < LARGEST_SLACK ? LIMIT_FITS : LIMIT_DIFFERS);
    }

    private int swappable() {
        int owner = swappable.owner();
        int selector = swappable.selector();
        if (swappable.address() % SwappableHeader.UNIT != 0
                || selector % SELECTOR_UNIT != 0
                || !isOwner(owner)) {
            return REJECTED;
        }
        int sum =
                SystemOwners.isSystemOwner(owner)
                        ? SWAPPABLE_SYSTEM_OWNER
                        : selector == 0 ? SWAPPABLE_HANDLE : SWAPPABLE_HANDLE_WITH_SELECTOR;
        if (!(descriptors.find(selector) instanceof DumpSelector descriptor)) {
            return sum;
        }
        long data = swappable.address() + SwappableHeader.LAYOUT.size();
        return descriptor.base() == data ? sum + DESCRIPTOR : REJECTED;
    }

    private static boolean isOwner(int owner) {
        return owner != ResidentHeader.NO_OWNER && owner <= LARGEST_HANDLE
                || SystemOwners.isSystemOwner(owner);
    }

    /** How much speaks for a header; negative when more speaks against it. */
    int bits() {
        return bits;
    }

    /** Whether enough speaks for the header itself that others may lean on it. */
    boolean isAnchor() {
        return bits >= ANCHOR;
    }

    /** Whether the block belongs to a resident heap, not to a swappable one. */
    boolean isResident() {
        return isResident;
    }

    long end() {
        return isResident ? resident.end() : swappable.end();
    }

    boolean isFree() {
        return isResident && resident.isFree();
    }

    boolean isPreviousFree() {
        return isResident && resident.isPreviousFree();
    }

    boolean isEndOfHeap() {
        return isResident && resident.isEndOfHeap();
    }
}
