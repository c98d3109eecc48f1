package org.cairn.ui.widgets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortenedTest {
    @Test
    void leavesWhatFits() {
        assertThat(fit("render.dll", 10)).isEqualTo("render.dll");
        assertThat(fit("", 0)).isEmpty();
    }

    @Test
    void takesTheMiddleAway() {
        assertThat(fit("render.dll", 9)).isEqualTo("rend\u2026.dll");
        assertThat(fit("render.dll", 6)).isEqualTo("ren\u2026ll");
        assertThat(fit("render.dll", 3)).isEqualTo("r\u2026l");
    }

    @Test
    void showsNothingRatherThanOneCharacter() {
        assertThat(fit("render.dll", 2)).isEmpty();
        assertThat(fit("ab", 1)).isEmpty();
        assertThat(fit("a", 0)).isEmpty();
    }

    private static String fit(String text, int characters) {
        return Shortened.toFit(text, form -> form.length() <= characters);
    }
}
