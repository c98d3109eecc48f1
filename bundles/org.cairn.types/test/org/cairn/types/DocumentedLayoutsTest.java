package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares the shipped tables with layouts that were written down apart from them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedLayoutsTest {
    private final ShippedTypes types = new ShippedTypes();

    /** All heap, segment heap, pool and handle table types of layouts-by-build.txt. */
    @Test
    void everyTableHasTheDocumentedOffsets() {
        String type = "";
        List<String[]> columns = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (String line : lines("layouts-by-build.txt")) {
            String[] word = line.split(" ");
            if (word[0].equals("type")) {
                type = word[1];
                columns.clear();
            } else if (word[0].equals("column")) {
                columns.add(word);
            } else {
                for (int column = 0; column < columns.size(); column++) {
                    for (String table :
                            Arrays.asList(columns.get(column))
                                    .subList(1, columns.get(column).length)) {
                        String what = table + " " + type + "." + word[0] + " ";
                        expected.add(what + word[column + 1]);
                        found.add(what + text(type, word[0], table));
                    }
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(5000).isEqualTo(expected);
    }

    /** The header of a block in the four forms that it has had. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    winxp-sp3-x86,        0, 2, 4, 5, 6, SegmentIndex,  7
                    win2003-sp2-x86,      0, 2, 4, 5, 6, SegmentIndex,  7
                    winvista-sp0-x86,     0, 4, 3, 2, 7, SegmentOffset, 6
                    win7-sp1-x86,         0, 4, 3, 2, 7, SegmentOffset, 6
                    win10-22h2-19045-x86, 0, 4, 3, 2, 7, LFHFlags,      6
                    ntdll-win7-sp1-x86,   0, 4, 3, 2, 7, SegmentOffset, 6
                    win2003-sp2-x64,      8, a, c, d, e, SegmentIndex,  f
                    winvista-sp2-x64,     8, c, b, a, f, SegmentOffset, e
                    win7-sp1-24540-x64,   8, c, b, a, f, LFHFlags,      e
                    win11-23h2-22631-x64, 8, c, b, a, f, SegmentOffset, e
                    reactos-x86,          0, 4, 3, 2, 7, SegmentOffset, 6
                    reactos-x64,          8, c, b, a, f, SegmentOffset, e
                    """)
    void blockHeader(
            String table,
            String size,
            String previousSize,
            String smallTagIndex,
            String flags,
            String unusedBytes,
            String lastName,
            String last) {
        assertThat(text("_HEAP_ENTRY", "Size", table)).isEqualTo(size);
        assertThat(text("_HEAP_ENTRY", "PreviousSize", table)).isEqualTo(previousSize);
        assertThat(text("_HEAP_ENTRY", "SmallTagIndex", table)).isEqualTo(smallTagIndex);
        assertThat(text("_HEAP_ENTRY", "Flags", table)).isEqualTo(flags);
        assertThat(text("_HEAP_ENTRY", "UnusedBytes", table)).isEqualTo(unusedBytes);
        assertThat(text("_HEAP_ENTRY", lastName, table)).isEqualTo(last);
        Structure entry = structure(table, "_HEAP_ENTRY");
        assertThat(entry.size()).isEqualTo(table.endsWith("x64") ? 16 : 8);
        assertThat(entry.field("Size").size()).isEqualTo(2);
        assertThat(entry.field("PreviousSize").size()).isEqualTo(2);
        assertThat(entry.field("Flags").size()).isEqualTo(1);
    }

    /**
     * Nine and seven bits on x86, eight bits each on x64; counted from the beginning of the header,
     * because the symbols of 7 x64 declare one unit of 32 bits and the others two of 16.
     */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    winxp-sp2-x86,        8,  0+9, 9+7, 16+9, 25+7
                    win10-22h2-19045-x86, 8,  0+9, 9+7, 16+9, 25+7
                    reactos-x86,          8,  0+9, 9+7, 16+9, 25+7
                    win7-sp1-x64,         16, 0+8, 8+8, 16+8, 24+8
                    win11-22h2-22621-x64, 16, 0+8, 8+8, 16+8, 24+8
                    """)
    void poolHeader(
            String table, int size, String previous, String index, String block, String type) {
        Structure header = structure(table, "_POOL_HEADER");
        assertThat(header.size()).isEqualTo(size);
        assertThat(bits(header.field("PreviousSize"))).isEqualTo(previous);
        assertThat(bits(header.field("PoolIndex"))).isEqualTo(index);
        assertThat(bits(header.field("BlockSize"))).isEqualTo(block);
        assertThat(bits(header.field("PoolType"))).isEqualTo(type);
        assertThat(header.offset("PoolTag")).isEqualTo(4);
    }

    /** The fields of the PEB that lead to the heaps have the same offsets in all versions. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    winxp-sp2-x86,        18, 68, 88, 90, ac
                    ntdll-win7-sp1-x86,   18, 68, 88, 90, ac
                    win10-22h2-19045-x86, 18, 68, 88, 90, ac
                    reactos-x86,          18, 68, 88, 90, ac
                    win2003-sp1-x64,      30, bc, e8, f0, 120
                    win11-23h2-22631-x64, 30, bc, e8, f0, 120
                    reactos-x64,          30, bc, e8, f0, 120
                    """)
    void processEnvironmentBlock(
            String table, String heap, String flags, String count, String heaps, String build) {
        assertThat(text("_PEB", "ProcessHeap", table)).isEqualTo(heap);
        assertThat(text("_PEB", "NtGlobalFlag", table)).isEqualTo(flags);
        assertThat(text("_PEB", "NumberOfHeaps", table)).isEqualTo(count);
        assertThat(text("_PEB", "ProcessHeaps", table)).isEqualTo(heaps);
        assertThat(text("_PEB", "OSBuildNumber", table)).isEqualTo(build);
        assertThat(structure(table, "_PEB").field("NumberOfHeaps").size()).isEqualTo(4);
    }

    /** An uncommitted range, a large block and the hints of the free lists. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    winxp-sp3-x86,    _HEAP_UNCOMMMTTED_RANGE,   Address,   4
                    winxp-sp3-x86,    _HEAP_UNCOMMMTTED_RANGE,   Size,      8
                    win2003-sp2-x64,  _HEAP_UNCOMMMTTED_RANGE,   Size,      10
                    win7-sp1-x86,     _HEAP_UCR_DESCRIPTOR,      Address,   10
                    win81-x64,        _HEAP_UCR_DESCRIPTOR,      Address,   20
                    win81-x64,        _HEAP_UCR_DESCRIPTOR,      Size,      28
                    reactos-x64,      _HEAP_UCR_DESCRIPTOR,      Size,      28
                    winxp-sp2-x86,    _HEAP_VIRTUAL_ALLOC_ENTRY, BusyBlock, 18
                    win8-x64,         _HEAP_VIRTUAL_ALLOC_ENTRY, CommitSize, 20
                    win8-x64,         _HEAP_VIRTUAL_ALLOC_ENTRY, BusyBlock, 30
                    winvista-sp1-x86, _HEAP_LIST_LOOKUP,         ListHints, 20
                    winvista-sp1-x64, _HEAP_LIST_LOOKUP,         ListHints, 30
                    win7-sp1-x86,     _HEAP_SUBSEGMENT,          BlockSize, 10
                    win7-sp1-x64,     _HEAP_SUBSEGMENT,          BlockSize, 18
                    """)
    void heapTypes(String table, String type, String field, String offset) {
        assertThat(text(type, field, table)).isEqualTo(offset);
    }

    private String text(String type, String field, String table) {
        Structure structure = structure(table, type);
        return field.equals("size")
                ? Integer.toHexString(structure.size())
                : structure.find(field).map(DocumentedLayoutsTest::text).orElse("-");
    }

    private static String bits(Field field) {
        return field.offset() * Byte.SIZE + field.firstBit() + "+" + field.bitCount();
    }

    private static String text(Field field) {
        String offset = Integer.toHexString(field.offset());
        return field.isBitField()
                ? offset + ":" + field.firstBit() + "+" + field.bitCount()
                : offset;
    }

    private Structure structure(String table, String type) {
        return types.named(table).orElseThrow().structure(type);
    }

    private static List<String> lines(String resource) {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                DocumentedLayoutsTest.class.getResourceAsStream(resource),
                                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
