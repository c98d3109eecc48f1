package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

class RangeMapTest {
    private static final int ROW = 16;

    @Test
    void showsWhatLiesWithin() {
        ByteRange block = range(0x1000, 0x102f, "block");
        ByteRange header = range(0x1000, 0x100f, "header");
        ByteRange link = range(0x1008, 0x100b, "link");
        RangeMap map = new RangeMap(List.of(link, header, block));

        assertThat(labels(map, 0x1000)).isEqualTo("hhhhhhhhllllhhhh");
        assertThat(labels(map, 0x1010)).isEqualTo("bbbbbbbbbbbbbbbb");
        assertThat(labels(map, 0x1030)).isEqualTo("                ");
        assertThat(map.at(0x1009)).isEqualTo(link);
        assertThat(map.at(0x100c)).isEqualTo(header);
        assertThat(map.at(0x1030)).isNull();
        assertThat(map.at(0xfff)).isNull();
    }

    @Test
    void showsTheLastOfEqualOnesAndTheLaterOfCrossingOnes() {
        RangeMap map =
                new RangeMap(
                        List.of(
                                range(0x1004, 0x100b, "c"),
                                range(0x1000, 0x1007, "a"),
                                range(0x1000, 0x1007, "b")));
        assertThat(labels(map, 0x1000)).isEqualTo("bbbbcccccccc    ");
    }

    @Test
    void goesBackToWhatIsUnderneath() {
        RangeMap map =
                new RangeMap(
                        List.of(
                                range(0, 0xf, "a"),
                                range(1, 1, "b"),
                                range(3, 9, "c"),
                                range(4, 4, "d"),
                                range(6, 7, "e")));
        assertThat(labels(map, 0)).isEqualTo("abacdceecc" + "aaaaaa");
    }

    @Test
    void reachesTheLastAddress() {
        RangeMap map = new RangeMap(List.of(range(0, -1, "all"), range(-4, -1, "end")));
        assertThat(labels(map, -16)).isEqualTo("aaaaaaaaaaaaeeee");
        assertThat(labels(map, 0)).isEqualTo("a".repeat(ROW));
        assertThat(labels(map, 0x8000_0000_0000_0000L)).isEqualTo("a".repeat(ROW));
    }

    private static ByteRange range(long first, long last, String label) {
        return new ByteRange(first, last, RangeStyle.USER, label);
    }

    private static String labels(RangeMap map, long address) {
        @Nullable ByteRange[] row = new ByteRange[ROW];
        map.row(address, row);
        StringBuilder out = new StringBuilder();
        for (ByteRange range : row) {
            out.append(range == null ? ' ' : range.label().charAt(0));
        }
        return out.toString();
    }
}
