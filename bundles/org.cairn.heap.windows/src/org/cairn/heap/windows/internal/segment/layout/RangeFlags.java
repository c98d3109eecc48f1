package org.cairn.heap.windows.internal.segment.layout;

/** What the flags of a page range say. */
public enum RangeFlags {
    /**
     * 1607 and 1703: one bit each for LFH, committed, allocated, first and VS, as published on the
     * heap of build 14295.
     */
    EARLY {
        @Override
        public RangeKind kind(int flags) {
            if ((flags & EARLY_ALLOCATED) == 0) {
                return RangeKind.FREE;
            }
            if ((flags & EARLY_FIRST) == 0) {
                return RangeKind.CONTINUED;
            }
            return switch (flags & (EARLY_LFH | EARLY_VS)) {
                case 0 -> RangeKind.BACKEND;
                case EARLY_LFH -> RangeKind.LFH;
                case EARLY_VS -> RangeKind.VS;
                default -> RangeKind.UNKNOWN;
            };
        }

        @Override
        public boolean isCommitted(int flags) {
            return (flags & EARLY_COMMITTED) != 0;
        }
    },
    /** From 1709 on: bit 0 allocated, bit 1 first, bits 2 and 3 the allocator. */
    MODERN {
        @Override
        public RangeKind kind(int flags) {
            return switch (flags) {
                case 0, MODERN_FIRST -> RangeKind.FREE;
                case MODERN_ALLOCATED -> RangeKind.CONTINUED;
                case MODERN_BACKEND -> RangeKind.BACKEND;
                case MODERN_LFH -> RangeKind.LFH;
                case MODERN_VS -> RangeKind.VS;
                default -> RangeKind.UNKNOWN;
            };
        }

        @Override
        public boolean isCommitted(int flags) {
            return true;
        }
    };

    private static final int EARLY_LFH = 0x01;
    private static final int EARLY_COMMITTED = 0x02;
    private static final int EARLY_ALLOCATED = 0x04;
    private static final int EARLY_FIRST = 0x08;
    private static final int EARLY_VS = 0x20;
    private static final int MODERN_ALLOCATED = 0x1;
    private static final int MODERN_FIRST = 0x2;
    private static final int MODERN_BACKEND = 0x3;
    private static final int MODERN_LFH = 0xb;
    private static final int MODERN_VS = 0xf;

    /** What a descriptor's range is in use for. */
    public abstract RangeKind kind(int flags);

    /** Whether the flags leave it possible that the unit is committed. */
    public abstract boolean isCommitted(int flags);
}
