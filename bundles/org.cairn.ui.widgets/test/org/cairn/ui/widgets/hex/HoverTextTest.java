package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoverTextTest {
    @Test
    void saysWhereAndWhat() {
        ByteRange range = new ByteRange(0x1000, 0x10ff, RangeStyle.USER, "block");
        int[] bytes = {0x41, 0x80, 0, 0xff, 0, 0, 0, 0x80};
        assertThat(HoverText.of(0x1010, 16, range, bytes, null))
                .isEqualTo(
                        """
                        00000000`00001010
                        block +0x10
                        byte 0x41  65  'A'
                        word 0x8041  32833
                        dword 0xff008041  4278222913
                        qword 0x80000000ff008041  9223372041132998721""");
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(HoverText.of(0xffff_fffeL, 8, null, new int[] {1, 2}, null))
                .isEqualTo("fffffffe\nbyte 0x01  1\nword 0x0201  513");
        assertThat(HoverText.of(0x10, 8, null, new int[] {Cells.ABSENT, 1}, "not captured"))
                .isEqualTo("00000010\nnot captured");
    }

    @Test
    void doublesWhatAToolTipWouldTakeForAMnemonic() {
        assertThat(HoverText.escape("a & b")).isEqualTo("a && b");
    }
}
