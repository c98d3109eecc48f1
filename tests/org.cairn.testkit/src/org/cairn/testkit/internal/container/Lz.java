package org.cairn.testkit.internal.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packs with the four algorithms of dumps that have no packer in the JDK. All find the same copies;
 * they differ in how these are written down.
 */
final class Lz {
    /** Literals, then a copy; the last one has no copy. */
    private record Step(int from, int literals, int distance, int length) {}

    private static final int LEAST = 4;
    private static final int HASH_BITS = 12;

    private Lz() {}

    private static List<Step> steps(byte[] input, int mostLength, int mostDistance) {
        List<Step> steps = new ArrayList<>();
        int[] seen = new int[1 << HASH_BITS];
        Arrays.fill(seen, -1);
        int from = 0;
        int at = 0;
        while (at + LEAST <= input.length) {
            int hash = hash(input, at);
            int candidate = seen[hash];
            seen[hash] = at;
            int length = 0;
            if (candidate >= 0 && at - candidate <= mostDistance) {
                int most = Math.min(mostLength, input.length - at);
                while (length < most && input[candidate + length] == input[at + length]) {
                    length++;
                }
            }
            if (length >= LEAST) {
                steps.add(new Step(from, at - from, at - candidate, length));
                at += length;
                from = at;
            } else {
                at++;
            }
        }
        steps.add(new Step(from, input.length - from, 0, 0));
        return steps;
    }

    private static int hash(byte[] input, int at) {
        int word =
                input[at] & 0xff
                        | (input[at + 1] & 0xff) << 8
                        | (input[at + 2] & 0xff) << 16
                        | input[at + 3] << 24;
        return word * 0x9e37_79b1 >>> Integer.SIZE - HASH_BITS;
    }

    private static void literals(Octets out, byte[] input, Step step) {
        out.bytes(Arrays.copyOfRange(input, step.from, step.from + step.literals));
    }

    /** Raw Snappy, as its format_description.txt says. */
    static byte[] snappy(byte[] input) {
        Octets out = new Octets();
        int length = input.length;
        for (; length > 0x7f; length >>>= 7) {
            out.u8(length & 0x7f | 0x80);
        }
        out.u8(length);
        for (Step step : steps(input, 64, 0xffff)) {
            if (step.literals > 0) {
                if (step.literals <= 60) {
                    out.u8(step.literals - 1 << 2);
                } else {
                    out.u8(61 << 2).u16(step.literals - 1);
                }
                literals(out, input, step);
            }
            if (step.length > 0) {
                out.u8(step.length - 1 << 2 | 2).u16(step.distance);
            }
        }
        return out.get();
    }

    /** LZO1X, as the Linux kernel's lzo.rst describes the stream. */
    static byte[] lzo(byte[] input) {
        Octets out = new Octets();
        int state = -1;
        for (Step step : steps(input, Integer.MAX_VALUE, 1 << 14)) {
            int count = step.literals;
            if (count > 3 && (state >= 0 || count > 238)) {
                if (count <= 18) {
                    out.u8(count - 3);
                } else {
                    out.u8(0);
                    longLength(out, count - 18);
                }
            } else if (state < 0 && count > 0) {
                out.u8(17 + count);
            } else if (count > 0) {
                out.set(state, out.get()[state] & 0xfc | count, 1);
            }
            literals(out, input, step);
            if (step.length > 0) {
                if (step.length <= 33) {
                    out.u8(0x20 | step.length - 2);
                } else {
                    out.u8(0x20);
                    longLength(out, step.length - 33);
                }
                state = out.size();
                out.u16(step.distance - 1 << 2);
            }
        }
        return out.u8(0x11).u16(0).get();
    }

    private static void longLength(Octets out, int length) {
        int rest = length;
        for (; rest > 255; rest -= 255) {
            out.u8(0);
        }
        out.u8(rest);
    }

    /** Plain LZ77 of [MS-XCA], section 2.3. */
    static byte[] xpress(byte[] input) {
        Octets out = new Octets();
        int flags = 0;
        int flagsAt = 0;
        int used = Integer.SIZE;
        int half = -1;
        for (Step step : steps(input, 60_000, 1 << 13)) {
            int items = step.literals + (step.length > 0 ? 1 : 0);
            for (int i = 0; i < items; i++) {
                if (used == Integer.SIZE) {
                    flagsAt = out.size();
                    out.u32(0);
                    flags = 0;
                    used = 0;
                }
                boolean copy = i == step.literals;
                flags |= (copy ? 1 : 0) << Integer.SIZE - 1 - used++;
                out.set32(flagsAt, flags);
                if (!copy) {
                    out.u8(input[step.from + i]);
                    continue;
                }
                int length = step.length - 3;
                out.u16(step.distance - 1 << 3 | Math.min(length, 7));
                if (length >= 7) {
                    int nibble = Math.min(length - 7, 15);
                    if (half < 0) {
                        half = out.size();
                        out.u8(nibble);
                    } else {
                        out.set(half, out.get()[half] & 0xf | nibble << 4, 1);
                        half = -1;
                    }
                    if (nibble == 15) {
                        if (length - 22 < 255) {
                            out.u8(length - 22);
                        } else {
                            out.u8(255).u16(length);
                        }
                    }
                }
            }
        }
        if (used == Integer.SIZE) {
            out.u32(-1);
        } else {
            out.set32(flagsAt, flags | -1 >>> used);
        }
        return out.get();
    }

    /**
     * LZ77 with Huffman codes of [MS-XCA], section 2.1, of up to 64 KB. All 512 symbols have codes
     * of nine bits: that is a valid code, if not a good one.
     */
    static byte[] xpressHuffman(byte[] input) {
        Octets out = new Octets();
        for (int i = 0; i < 256; i++) {
            out.u8(0x99);
        }
        Words bits = new Words(out);
        for (Step step : steps(input, 60_000, (1 << 15) - 1)) {
            for (int i = 0; i < step.literals; i++) {
                bits.put(input[step.from + i] & 0xff, 9);
            }
            if (step.length > 0) {
                int width = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(step.distance);
                int length = step.length - 3;
                bits.put(256 + (width << 4 | Math.min(length, 15)), 9);
                if (length >= 15) {
                    if (length - 15 < 255) {
                        bits.extra(length - 15, 1);
                    } else {
                        bits.extra(255, 1);
                        bits.extra(length, 2);
                    }
                }
                bits.put(step.distance - (1 << width), width);
            }
        }
        bits.put(256, 9);
        bits.flush();
        return out.get();
    }

    /** Bits in words of 16, highest first: a reader is two words ahead of the bits. */
    private static final class Words {
        private final Octets out;
        private int word;
        private int free = Short.SIZE;
        private int first;
        private int second;

        Words(Octets out) {
            this.out = out;
            first = out.size();
            second = first + 2;
            out.u16(0).u16(0);
        }

        void put(int value, int width) {
            if (width <= free) {
                word = word << width | value;
                free -= width;
                return;
            }
            int rest = width - free;
            out.set(first, word << free | value >>> rest, Short.BYTES);
            word = value & (1 << rest) - 1;
            free = Short.SIZE - rest;
            first = second;
            second = out.size();
            out.u16(0);
        }

        void extra(int value, int bytes) {
            out.number(value, bytes);
        }

        void flush() {
            out.set(first, word << free, Short.BYTES);
        }
    }
}
