package org.cairn.ui.widgets.hex;

/** What a {@link ByteRange} is. The {@link HexPalette} gives each one a tint. */
public enum RangeStyle {
    /** What the allocator keeps before a block. */
    HEADER,
    /** What the owner of a block asked for. */
    USER,
    /** Nobody's at present. */
    FREE,
    /** Part of a block that the owner did not ask for. */
    SLACK,
    /** What the allocator keeps elsewhere. */
    METADATA,
    /** What should not be so. */
    ANOMALY,
    /** What someone has marked, or looked for and found. */
    MARK
}
