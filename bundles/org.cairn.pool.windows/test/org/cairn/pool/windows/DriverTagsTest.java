package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpModule;
import org.cairn.memory.Absence;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.pool.windows.internal.owner.DriverTags;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tags in the code of images that cannot be right. */
class DriverTagsTest {
    private static final byte PUSH = 0x68;
    private static final long BASE = 0xffff_f800_0100_0000L;
    private static final int SIZE = 0x4000;

    private static DumpModule image(String name, long base, long size) {
        return new DumpModule(base, size, name, "", 0, 0, "");
    }

    /** Memory with a tag at the beginning of each page: Tag0, Tag1 and so on. */
    private static SparseMemory memory() {
        byte[] code = new byte[SIZE];
        for (int page = 0; page < SIZE / 0x1000; page++) {
            code[page * 0x1000] = PUSH;
            byte[] tag = ("Tag" + page).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(tag, 0, code, page * 0x1000 + 1, tag.length);
        }
        return SparseMemory.builder(Absence.NOT_CAPTURED)
                .bytes(BASE, MemorySegment.ofArray(code))
                .build();
    }

    private static String describe(DriverTags tags, String tag) {
        byte[] bytes = tag.getBytes(StandardCharsets.US_ASCII);
        return tags.describe(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    /** An image ends where the next one begins, whatever its size says. */
    @Test
    void overlappingImagesAreSearchedOnce() {
        List<DumpModule> images =
                List.of(
                        image("kernel", BASE, 0xffff_ffffL),
                        image("second.sys", BASE + 0x2000, 0x1000),
                        image("third.sys", BASE + 0x1000, 0x8000),
                        image("again.sys", BASE + 0x1000, 0x1000),
                        image("none.sys", BASE + 0x1800, 0));
        DriverTags tags = DriverTags.search(memory(), images, Progress.NONE);
        assertThat(describe(tags, "Tag0")).isEqualTo("in the code of kernel");
        assertThat(describe(tags, "Tag1")).isEqualTo("in the code of third.sys");
        assertThat(describe(tags, "Tag2")).isEqualTo("in the code of second.sys");
        assertThat(describe(tags, "Tag3")).isEmpty();
    }

    /** Ten thousand images of the largest size: each byte belongs to one at most. */
    @Test
    void thousandsOfImagesAreNoThousandsOfSearches() {
        List<DumpModule> images = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            images.add(image(i + ".sys", BASE - (10_000L - i) * 8, 0xffff_ffffL));
        }
        DriverTags tags = DriverTags.search(memory(), images, Progress.NONE);
        for (String tag : List.of("Tag0", "Tag1", "Tag2", "Tag3")) {
            assertThat(describe(tags, tag)).isEqualTo("in the code of 9999.sys");
        }
    }

    /** The last bytes of the address space are code, too. */
    @Test
    void imagesMayEndWithTheAddressSpace() {
        SparseMemory memory =
                SparseMemory.builder(Absence.NOT_CAPTURED)
                        .bytes(-5, MemorySegment.ofArray(new byte[] {PUSH, 'T', 'a', 'g', '9'}))
                        .build();
        DriverTags tags =
                DriverTags.search(
                        memory, List.of(image("last.sys", -0x1000, 0x8000)), Progress.NONE);
        assertThat(describe(tags, "Tag9")).isEqualTo("in the code of last.sys");
    }
}
