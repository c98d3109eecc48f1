package org.cairn.ui.widgets.hex;

import java.util.HexFormat;

/** How bytes are written for the clipboard. */
public enum CopyForm {
    /** Two digits a byte, 16 bytes a line; {@code ??} for what is absent. */
    HEX {
        @Override
        String write(int[] cells, TextEncoding encoding) {
            StringBuilder out = new StringBuilder(cells.length * 3);
            for (int i = 0; i < cells.length; i++) {
                if (i > 0) {
                    out.append(i % LINE == 0 ? '\n' : ' ');
                }
                out.append(cells[i] < 0 ? ABSENT : DIGITS.toHexDigits((byte) cells[i]));
            }
            return out.toString();
        }
    },
    /** The text column; a full stop for what is no text. */
    TEXT {
        @Override
        String write(int[] cells, TextEncoding encoding) {
            int unit = encoding.unit();
            StringBuilder out = new StringBuilder(cells.length / unit);
            for (int i = 0; i + unit <= cells.length; i += unit) {
                Cells.Value code = Cells.value(cells, i, unit);
                out.append(code.there() ? encoding.glyph((int) code.bits()) : TextEncoding.OTHER);
            }
            return out.toString();
        }
    },
    /** The initializer of an array in C, 16 bytes a line; 0 with a comment for what is absent. */
    C_ARRAY {
        @Override
        String write(int[] cells, TextEncoding encoding) {
            StringBuilder out = new StringBuilder(cells.length * 6);
            out.append("{");
            for (int i = 0; i < cells.length; i++) {
                out.append(i % LINE == 0 ? "\n    " : " ").append("0x");
                out.append(DIGITS.toHexDigits((byte) Math.max(0, cells[i])));
                out.append(cells[i] < 0 ? " /* " + ABSENT + " */," : ",");
            }
            return out.append("\n}").toString();
        }
    };

    private static final int LINE = 16;
    private static final String ABSENT = "??";
    private static final HexFormat DIGITS = HexFormat.of();

    /** Writes values from 0 to 255, or {@link Cells#ABSENT}. */
    abstract String write(int[] cells, TextEncoding encoding);
}
