package org.cairn.pool.windows.internal.layout;

/**
 * How {@code _POOL_HEADER.PoolType} stores the pool type. The bits of the type itself are those of
 * {@code _POOL_TYPE} in {@code wdm.h}; {@code NonPagedPoolNx} (0x200) does not fit into the header.
 */
public enum TypeCode {
    /** 2000 to 2003 and ReactOS: the type plus one; 0 is free. */
    PLUS_ONE {
        @Override
        public int type(int stored) {
            return stored - 1;
        }

        @Override
        public int store(int type) {
            return type + 1;
        }

        @Override
        public int mark() {
            return 0;
        }
    },
    /** Since Vista: the type with bit 1 set; 0 is free. */
    BIT_ONE {
        @Override
        public int type(int stored) {
            return stored & ~IN_USE;
        }

        @Override
        public int store(int type) {
            return type | IN_USE;
        }

        @Override
        public int mark() {
            return IN_USE;
        }
    };

    /** {@code PagedPool}. */
    public static final int PAGED = 1;

    /** The block is cache aligned. */
    public static final int CACHE_ALIGNED = 4;

    /** A process is charged for the block ({@code POOL_QUOTA_MASK}). */
    public static final int QUOTA = 8;

    /** The caller wanted an exception for lack of memory; some versions keep the bit. */
    private static final int RAISE = 0x10;

    /** {@code PagedPoolSession} and its like. */
    public static final int SESSION = 0x20;

    /** The block is tracked by the verifier ({@code POOL_VERIFIER_MASK}). */
    public static final int VERIFIER = 0x40;

    /** {@code NonPagedPoolMustSucceed} and its like, which no version since XP gives out. */
    private static final int MUST_SUCCEED = 2;

    private static final int IN_USE = 2;
    private static final int KNOWN =
            PAGED | IN_USE | CACHE_ALIGNED | QUOTA | RAISE | SESSION | VERIFIER;

    /**
     * The type of a block in use.
     *
     * @param stored as in the header, not 0
     * @return bits as in {@code _POOL_TYPE}
     */
    public abstract int type(int stored);

    /**
     * What a header holds for a block in use.
     *
     * @param type bits as in {@code _POOL_TYPE}
     * @return the stored value
     */
    public abstract int store(int type);

    /**
     * The bits that are set for each block in use.
     *
     * @return 0 where there are none
     */
    public abstract int mark();

    /** Whether a header holds this for a free block. */
    public boolean isFree(int stored) {
        return stored == 0;
    }

    /** Whether a header holds this for a type that drivers can ask for. */
    public boolean isUsual(int stored) {
        return stored != 0 && isPlausible(stored) && (type(stored) & MUST_SUCCEED) == 0;
    }

    /** Whether a header can hold this at all. */
    public boolean isPlausible(int stored) {
        return stored == 0 || (stored & mark()) == mark() && (type(stored) & ~KNOWN) == 0;
    }
}
