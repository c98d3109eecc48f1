package org.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockState;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/**
 * The written bytes against the published descriptions of the heap of 10 1809 and later, with their
 * offsets as numbers.
 */
final class SegmentHeapWriterTest {
    private static final long CONSTANT = 0xa2e6_4ead_a2e6_4eadL;

    /** Offsets of one processor. */
    enum Platform {
        X64(
                "win10-22h2-19045-x64",
                0x1c9_785d_0000L,
                new int[] {0x10, 0x100, 0xc0, 8, 0xa, 0x38, 0x48, 0x280, 0x48},
                new int[] {0x10, 0x20, 0x18, 0x1f, 0x20, 0x22, 0x30, 0x20, 0x22, 0x28, 0x30}),
        X86(
                "win10-22h2-19045-x86",
                0x15_0000L,
                new int[] {8, 0x100, 0x80, 4, 6, 0x24, 0x44, 0x200, 0x44},
                new int[] {8, 0x10, 0xc, 0xf, 0x14, 0x16, 0x18, 0x10, 0x12, 0x18, 0x20});

        private final String table;
        private final long base;
        private final int signature;
        private final int contexts;
        private final int contextBytes;
        private final int unitShift;
        private final int firstIndex;
        private final int heap;
        private final int list;
        private final int segmentSignature;
        private final int descriptor;
        private final int flags;
        private final int units;
        private final int vsSize;
        private final int vsSignature;
        private final int firstChunk;
        private final int freeCount;
        private final int blockCount;
        private final int offsets;
        private final int bitmap;

        Platform(String table, long base, int[] root, int[] parts) {
            this.table = table;
            this.base = base;
            signature = root[0];
            contexts = root[1];
            contextBytes = root[2];
            unitShift = root[3];
            firstIndex = root[4];
            heap = root[5];
            list = root[6];
            segmentSignature = parts[0];
            descriptor = parts[1];
            flags = parts[2];
            units = parts[3];
            vsSize = parts[4];
            vsSignature = parts[5];
            firstChunk = parts[6];
            freeCount = parts[7];
            blockCount = parts[8];
            offsets = parts[9];
            bitmap = parts[10];
        }

        private boolean isWide() {
            return this == X64;
        }

        private int unit() {
            return isWide() ? 16 : 8;
        }

        private long cut(long value) {
            return isWide() ? value : value & 0xffff_ffffL;
        }
    }

    private static final class Written {
        private final Platform on;
        private final SegmentHeapWriter heap;
        private final Peek peek;

        Written(Platform platform) {
            on = platform;
            TypeTable types = new ShippedTypes().named(platform.table).orElseThrow();
            long peb = platform.isWide() ? 0x7ff5_1234_5000L : 0x7ffd_f000L;
            SyntheticProcess process = new SyntheticProcess(types, peb, 1, 9);
            heap = process.segmentHeap(platform.base, SegmentHeapOptions.of(types));
            for (int i = 0; i < 2500; i++) {
                long user = heap.allocate(1 + i % 37 * 11L);
                if (i % 7 == 3) {
                    heap.free(user);
                }
            }
            heap.allocate(0x4_0000);
            heap.allocate(0x9_0000);
            peek = new Peek(types, process.space());
        }

        private long context(int index) {
            return heap.address() + on.contexts + (long) index * on.contextBytes;
        }

        /** What all signatures of page segments are combined with. */
        private long key(long segment, long context) {
            long signature = peek.pointer(segment + on.segmentSignature);
            return on.cut(signature ^ segment ^ context ^ CONSTANT);
        }
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void contextsAndSignaturesAreAsDescribed(Platform platform) {
        Written written = new Written(platform);
        Peek peek = written.peek;
        assertThat(peek.number(written.heap.address() + platform.signature, 4))
                .isEqualTo(0xddeeddeeL);
        long key = 0;
        int segments = 0;
        for (int index = 0; index < 2; index++) {
            long context = written.context(index);
            int shift = index == 0 ? 12 : 16;
            assertThat(peek.pointer(context)).isEqualTo(platform.cut(-(256L << shift)));
            assertThat(peek.number(context + platform.unitShift, 1)).isEqualTo(shift);
            boolean twoPages = platform.isWide() && index == 0;
            assertThat(peek.number(context + platform.firstIndex, 1)).isEqualTo(twoPages ? 2 : 1);
            assertThat(peek.pointer(context + platform.heap)).isEqualTo(written.heap.address());
            for (long segment : peek.list(context + platform.list)) {
                long found = written.key(segment, context);
                key = segments++ == 0 ? found : key;
                assertThat(found).isEqualTo(key).isNotZero();
            }
        }
        assertThat(segments).isEqualTo(written.heap.segments().size()).isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void rangesChunksAndBlocksAreAsDescribed(Platform platform) {
        Written written = new Written(platform);
        Peek peek = written.peek;
        long context = written.context(0);
        int busy = 0;
        int lfhKey = 0;
        int subsegments = 0;
        for (long segment : peek.list(context + platform.list)) {
            long key = written.key(segment, context);
            int index = platform.isWide() ? 2 : 1;
            while (index < 256) {
                long descriptor = segment + (long) index * platform.descriptor;
                int flags = (int) peek.number(descriptor + platform.flags, 1) & 0x1f;
                int units = (int) peek.number(descriptor + platform.units, 1);
                long start = segment + ((long) index << 12);
                if (flags != 2) {
                    assertThat(peek.number(descriptor, 4)).isEqualTo(0xccddccddL);
                }
                if (flags == 0xf) {
                    busy += chunks(written, start, start + ((long) units << 12), key);
                } else if (flags == 0xb) {
                    int found = lfhKey(written, start);
                    lfhKey = subsegments++ == 0 ? found : lfhKey;
                    assertThat(found).isEqualTo(lfhKey);
                }
                index += units;
            }
            assertThat(index).isEqualTo(256);
        }
        assertThat(busy).isEqualTo(count(written, "VS"));
        assertThat(subsegments).isGreaterThan(2);
    }

    private static int count(Written written, String kind) {
        return (int)
                written.heap.blocks().stream()
                        .filter(block -> block.kind().equals(kind))
                        .filter(block -> block.state() == BlockState.BUSY)
                        .count();
    }

    /** Walks the chunks of a subsegment; returns how many callers hold. */
    private static int chunks(Written written, long start, long end, long key) {
        Platform on = written.on;
        Peek peek = written.peek;
        long size = peek.number(start + on.vsSize, 2);
        long signature = peek.number(start + on.vsSignature, 2);
        assertThat((size ^ signature ^ 0x2bed) & 0x7fff).isZero();
        int busy = 0;
        long before = 0;
        long at = start + on.firstChunk;
        while (at != end) {
            long word = on.cut(peek.pointer(at) ^ at ^ key);
            long units = on.isWide() ? word >>> 16 & 0xffff : word >>> 1 & 0x7fff;
            long previous = on.isWide() ? word >>> 32 & 0xffff : word >>> 16 & 0x7fff;
            long allocated = on.isWide() ? word >>> 48 : word >>> 31;
            assertThat(previous).isEqualTo(before);
            assertThat(allocated).isBetween(0L, 1L);
            long next = at + units * on.unit();
            boolean marked = (peek.number(at + on.unit() / 2, 4) & 0x100) != 0;
            int last = (int) peek.number(next - 2, 2);
            boolean divided = marked && (last & 0x8000) == 0 && (last & 0x2000) != 0;
            busy += allocated == 1 && !divided ? 1 : 0;
            before = units;
            at = next;
        }
        return busy;
    }

    /** The key that makes the written offsets those of the blocks. */
    private static int lfhKey(Written written, long start) {
        Platform on = written.on;
        List<SegmentHeapBlock> blocks =
                written.heap.blocks().stream()
                        .filter(block -> block.kind().equals("LFH"))
                        .filter(block -> written.heap.range(block.address()) == start)
                        .toList();
        int count = (int) written.peek.number(start + on.blockCount, 2);
        int free = (int) written.peek.number(start + on.freeCount, 2);
        assertThat(blocks).hasSize(count);
        int busyBits = 0;
        for (int i = 0; i < count; i++) {
            int bits = (int) written.peek.number(start + on.bitmap + i / 4, 1) >>> i % 4 * 2;
            busyBits += bits & 1;
        }
        assertThat(busyBits).isEqualTo(count - free);
        int first = (int) (blocks.getFirst().address() - start);
        int plain = first << 16 | (int) blocks.getFirst().size();
        int page = (int) ((start & 0xffff_ffffL) >>> 12);
        return (int) written.peek.number(start + on.offsets, 4) ^ plain ^ page;
    }
}
