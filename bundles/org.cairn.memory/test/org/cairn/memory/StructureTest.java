package org.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

class StructureTest {
    private static final Structure HEADER =
            Structure.named("HEADER")
                    .u16("Size")
                    .u8("Flags")
                    .bits("Busy", 0, 1)
                    .bits("Kind", 1, 3)
                    .at(8)
                    .u64("Link")
                    .bytes("Name", "char[12]", 12)
                    .build();

    @Test
    void laysFieldsOutOneAfterTheOther() {
        assertThat(HEADER.size()).isEqualTo(28);
        assertThat(HEADER.offset("Flags")).isEqualTo(2);
        assertThat(HEADER.offset("Kind")).isEqualTo(2);
        assertThat(HEADER.offset("Link")).isEqualTo(8);
        assertThat(HEADER.field("Name").isScalar()).isFalse();
        assertThat(HEADER.find("Missing")).isEmpty();
        assertThatThrownBy(() -> HEADER.field("Missing"))
                .hasMessageContaining("HEADER has no field Missing");
    }

    @Test
    void readsWhatItWrote() {
        MemorySegment memory = MemorySegment.ofArray(new byte[40]);
        HEADER.field("Size").set(memory, 4, 0xfffe);
        HEADER.field("Flags").set(memory, 4, 0xf0);
        HEADER.field("Kind").set(memory, 4, 5);
        HEADER.field("Link").set(memory, 4, 0xffff_8000_0000_1234L);

        MemoryCursor cursor =
                SparseMemory.builder(Absence.UNMAPPED).bytes(0x1000, memory).build().cursor();
        assertThat(cursor.seek(0x1004, HEADER.size())).isTrue();
        assertThat(HEADER.field("Size").get(cursor)).isEqualTo(0xfffe);
        assertThat(HEADER.field("Flags").get(cursor)).isEqualTo(0xfa);
        assertThat(HEADER.field("Busy").get(cursor)).isZero();
        assertThat(HEADER.field("Kind").get(cursor)).isEqualTo(5);
        assertThat(HEADER.field("Link").get(cursor)).isEqualTo(0xffff_8000_0000_1234L);
        assertThat(HEADER.field("Link").get(memory, 4)).isEqualTo(0xffff_8000_0000_1234L);
        assertThatThrownBy(() -> HEADER.field("Name").get(cursor))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0x7ffe0000, 7ffe0000",
        "7FFE0000, 7ffe0000",
        "7ffe0000h, 7ffe0000",
        "%fe04c8e8, fe04c8e8",
        "00000000`7ffe0000, 7ffe0000",
        "ffff8000`00000000, ffff800000000000",
        "0xffffffffffffffff, ffffffffffffffff"
    })
    void parsesAddresses(String text, String digits) {
        assertThat(Addresses.parse(text))
                .isEqualTo(OptionalLong.of(Long.parseUnsignedLong(digits, 16)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "%",
                "fffffffffffffffff",
                "1`2",
                "-1",
                "0x12g",
                " 12",
                "21a0:ade0"
            })
    void refusesOtherTexts(String text) {
        assertThat(Addresses.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "21a0:ade0, Segmented[selector=8608; offset=44512]",
        "#53:1d, Segmented[selector=83; offset=29]",
        "%%001d6000, Physical[address=1925120]",
        "%fe04c8e8, Linear[address=4261726440]",
        "0x10, Linear[address=16]"
    })
    void readsAddressesOfAllForms(String text, String read) {
        assertThat(Addresses.read(text).map(Object::toString)).contains(read.replace(";", ","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%", "%%%1", "21a0:", ":ade0", "21a00:0", "fe04c8e8:1", "%21a0:1"})
    void readsNoOtherTexts(String text) {
        assertThat(Addresses.read(text)).isEmpty();
    }
}
