package org.cairn.testkit.internal.container;

import org.cairn.memory.PagingMode;
import org.cairn.testkit.PagedImage;

import java.util.Map;

/** Crash dumps and minidumps. */
public final class WindowsFiles {
    private static final int PAGE = PagedImage.PAGE;
    private static final int HEADER_32 = 0x1000;
    private static final int HEADER_64 = 0x2000;
    private static final int STREAMS = 16;

    private WindowsFiles() {}

    private static Octets header(PagedImage image, boolean wide, int type) {
        Octets out = new Octets().filler(0, wide ? HEADER_64 : HEADER_32);
        out.set32(4, wide ? 0x3436_5544 : 0x504d_5544).set32(8, 15);
        if (wide) {
            out.set32(0xc, 19041).set64(0x10, image.cr3()).set32(0x30, 0x8664).set32(0x34, 4);
            out.set32(0x38, 0xd1).set64(0x40, 1).set64(0x48, 2).set64(0x50, 3).set64(0x58, 4);
            out.set32(0xf98, type);
        } else {
            out.set32(0xc, 7601).set32(0x10, image.cr3()).set32(0x20, 0x14c).set32(0x24, 1);
            out.set32(0x28, 0xd1).set32(0x2c, 1).set32(0x30, 2).set32(0x34, 3).set32(0x38, 4);
            out.set(0x5c, image.mode() == PagingMode.PAE ? 1 : 0, 1).set32(0xf88, type);
        }
        return out;
    }

    private static Octets pages(Octets out, PagedImage image) {
        image.pages().values().forEach(out::bytes);
        return out;
    }

    /** The runs of the header, then their pages. */
    public static byte[] complete(PagedImage image, boolean wide) {
        Octets out = header(image, wide, 1);
        int at = wide ? 0x98 : 0x6c;
        out.set32(wide ? 0x88 : 0x64, image.runs().size());
        int width = wide ? Long.BYTES : Integer.BYTES;
        for (long[] run : image.runs()) {
            out.set(at, run[0], width).set(at + width, run[1], width);
            at += 2 * width;
        }
        return pages(out, image).get();
    }

    private static byte[] bits(PagedImage image, long count) {
        byte[] bits = new byte[(int) ((count + 7) / 8)];
        image.pages().keySet().forEach(page -> bits[(int) (page / 8)] |= (byte) (1 << page % 8));
        return bits;
    }

    /** Windows 2000 to 7: {@code SUMMARY_DUMP32} and {@code SUMMARY_DUMP64}. */
    public static byte[] summary(PagedImage image, boolean wide) {
        Octets out = header(image, wide, 2);
        int start = out.size();
        long count = image.pages().lastKey() + 1;
        byte[] bits = bits(image, count);
        int first = (start + 0x28 + bits.length + PAGE - 1) / PAGE * PAGE;
        out.text("SDMPDUMP").u32(0, first, count, image.pages().size());
        out.to(start + (wide ? 0x28 : 0x20)).bytes(bits).to(first);
        return pages(out, image).get();
    }

    /** Windows 8 and later: {@code BITMAP_DUMP}, of all memory (5) or of the active part (6). */
    public static byte[] bitmap(PagedImage image, boolean wide, int type) {
        Octets out = header(image, wide, type);
        int start = out.size();
        long count = image.pages().lastKey() + 1;
        byte[] bits = bits(image, count);
        int first = (start + 0x38 + bits.length + PAGE - 1) / PAGE * PAGE;
        out.text(type == 5 ? "FDMP" : "SDMP").text("DUMP").to(start + 0x20);
        out.u64(first, image.pages().size(), count).bytes(bits).to(first);
        return pages(out, image).get();
    }

    /** Types 8 to 10: ranges of pages. */
    public static byte[] ranges(PagedImage image) {
        Octets out = header(image, true, 10);
        int start = out.size();
        int list = 16 * image.runs().size();
        int first = (start + 0x30 + list + 16 + PAGE - 1) / PAGE * PAGE;
        out.u32(0x40).text("RDMPDUMP").u32(0).u64(list + 0x20L, first, 0, 0);
        for (long[] run : image.runs()) {
            out.u64(run[0], run[1]);
        }
        return pages(out.to(first), image).get();
    }

    /** A small dump: data blocks of virtual memory. */
    public static byte[] triage(PagedImage image, boolean wide) {
        Octets out = header(image, wide, 4);
        Map<Long, byte[]> blocks = image.virtual();
        int head = out.size();
        int list = head + 0x100;
        int data = list + 16 * blocks.size();
        int end = data + PAGE * blocks.size();
        out.set32(head, 0).set32(head + 4, end + 4).set32(head + 8, end);
        int field = head + (wide ? 0x78 : 0x60);
        out.set32(field, list).set32(field + 4, blocks.size()).to(list);
        int at = data;
        for (long address : blocks.keySet()) {
            out.u64(address).u32(at, PAGE);
            at += PAGE;
        }
        blocks.values().forEach(out::bytes);
        return out.text("TRGD").get();
    }

    /**
     * A minidump with a stream of each kind that is read, and the memory in {@code
     * MINIDUMP_MEMORY64_LIST} or {@code MINIDUMP_MEMORY_LIST}.
     */
    public static byte[] minidump(PagedImage image, boolean full) {
        Map<Long, byte[]> ranges = image.virtual();
        Octets out = new Octets().text("MDMP").u32(0xa793, STREAMS, 32, 0, 0x5f00_0000);
        out.u64(full ? 2 : 0).to(32 + STREAMS * 12);
        int text = out.size();
        out.u32(10).text("n\0a\0m\0e\0s\0").u16(0);
        Octets system = new Octets().u16(image.isLong() ? 9 : 0).u16(0).u16(0).u8(1).u8(1);
        stream(out, 0, 7, system.u32(10, 0, 19041, 2, 0).to(56));
        long teb = 0x7ffd_e000;
        Octets threads = new Octets().u32(1, 77, 0, 0, 8).u64(teb, 0).u32(0, 0, 0, 0);
        stream(out, 1, 3, threads);
        Octets modules = new Octets().u32(1).u64(0x40_0000).u32(0x3000, 0, 0, text);
        stream(out, 2, 4, modules.to(4 + 108));
        stream(out, 3, 6, new Octets().u32(77, 0, 0xc000_0005, 0).u64(0, 0x40_1000).to(168));
        stream(out, 4, 15, new Octets().u32(24, 3, 4242, 1, 2, 3));
        stream(out, 5, 12, new Octets().u32(16, 32, 1, 0).u64(4).u32(text, text, 0, 1, 1, 1));
        Octets unloaded = new Octets().u32(12, 24, 1).u64(0x50_0000).u32(0x1000, 0, 0, text);
        stream(out, 6, 14, unloaded);
        stream(out, 7, 17, new Octets().u32(12, 64, 1, 77).to(12 + 64));
        stream(out, 8, 24, new Octets().u32(1, 77).u64(text));
        stream(out, 9, 21, new Octets().u32(1, 0, PAGE, 1 << 18).to(500));
        stream(out, 10, 22, new Octets().u32(1, 5).u64(1, 2, 3, 4, 5, 6, 7, 8, 9));
        stream(out, 11, 13, new Octets().u32(24, 32, 16, 12, 1, 0).to(24 + 32));
        stream(out, 12, 19, new Octets().u32(40, 1, 16, 16, 24, 1).u64(8).to(40));
        stream(out, 13, 18, new Octets().u32(16, 32, 1, 0).u64(4).u32(77, 77, 1).to(16 + 32));
        stream(out, 14, 10, new Octets().text("a comment").u8(0));
        int list = out.size();
        int size = full ? 16 + 16 * ranges.size() : 4 + 16 * ranges.size();
        Octets memory = full ? new Octets().u64(ranges.size(), list + size) : new Octets();
        if (!full) {
            memory.u32(ranges.size());
        }
        int at = list + size;
        for (long address : ranges.keySet()) {
            memory.u64(address);
            if (full) {
                memory.u64(PAGE);
            } else {
                memory.u32(PAGE, at);
            }
            at += PAGE;
        }
        stream(out, 15, full ? 9 : 5, memory);
        ranges.values().forEach(out::bytes);
        return out.get();
    }

    private static void stream(Octets out, int index, int type, Octets content) {
        int entry = 32 + 12 * index;
        out.set32(entry, type).set32(entry + 4, content.size()).set32(entry + 8, out.size());
        out.bytes(content.get());
    }
}
