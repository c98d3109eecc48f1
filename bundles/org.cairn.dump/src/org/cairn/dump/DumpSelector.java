package org.cairn.dump;

/**
 * A segment descriptor of a protected-mode descriptor table, as far as the container tells it:
 * which linear addresses a selector maps.
 *
 * @param selector without its privilege bits (0 and 1); bit 2 is set for a local descriptor table
 * @param base linear address of offset 0, unsigned
 * @param limit highest offset, unsigned; offsets of an expand-down segment lie above it
 * @param type what the segment holds: {@link #CODE}, or as the container calls it
 */
public record DumpSelector(int selector, long base, long limit, String type) {
    /** The bits of a selector that name a privilege level, not a descriptor. */
    public static final int PRIVILEGE = 3;

    /** A segment of code. */
    public static final String CODE = "Code";

    /** Clears the privilege bits. */
    public DumpSelector {
        selector &= ~PRIVILEGE;
    }
}
