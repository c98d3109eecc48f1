package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyFormTest {
    private static final int[] BYTES = {
        0x48, 0x69, 0, Cells.ABSENT, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0xff, 0x7e
    };

    @Test
    void writesDigits() {
        assertThat(CopyForm.HEX.write(BYTES, TextEncoding.ASCII))
                .isEqualTo("48 69 00 ?? 05 06 07 08 09 0a 0b 0c 0d 0e 0f ff\n7e");
    }

    @Test
    void writesText() {
        assertThat(CopyForm.TEXT.write(BYTES, TextEncoding.ASCII))
                .isEqualTo("Hi.............." + "~");
        assertThat(
                        CopyForm.TEXT.write(
                                new int[] {0xfc, 0, 0xe5, 0x65, 0x41, Cells.ABSENT, 0x42},
                                TextEncoding.UTF_16LE))
                .isEqualTo("\u00fc\u65e5.");
    }

    @Test
    void writesAnArray() {
        assertThat(CopyForm.C_ARRAY.write(BYTES, TextEncoding.ASCII))
                .isEqualTo(
                        """
                        {
                            0x48, 0x69, 0x00, 0x00 /* ?? */, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0xff,
                            0x7e,
                        }""");
    }
}
