package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Selection selection = new Selection();

    @Test
    void takesWholeWordsInEitherDirection() {
        selection.set(0x1013, 8);
        assertThat(selection.bytes()).isEqualTo(new ByteSelection(0x1010, 0x1017));
        selection.extend(0x1021);
        assertThat(selection.bytes()).isEqualTo(new ByteSelection(0x1010, 0x1027));
        selection.extend(0x1001);
        assertThat(selection.bytes()).isEqualTo(new ByteSelection(0x1000, 0x1017));
        assertThat(selection.caret()).isEqualTo(0x1000);
    }

    @Test
    void growsToWholeWords() {
        selection.set(new ByteSelection(0x1003, 0x1009));
        assertThat(selection.bytes()).isEqualTo(new ByteSelection(0x1003, 0x1009));
        selection.unit(4);
        assertThat(selection.bytes()).isEqualTo(new ByteSelection(0x1000, 0x100b));
    }

    @Test
    void stepsAsFarAsThereIsRoom() {
        selection.set(0x28, 1);
        assertThat(selection.moved(-1, 16, -1)).isEqualTo(0x18);
        assertThat(selection.moved(-30, 16, -1)).isEqualTo(0x08);
        assertThat(selection.moved(-30, 1, -1)).isEqualTo(0x0a);
        assertThat(selection.moved(-100, 1, -1)).isZero();
        assertThat(selection.moved(1, 1, -1)).isEqualTo(0x29);
    }

    @Test
    void stopsAtTheLastAddress() {
        selection.set(-1, 8);
        assertThat(selection.bytes()).isEqualTo(new ByteSelection(-8, -1));
        assertThat(selection.moved(1, 8, -1)).isEqualTo(-8);
        assertThat(selection.moved(5, 16, -1)).isEqualTo(-8);
        assertThat(selection.moved(-1, 16, -1)).isEqualTo(-24);
        selection.set(0xffff_ffe8L, 8);
        assertThat(selection.moved(9, 16, Viewport.LAST_32)).isEqualTo(0xffff_fff8L);
    }
}
