package org.cairn.testkit.internal.container;

import org.cairn.testkit.PagedImage;

import java.util.ArrayList;
import java.util.List;

/** Hibernation files. */
public final class HibernationFiles {
    private static final int PAGE = PagedImage.PAGE;
    private static final int BLOCK_PAGES = 16;
    private static final int STATE = 2 * PAGE;

    /** Sizes and offsets of a page of ranges, as the tables of debugging symbols give them. */
    public enum Ranges {
        /** Windows XP, 32 bit. */
        XP_X86(4, 0x10, 4, 0xc, 0x10, 4, 8),
        /** Windows Server 2003, 64 bit. */
        XP_X64(8, 0x20, 8, 0x14, 0x20, 8, 0x10),
        /** Windows Vista SP 2, 32 bit. */
        VISTA_X86(4, 0xc, 4, 8, 8, 0, 4),
        /** Windows Vista SP 2, 64 bit. */
        VISTA_X64(8, 0x18, 8, 0x10, 0x10, 0, 8),
        /** Windows 7, 32 bit. */
        SEVEN_X86(4, 8, 0, 4, 8, 0, 4),
        /** Windows 7, 64 bit. */
        SEVEN_X64(8, 0x10, 0, 8, 0x10, 0, 8);

        private final int word;
        private final int link;
        private final int next;
        private final int count;
        private final int range;
        private final int start;
        private final int end;

        Ranges(int word, int link, int next, int count, int range, int start, int end) {
            this.word = word;
            this.link = link;
            this.next = next;
            this.count = count;
            this.range = range;
            this.start = start;
            this.end = end;
        }

        /** Whether the system has 64 bits. */
        public boolean isWide() {
            return word == Long.BYTES;
        }
    }

    private HibernationFiles() {}

    /** The registers: 64 bit at the beginning of the page, 32 bit after the context. */
    private static void state(Octets out, int at, PagedImage image, boolean wide, int context) {
        if (wide) {
            out.set64(at, image.cr0()).set64(at + 0x10, image.cr3()).set64(at + 0x18, image.cr4());
            out.set32(at + context + 0x30, 0x10_000b);
            out.set64(at + context + 0xf8, 0xffff_f800_0000_1111L);
        } else {
            int special = at + 0x2cc;
            out.set32(at, 0x1_0007).set32(at + 0xb8, 0x8000_1111L);
            out.set32(special, image.cr0()).set32(special + 8, image.cr3());
            out.set32(special + 0xc, image.cr4());
        }
    }

    /**
     * Windows XP to 7: tables of ranges, here of three each, and blocks of 16 pages behind them.
     */
    public static byte[] old(PagedImage image, Ranges form) {
        Octets out = new Octets().text("hibr").to(STATE);
        state(out, STATE, image, form.isWide(), 0xe0);
        out.to(3 * PAGE);
        List<long[]> runs = image.runs();
        for (int from = 0; from < runs.size(); from += 3) {
            List<long[]> part = runs.subList(from, Math.min(runs.size(), from + 3));
            int table = out.size();
            out.to(table + PAGE).set32(table + form.count, part.size());
            List<Long> pages = new ArrayList<>();
            for (int i = 0; i < part.size(); i++) {
                long[] run = part.get(i);
                int at = table + form.link + i * form.range;
                out.set(at + form.start, run[0], form.word);
                out.set(at + form.end, run[0] + run[1], form.word);
                for (long page = run[0]; page < run[0] + run[1]; page++) {
                    pages.add(page);
                }
            }
            for (int at = 0; at < pages.size(); at += BLOCK_PAGES) {
                block(out, image, pages.subList(at, Math.min(pages.size(), at + BLOCK_PAGES)));
            }
            out.align(PAGE);
            boolean last = from + 3 >= runs.size();
            out.set(table + form.next, last ? 0 : out.size() / PAGE, form.word);
        }
        return out.get();
    }

    private static byte[] content(PagedImage image, List<Long> pages) {
        Octets content = new Octets();
        pages.forEach(page -> content.bytes(image.bytes(page, 1)));
        return content.get();
    }

    private static void block(Octets out, PagedImage image, List<Long> pages) {
        byte[] plain = content(image, pages);
        byte[] packed = Lz.xpress(plain);
        byte[] body = packed.length < plain.length ? packed : plain;
        int start = out.size();
        out.u8(0x81).u8(0x81).text("xpress");
        out.u32(pages.size() - 1 | (body.length - 1L) << 10).to(start + 0x20);
        out.bytes(body).align(Long.BYTES);
    }

    /** Where the header of Windows 8 and later has its numbers. */
    public enum Header {
        /** Windows 8 and 8.1, 64 bit. */
        EIGHT_X64(8, 0x58, 0x60, 0x68, 0x1c8),
        /** Windows 8 and later, 32 bit. */
        EIGHT_X86(4, 0x48, 0x50, 0x54, 0),
        /** Windows 10 1507 and 1511, 64 bit. */
        TEN_1507(8, 0x58, 0x68, 0x70, 0x218),
        /** Windows 10 1607, 64 bit. */
        TEN_1607(8, 0x58, 0x68, 0x70, 0x220),
        /** Windows 10 1703 and later, 64 bit. */
        TEN_1703(8, 0x58, 0x68, 0x70, 0x230);

        private final int word;
        private final int loader;
        private final int boot;
        private final int kernel;
        private final int processed;

        Header(int word, int loader, int boot, int kernel, int processed) {
            this.word = word;
            this.loader = loader;
            this.boot = boot;
            this.kernel = kernel;
            this.processed = processed;
        }

        /** Whether the system has 64 bits. */
        public boolean isWide() {
            return word == Long.BYTES;
        }
    }

    /**
     * Windows 8 and later: some pages for the boot loader, the others for the kernel, in sets that
     * are packed in turn with both methods and not at all. Remains of an older file follow.
     */
    public static byte[] modern(PagedImage image, Header header) {
        List<Long> pages = new ArrayList<>(image.pages().keySet());
        int loader = Math.min(5, pages.size() / 2);
        Octets out = new Octets().text("HIBR").to(PAGE);
        state(out, PAGE, image, header.isWide(), 0xf0);
        out.to(4 * PAGE);
        out.set(header.loader, loader, header.word);
        out.set(header.boot, out.size() / PAGE, header.word);
        sets(out, image, pages.subList(0, loader), header);
        out.align(PAGE).set(header.kernel, out.size() / PAGE, header.word);
        sets(out, image, pages.subList(loader, pages.size()), header);
        if (header.processed != 0) {
            out.set(header.processed, pages.size() - (long) loader, header.word);
            sets(out, image, pages.subList(0, 1), header);
        }
        return out.align(PAGE).to(out.size() + PAGE).get();
    }

    private static void sets(Octets out, PagedImage image, List<Long> pages, Header header) {
        int method = 0;
        for (int from = 0; from < pages.size(); ) {
            List<Long> part =
                    pages.subList(from, Math.min(pages.size(), from + (method == 1 ? 7 : 16)));
            List<long[]> runs = new ArrayList<>();
            for (long page : part) {
                long[] last = runs.isEmpty() ? new long[] {-2, 0} : runs.getLast();
                if (last[0] + last[1] == page) {
                    last[1]++;
                } else {
                    runs.add(new long[] {page, 1});
                }
            }
            byte[] plain = content(image, part);
            byte[] packed =
                    switch (method) {
                        case 0 -> Lz.xpress(plain);
                        case 1 -> plain;
                        default -> Lz.xpressHuffman(plain);
                    };
            byte[] body = packed.length < plain.length ? packed : plain;
            out.u32(runs.size() | (long) body.length << 8 | (long) (method & 2) << 30);
            for (long[] run : runs) {
                out.number(run[0] << 4 | run[1] - 1, header.word);
            }
            out.bytes(body);
            from += part.size();
            method = (method + 1) % 3;
        }
    }
}
