package org.cairn.store;

import org.cairn.heap.BlockState;

import java.util.List;

/**
 * A batch of blocks on its way into a store, column by column. It belongs to one thread at a time
 * and is used again after it was stored: filling it makes no garbage.
 */
public final class BlockColumns {
    /** How many blocks a batch holds: a few hundred microseconds of work for a decoder. */
    public static final int CAPACITY = 16 * 1024;

    /** The columns as the database gets them: numbers with few bits share one. */
    static final List<String> COLUMNS =
            List.of("address", "size", "user_address", "user_size", "place", "role");

    private static final int HIGH_SHIFT = 32;
    private static final int KIND_SHIFT = 16;
    private static final int STATE_SHIFT = 8;
    private static final int LOW_MASK = 0x7fff_ffff;
    private static final int KIND_MASK = 0xffff;
    private static final int STATE_MASK = 0xff;
    private static final int FLAGS_MASK = 0xff;
    private static final long ROLE_MASK = 0xffff_ffffL;

    // Giving the driver one number costs about 9 ns, which is as much as a few operations of the
    // database on it.
    /** The columns {@code state} to {@code flags} of table {@code block}, in SQL. */
    static final String UNPACKED =
            "(role >> %1$d & %2$d)::utinyint, (role >> %3$d & %4$d)::usmallint, (place & %5$d)::integer,"
                            .formatted(STATE_SHIFT, STATE_MASK, KIND_SHIFT, KIND_MASK, LOW_MASK)
                    + " (place >> %1$d)::integer, (role >> %1$d)::integer, (role & %2$d)::utinyint"
                            .formatted(HIGH_SHIFT, FLAGS_MASK);

    private final long[] addresses = new long[CAPACITY];
    private final long[] sizes = new long[CAPACITY];
    private final long[] userAddresses = new long[CAPACITY];
    private final long[] userSizes = new long[CAPACITY];
    private final long[] places = new long[CAPACITY];
    private final long[] roles = new long[CAPACITY];
    private final List<long[]> columns =
            List.of(addresses, sizes, userAddresses, userSizes, places, roles);
    private int size;

    /**
     * Adds a block.
     *
     * @param address first byte, header included, unsigned
     * @param blockSize bytes, header included, 0 or more
     * @param userAddress first byte for the caller, unsigned
     * @param userSize bytes for the caller, 0 or more
     * @param state what it is in use for
     * @param kind number from {@link StoreWriter#kind}
     * @param heap number from {@link StoreWriter#heap}
     * @param segment number from {@link StoreWriter#segment}, or 0
     * @param owner number from {@link StoreWriter#owner}, or 0
     * @param flagBits the flags of {@link org.cairn.heap.BlockSink}
     * @throws IndexOutOfBoundsException when the batch is full
     * @throws IllegalArgumentException when a size or number is negative or has too many bits
     */
    public void add(
            long address,
            long blockSize,
            long userAddress,
            long userSize,
            BlockState state,
            int kind,
            int heap,
            int segment,
            int owner,
            int flagBits) {
        if ((blockSize | userSize | heap | segment | owner) < 0) {
            throw new IllegalArgumentException(
                    "size %d, user size %d, heap %d, segment %d, owner %d"
                            .formatted(blockSize, userSize, heap, segment, owner));
        }
        if ((kind & ~KIND_MASK | flagBits & ~FLAGS_MASK) != 0) {
            throw new IllegalArgumentException("kind " + kind + ", flags " + flagBits);
        }
        int row = size;
        addresses[row] = address;
        sizes[row] = blockSize;
        userAddresses[row] = userAddress;
        userSizes[row] = userSize;
        places[row] = (long) segment << HIGH_SHIFT | heap;
        roles[row] =
                (long) owner << HIGH_SHIFT
                        | (long) kind << KIND_SHIFT
                        | (long) state.ordinal() << STATE_SHIFT
                        | flagBits;
        size = row + 1;
    }

    long[] column(int number) {
        return columns.get(number);
    }

    /** Empties the batch. */
    public void clear() {
        size = 0;
    }

    /**
     * The number of blocks in the batch.
     *
     * @return 0 to {@link #CAPACITY}
     */
    public int size() {
        return size;
    }

    /**
     * Whether there is no room for another block.
     *
     * @return whether {@link #add} would fail
     */
    public boolean isFull() {
        return size == CAPACITY;
    }

    /**
     * A block's address.
     *
     * @param row 0 to {@link #size()} - 1
     * @return first byte, header included, unsigned
     */
    public long address(int row) {
        return addresses[row];
    }

    /**
     * A block's size.
     *
     * @param row 0 to {@link #size()} - 1
     * @return bytes, header included
     */
    public long blockSize(int row) {
        return sizes[row];
    }

    /**
     * A block's address for the caller.
     *
     * @param row 0 to {@link #size()} - 1
     * @return unsigned
     */
    public long userAddress(int row) {
        return userAddresses[row];
    }

    /**
     * A block's size for the caller.
     *
     * @param row 0 to {@link #size()} - 1
     * @return bytes
     */
    public long userSize(int row) {
        return userSizes[row];
    }

    /**
     * A block's state.
     *
     * @param row 0 to {@link #size()} - 1
     * @return the ordinal of a {@link BlockState}, which is its {@code state_id}
     */
    public int state(int row) {
        return (int) (roles[row] >> STATE_SHIFT) & STATE_MASK;
    }

    /**
     * Whether a block is busy.
     *
     * @param row 0 to {@link #size()} - 1
     * @return whether its state is {@link BlockState#BUSY}
     */
    public boolean isBusy(int row) {
        return state(row) == BlockState.BUSY.ordinal();
    }

    /**
     * A block's kind.
     *
     * @param row 0 to {@link #size()} - 1
     * @return number from {@link StoreWriter#kind}
     */
    public int kind(int row) {
        return (int) (roles[row] >> KIND_SHIFT) & KIND_MASK;
    }

    /**
     * A block's heap.
     *
     * @param row 0 to {@link #size()} - 1
     * @return number from {@link StoreWriter#heap}
     */
    public int heap(int row) {
        return (int) places[row] & LOW_MASK;
    }

    /**
     * A block's segment.
     *
     * @param row 0 to {@link #size()} - 1
     * @return number from {@link StoreWriter#segment}, or 0
     */
    public int segment(int row) {
        return (int) (places[row] >> HIGH_SHIFT);
    }

    /**
     * A block's owner so far.
     *
     * @param row 0 to {@link #size()} - 1
     * @return number from {@link StoreWriter#owner}, or 0
     */
    public int ownerOf(int row) {
        return (int) (roles[row] >> HIGH_SHIFT);
    }

    /**
     * Sets a block's owner.
     *
     * @param row 0 to {@link #size()} - 1
     * @param owner number from {@link StoreWriter#owner}, or 0
     */
    public void setOwner(int row, int owner) {
        roles[row] = (long) owner << HIGH_SHIFT | roles[row] & ROLE_MASK;
    }

    /**
     * A block's flags.
     *
     * @param row 0 to {@link #size()} - 1
     * @return the flags of {@link org.cairn.heap.BlockSink}
     */
    public int flags(int row) {
        return (int) roles[row] & FLAGS_MASK;
    }
}
