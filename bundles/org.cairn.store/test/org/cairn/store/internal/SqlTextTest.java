package org.cairn.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    address=0x10                        > address=16
                    (0XfF)                              > (255)
                    0xffffffffffffffff                  > 18446744073709551615
                    0xffff8000`00001000, 1              > 18446603336221200384, 1
                    0x0                                 > 0
                    0x10/* 0x10 */ -0x10                > 16/* 0x10 */ -16
                    'it''s 0x10'0x10                  > 'it''s 0x10'16
                    "a""0x1" 0x1                        > "a""0x1" 1
                    $$ 0x1 $$ $t$ $$ 0x1 $t$ 0x1        > $$ 0x1 $$ $t$ $$ 0x1 $t$ 1
                    x0x10 0x1                           > x0x10 1
                    """,
            quoteCharacter = '~')
    void hexadecimalNumbersBecomeDecimal(String sql, String expected) {
        assertThat(SqlText.withoutHex(sql)).isEqualTo(expected);
    }

    @Test
    void aCommentEndsWithItsLine() {
        assertThat(SqlText.withoutHex("-- 0x1 it's\n0x1")).isEqualTo("-- 0x1 it's\n1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x", "0xg", "0x1g", "0x12345678123456789", "1x1", "10x1", ""})
    void theRestStaysAsItIs(String sql) {
        assertThat(SqlText.withoutHex(sql)).isEqualTo(sql);
    }

    @Test
    void longTextsAreNoProblem() {
        String text = "'" + "a''".repeat(100_000) + "' = 0x10";

        assertThat(SqlText.withoutHex(text)).endsWith("' = 16");
        assertThat(SqlText.withoutHex("/*" + "* ".repeat(100_000) + "*/0x10")).endsWith("*/16");
    }
}
