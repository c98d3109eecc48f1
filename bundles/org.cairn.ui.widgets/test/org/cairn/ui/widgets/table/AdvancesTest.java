package org.cairn.ui.widgets.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdvancesTest {
    /** Each character is 10 pixels wide but for i, which is 4. */
    private final Advances advances =
            new Advances(text -> text.chars().map(character -> character == 'i' ? 4 : 10).sum());

    @Test
    void addsUpLatinText() {
        assertThat(advances.width("hi\u00F6")).isEqualTo(24);
    }

    @Test
    void measuresOtherTextAsAWhole() {
        Advances whole = new Advances(text -> text.equals("a\u6587") ? 17 : 1000);

        assertThat(whole.width("a\u6587")).isEqualTo(17);
    }

    @Test
    void leavesATextThatFits() {
        assertThat(advances.fit("abc", 30)).isEqualTo("abc");
        assertThat(advances.fit("", 0)).isEmpty();
    }

    @Test
    void endsATextThatDoesNotFitWithAnEllipsis() {
        assertThat(advances.fit("abcd", 39)).isEqualTo("ab…");
        assertThat(advances.fit("iiiiii", 23)).isEqualTo("iii…");
        assertThat(advances.fit("a\u6587bcd", 39)).isEqualTo("a\u6587…");
    }

    @Test
    void showsNothingWithoutRoomForACharacter() {
        assertThat(advances.fit("abc", 15)).isEmpty();
        assertThat(advances.fit("\u6587\u6587", 15)).isEmpty();
        assertThat(advances.fit("abc", -4)).isEmpty();
    }

    @Test
    void doesNotCutACharacterOfTwoUnits() {
        assertThat(advances.fit("\u6587\uD83D\uDE00abc", 35)).isEqualTo("\u6587…");
    }

    @Test
    void replacesWhatWouldSpoilALine() {
        assertThat(Advances.clean("a\nb\0c\u202Ed\u2028e\u007F")).isEqualTo("a·b·c·d·e·");
        assertThat(Advances.clean("w\u00F6rld \u6587")).isEqualTo("w\u00F6rld \u6587");
    }

    @Test
    void takesNoMoreOfATextThanAColumnCanShow() {
        assertThat(Advances.clean("x".repeat(1_000_000))).hasSize(ColumnLayout.MOST);
    }
}
