package org.cairn.pool.windows;

import org.cairn.memory.AddressSpace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/** Memory of other uses, in kinds: what a scan must not take for blocks. */
enum Noise {
    /** Any bytes. */
    RANDOM((random, out) -> out.put(bytes(random, 512))),
    /** Words in one byte a character. */
    TEXT((random, out) -> out.put(text(random, 40 + random.nextInt(800)))),
    /** Words in two bytes a character. */
    UTF_16(
            (random, out) ->
                    out.put(wide(random, 40 + random.nextInt(800), StandardCharsets.UTF_16LE))),
    /** Tables of small numbers of one, two, four or eight bytes. */
    NUMBERS(
            (random, out) -> {
                int width = 1 << random.nextInt(4);
                long bound = 1L << random.nextInt(Math.min(12, width * Byte.SIZE));
                for (int i = 0; i < 64 + random.nextInt(256); i++) {
                    number(out, width, random.nextLong(bound));
                }
            }),
    /** Tables of points in time, some with a number between. */
    TIMES(
            (random, out) -> {
                boolean numbered = random.nextBoolean();
                long time = 0x01d9_0000_0000_0000L + random.nextLong(1L << 48);
                for (int i = 0; i < 64; i++) {
                    time += random.nextLong(1L << 34);
                    out.putLong(time);
                    if (numbered) {
                        out.putLong(random.nextInt(1 << 20));
                    }
                }
            }),
    /** Tables of kernel addresses on x64. */
    POINTERS_X64(
            (random, out) -> {
                long base = 0xffff_8000_0000_0000L | random.nextLong(1L << 47);
                for (int i = 0; i < 64; i++) {
                    long near = base ^ random.nextLong(1L << 28) & -8;
                    out.putLong(random.nextInt(8) == 0 ? random.nextInt(0x1000) : near);
                }
            }),
    /** Tables of kernel addresses on x86. */
    POINTERS_X86(
            (random, out) -> {
                int base = 0x8000_0000 | random.nextInt() & ~0xff_ffff;
                for (int i = 0; i < 64; i++) {
                    int near = base | random.nextInt(0x100_0000) & -4;
                    out.putInt(random.nextInt(8) == 0 ? random.nextInt(0x1000) : near);
                }
            }),
    /** Functions: prologues, moves, calls, branches, tags as immediates, filling between. */
    CODE(Noise::function),
    /** Rows of pixels whose colours change slowly. */
    PICTURE(
            (random, out) -> {
                int red = random.nextInt(256);
                int step = random.nextInt(4);
                for (int i = 0; i < 256; i++) {
                    int grey = red + i * step / 8 + random.nextInt(2) & 0xff;
                    out.putInt(0xff00_0000 | grey << 16 | grey << 8 | grey);
                }
            }),
    /** Tables of two 16-bit numbers and a text: some kinds of them look like headers. */
    RECORDS(
            (random, out) -> {
                int first = 1 << random.nextInt(17);
                int second = 1 << random.nextInt(17);
                int letters = 4 + 4 * random.nextInt(4) + 8 * random.nextInt(2);
                for (int i = 0; i < 32 + random.nextInt(400); i++) {
                    out.putShort((short) random.nextInt(first));
                    out.putShort((short) random.nextInt(second));
                    out.put(text(random, letters));
                }
            }),
    /** Tables of identifiers with two numbers. */
    GUIDS(
            (random, out) -> {
                for (int i = 0; i < 32; i++) {
                    out.putLong(random.nextLong() & ~0xf000_0000_0000_0000L | 4L << 60);
                    out.putLong(random.nextLong() & ~0xc0L | 0x80);
                    out.putInt(random.nextInt(16)).putInt(random.nextInt(0x1000));
                }
            }),
    /** Resources of images: directory entries, then counted texts. */
    RESOURCES(
            (random, out) -> {
                for (int i = 0; i < 16 + random.nextInt(64); i++) {
                    out.putInt(i + 1).putInt(0x8000_0000 | 0x30 * i + random.nextInt(16));
                }
                for (int i = 0; i < 64; i++) {
                    int letters = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
                    out.putShort((short) letters);
                    out.put(wide(random, letters, StandardCharsets.UTF_16LE));
                }
            }),
    /** Page tables. */
    PAGE_TABLES(
            (random, out) -> {
                int frame = random.nextInt(1 << 22);
                for (int i = 0; i < 128; i++) {
                    frame = random.nextInt(4) == 0 ? random.nextInt(1 << 22) : frame + 1;
                    long flags = 0x63 | (random.nextBoolean() ? 1L << 63 : 4);
                    out.putLong(random.nextInt(5) == 0 ? 0 : (long) frame << 12 | flags);
                }
            }),
    /** Compressed text. */
    COMPRESSED(
            (random, out) -> {
                try (Deflater deflater = new Deflater()) {
                    deflater.setInput(text(random, 4000));
                    deflater.finish();
                    byte[] packed = new byte[4096];
                    out.put(packed, 0, deflater.deflate(packed));
                }
            }),
    /** A heap of a process: headers of 16 bytes, the second half of each encoded. */
    NT_HEAP(
            (random, out) -> {
                long key = random.nextLong();
                int previous = 1;
                for (int i = 0; i < 24; i++) {
                    int units = 2 + random.nextInt(20);
                    out.putLong(0);
                    out.putLong(key ^ (units | 1L << 16 | (long) previous << 32 | 0x0c00L << 48));
                    previous = units;
                    content(random, out, (units - 1) * 16);
                }
            }),
    /** A segment heap of a process: chunk headers with a key of its own, then data. */
    SEGMENT_HEAP(
            (random, out) -> {
                long key = random.nextLong();
                long base = random.nextLong(1L << 31) << 16;
                int previous = 3;
                for (int i = 0; i < 24; i++) {
                    long units = 2 + random.nextInt(20);
                    long sizes = units << 16 | (long) previous << 32 | 1L << 48;
                    out.putLong(sizes ^ base + out.position() ^ key);
                    out.putLong(0);
                    previous = (int) units;
                    content(random, out, (int) (units - 1) * 16);
                }
            });

    private static final int PAGE = 0x1000;

    /** An item may go beyond the pages that are wanted. */
    private static final int SLACK = 0x1_0000;

    private static final String LETTERS = "eeeeetttaaaooiinnsshrrdlucmfwypvbgkjqxz";

    private final Item item;

    /** Writes something of a kind, of up to some KiB. */
    @FunctionalInterface
    private interface Item {
        void put(Random random, ByteBuffer out);
    }

    Noise(Item item) {
        this.item = item;
    }

    /**
     * Memory of this kind.
     *
     * @param count number of pages
     * @param seed of what is in them
     */
    byte[] pages(int count, long seed) {
        byte[] all = new byte[count * PAGE];
        fill(new Random(seed * values().length + ordinal()), all);
        return all;
    }

    private void fill(Random random, byte[] all) {
        ByteBuffer out = ByteBuffer.allocate(all.length + SLACK).order(ByteOrder.LITTLE_ENDIAN);
        while (out.position() < all.length) {
            item.put(random, out);
        }
        out.get(0, all);
    }

    /** Memory of all kinds, so many pages of each. */
    static byte[] ofAllKinds(int pagesOfEach, long seed) {
        ByteBuffer all = ByteBuffer.allocate(values().length * pagesOfEach * PAGE);
        for (Noise kind : values()) {
            all.put(kind.pages(pagesOfEach, seed));
        }
        return all.array();
    }

    /** Memory, and behind it so many pages of each kind. */
    static AddressSpace behind(byte[] memory, int pagesOfEach, long seed) {
        return behind(memory, ofAllKinds(pagesOfEach, seed));
    }

    /** Memory, and other memory behind it. */
    static AddressSpace behind(byte[] memory, byte[] other) {
        byte[] all = Arrays.copyOf(memory, memory.length + other.length);
        System.arraycopy(other, 0, all, memory.length, other.length);
        return BareMemory.of(all);
    }

    /** Pages of which stretches were overwritten since. */
    static byte[] overwritten(byte[] pages, long seed) {
        Random random = new Random(seed);
        byte[] all = pages.clone();
        int at = random.nextInt(PAGE);
        while (at < all.length) {
            byte[] content = content(random, Math.min(all.length - at, random.nextInt(PAGE)));
            System.arraycopy(content, 0, all, at, content.length);
            at += content.length + random.nextInt(PAGE);
        }
        return all;
    }

    /** What may be in a block: something of a kind that is not a heap itself. */
    static byte[] content(Random random, int size) {
        byte[] content = new byte[size];
        values()[random.nextInt(COMPRESSED.ordinal())].fill(random, content);
        return content;
    }

    private static void content(Random random, ByteBuffer out, int size) {
        out.put(content(random, size));
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void number(ByteBuffer out, int width, long number) {
        for (int i = 0; i < width; i++) {
            out.put((byte) (number >>> i * Byte.SIZE));
        }
    }

    private static byte[] text(Random random, int letters) {
        return wide(random, letters, StandardCharsets.US_ASCII);
    }

    private static byte[] wide(Random random, int letters, Charset charset) {
        StringBuilder text = new StringBuilder();
        boolean names = random.nextBoolean();
        while (text.length() < letters) {
            for (int i = 0; i <= random.nextInt(9); i++) {
                char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
                text.append(names && i == 0 ? Character.toUpperCase(letter) : letter);
            }
            int next = random.nextInt(12);
            text.append(next == 0 ? ". " : next == 1 ? random.nextInt(1000) + "\\" : " ");
        }
        return text.substring(0, letters).getBytes(charset);
    }

    private static void function(Random random, ByteBuffer out) {
        out.put((byte) 0x48).put((byte) 0x83).put((byte) 0xec).put((byte) (8 * random.nextInt(16)));
        for (int i = 0; i < 8 + random.nextInt(60); i++) {
            switch (random.nextInt(6)) {
                case 0 -> out.put((byte) 0xe8).putInt(random.nextInt(1 << 20) - (1 << 19));
                case 1 ->
                        out.put((byte) 0x0f)
                                .put((byte) (0x80 + random.nextInt(16)))
                                .putInt(random.nextInt(0x400));
                case 2 -> out.put((byte) 0x41).put((byte) 0xb8).put(text(random, 4));
                case 3 -> out.put((byte) (0x50 + random.nextInt(16)));
                case 4 -> out.put((byte) 0xb9).putInt(random.nextInt(0x300));
                default ->
                        out.put((byte) 0x48)
                                .put((byte) 0x8b)
                                .put((byte) (0x40 + random.nextInt(0x40)))
                                .put((byte) (8 * random.nextInt(32)));
            }
        }
        out.put((byte) 0xc3);
        while (out.position() % 16 != 0) {
            out.put((byte) 0xcc);
        }
    }
}
