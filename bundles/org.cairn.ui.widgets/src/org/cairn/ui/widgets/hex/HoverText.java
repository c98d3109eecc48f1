package org.cairn.ui.widgets.hex;

import org.eclipse.jdt.annotation.Nullable;

/** What is said of the byte under the pointer. */
final class HoverText {
    private static final String[] NAMES = {"byte", "word", "dword", "qword"};

    private HoverText() {}

    /** Text for a tool tip, in which an ampersand marks the next character unless it is doubled. */
    static String escape(String text) {
        return text.replace("&", "&&");
    }

    /**
     * A few lines.
     *
     * @param address of the byte
     * @param digits of addresses
     * @param range in which it is
     * @param cells the byte and those after it, up to 8
     * @param reason why it is absent
     */
    static String of(
            long address,
            int digits,
            @Nullable ByteRange range,
            int[] cells,
            @Nullable String reason) {
        StringBuilder out = new StringBuilder(RowText.address(address, digits));
        if (range != null) {
            out.append('\n').append(range.label());
            out.append(" +0x").append(Long.toHexString(address - range.first()));
        }
        if (reason != null) {
            out.append('\n').append(reason);
        }
        for (int i = 0; i < NAMES.length; i++) {
            int size = 1 << i;
            Cells.Value value =
                    size <= cells.length
                            ? Cells.value(cells, 0, size)
                            : new Cells.Value(0, Cells.ABSENT);
            if (value.there()) {
                String hex = Long.toHexString(value.bits());
                out.append('\n').append(NAMES[i]).append(" 0x");
                out.append("0".repeat(2 * size - hex.length())).append(hex);
                out.append("  ").append(Long.toUnsignedString(value.bits()));
                char glyph = TextEncoding.ASCII.glyph((int) value.bits());
                if (size == 1 && glyph == value.bits()) {
                    out.append("  '").append(glyph).append('\'');
                }
            }
        }
        return out.toString();
    }
}
