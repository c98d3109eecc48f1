package org.cairn.types.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class TypeSizesTest {
    private final TypeSizes sizes =
            new TypeSizes(
                    Map.of("unsigned short", 2, "_LIST_ENTRY", 16, "void", 0, "enum _TINY", 1), 8);

    @ParameterizedTest
    @CsvSource({
        "unsigned short, 2",
        "unsigned short[24], 48",
        "unsigned short[3][2], 12",
        "unsigned short[0], 0",
        "_LIST_ENTRY, 16",
        "_LIST_ENTRY[128], 2048",
        "_LIST_ENTRY*, 8",
        "_LIST_ENTRY*[64], 512",
        "unsigned short[16]*, 8",
        "void*, 8",
        "void**, 8",
        "function*, 8",
        "enum _POOL_TYPE, 4",
        "enum _TINY, 1",
        "enum _POOL_TYPE[2], 8",
        "_UNKNOWN, 0",
        "_UNKNOWN[4], 0",
    })
    void ofTypes(String type, int size) {
        assertThat(sizes.of(type)).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "_LIST_ENTRY[2147483647]",
        "_LIST_ENTRY[99999999999999999999]",
        "_LIST_ENTRY[-1]",
        "unsigned short[65536][65536]",
        "unsigned short[2147483647][2147483647][2147483647]",
        "]",
        "[1]",
        "*[",
    })
    void ofTypesThatNoStructureHas(String type) {
        assertThat(sizes.of(type)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"100000, 16", "200000, 16"})
    void ofLongTexts(int dimensions, int size) {
        assertThat(sizes.of("_LIST_ENTRY" + "[1]".repeat(dimensions))).isEqualTo(size);
    }
}
