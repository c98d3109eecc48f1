package org.cairn.testkit.internal.container;

import org.cairn.testkit.PagedImage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;

/** Dumps of machines: raw, LiME, AVML, ELF cores, VMware, kdump. */
public final class MachineFiles {
    private static final int PAGE = PagedImage.PAGE;
    private static final long CODE_LONG = 0xffff_f800_0000_1111L;
    private static final long CODE_32 = 0x8000_1111L;

    private MachineFiles() {}

    /** Byte 0 is address 0; what is missing is zero. At least 1 MB. */
    public static byte[] raw(PagedImage image) {
        Octets out = new Octets();
        image.pages().forEach((page, content) -> out.to((int) (page * PAGE)).bytes(content));
        return out.to(1 << 20).get();
    }

    /** A header of 32 bytes before each stretch. */
    public static byte[] lime(PagedImage image) {
        Octets out = new Octets();
        for (long[] run : image.runs()) {
            out.u32(0x4c69_4d45, 1).u64(run[0] * PAGE, (run[0] + run[1]) * PAGE - 1, 0);
            out.bytes(image.bytes(run[0], run[1]));
        }
        return out.get();
    }

    /** The same header with another magic number, Snappy frames of up to 64 KB, their length. */
    public static byte[] avml(PagedImage image) {
        Octets out = new Octets();
        for (long[] run : image.runs()) {
            out.u32(0x4c4d_5641, 2).u64(run[0] * PAGE, (run[0] + run[1]) * PAGE - 1, 0);
            int start = out.size();
            out.bytes((byte) 0xff, (byte) 6, (byte) 0, (byte) 0).text("sNaPpY");
            for (long done = 0; done < run[1]; done += 16) {
                byte[] plain = image.bytes(run[0] + done, Math.min(16, run[1] - done));
                boolean packed = done / 16 % 2 == 0;
                byte[] body = packed ? Lz.snappy(plain) : plain;
                out.u32((long) body.length + 4 << 8 | (packed ? 0 : 1)).u32(0).bytes(body);
            }
            out.u64(out.size() - start);
        }
        return out.get();
    }

    /** {@code dump-guest-memory}: a note with the registers, a segment for each stretch. */
    public static byte[] qemu(PagedImage image) {
        Octets note = new Octets().u32(5, 440, 0).text("QEMU").u32(0).bytes(qemuState(image));
        return elf(image.isLong() ? 62 : 3, note.get(), image, false);
    }

    private static byte[] qemuState(PagedImage image) {
        Octets state = new Octets().u32(1, 440);
        state.set64(56, 0x7000).set64(136, code(image)).set64(144, 2);
        state.set32(160, image.isLong() ? 1 << 21 : 0);
        state.set64(392, image.cr0()).set64(416, image.cr3()).set64(424, image.cr4());
        return state.to(440).get();
    }

    private static long code(PagedImage image) {
        return image.isLong() ? CODE_LONG : CODE_32;
    }

    /** {@code dumpvmcore}: the notes VBCORE and VBCPU of format 1.6. */
    public static byte[] virtualBox(PagedImage image) {
        Octets notes = new Octets().u32(7, 24, 0xb00).text("VBCORE").u16(0);
        notes.u32(0xc01a_c0deL, 0x1_0006, 24, 0x0700_0e0eL, 161_095, 1);
        notes.u32(6, 512, 0xb01).text("VBCPU").u8(0).u16(0);
        int cpu = notes.size();
        notes.set64(cpu + 112, code(image)).set64(cpu + 120, 0x7000);
        notes.set64(cpu + 288, image.cr0()).set64(cpu + 304, image.cr3());
        notes.set64(cpu + 312, image.cr4()).set64(cpu + 488, image.isLong() ? 0xd01 : 0);
        return elf(62, notes.to(cpu + 512).get(), image, false);
    }

    /** A core of a Linux process: virtual addresses, NT_PRSTATUS and NT_PRPSINFO. */
    public static byte[] linuxProcess(PagedImage image) {
        Octets notes = new Octets().u32(5, 336, 1).text("CORE").u32(0);
        int status = notes.size();
        notes.to(status + 336).set32(status + 32, 77).set64(status + 240, 0x40_0010);
        notes.u32(5, 136, 3).text("CORE").u32(0);
        int process = notes.size();
        notes.to(process + 136).set32(process + 24, 77);
        return elf(62, notes.get(), image, true);
    }

    private static byte[] elf(int machine, byte[] notes, PagedImage image, boolean virtual) {
        var stretches = virtual ? image.virtual() : image.pages();
        long[][] runs =
                virtual
                        ? stretches.keySet().stream()
                                .map(address -> new long[] {address, 1})
                                .toArray(long[][]::new)
                        : image.runs().toArray(long[][]::new);
        Octets out = new Octets();
        out.u8(0x7f).text("ELF").u8(2).u8(1).u8(1).to(16).u16(4).u16(machine).u32(1);
        out.u64(0, 64, 0).u32(0).u16(64).u16(56).u16(runs.length + 1).u16(0).u16(0).u16(0);
        int headers = 64 + 56 * (runs.length + 1);
        out.u32(4, 0).u64(headers, 0, 0, notes.length, notes.length, 0);
        long at = (headers + notes.length + PAGE - 1) / PAGE * (long) PAGE;
        for (long[] run : runs) {
            long address = virtual ? run[0] : run[0] * PAGE;
            out.u32(1, 6).u64(at, virtual ? address : 0, virtual ? 0 : address);
            out.u64(run[1] * PAGE, run[1] * PAGE, PAGE);
            at += run[1] * PAGE;
        }
        out.bytes(notes).align(PAGE);
        stretches.values().forEach(out::bytes);
        return out.get();
    }

    /** A state with registers and the memory itself, in three regions at most. */
    public static byte[] vmware(PagedImage image) {
        Octets out = new Octets();
        Octets memory = new Octets();
        Octets tags = new Octets();
        var runs = image.runs();
        tag(tags, "regionsCount", 4, runs.size());
        for (int i = 0; i < runs.size(); i++) {
            long[] run = runs.get(i);
            tag(tags, "regionPPN", 4, run[0], i);
            tag(tags, "regionPageNum", 4, memory.size() / PAGE, i);
            tag(tags, "regionSize", 4, run[1], i);
            memory.bytes(image.bytes(run[0], run[1]));
        }
        Octets cpu = new Octets();
        tag(cpu, "rip", 8, code(image), 0);
        tag(cpu, "rsp", 8, 0x7000, 0);
        long[] control = {image.cr0(), 0, 0, image.cr3(), image.cr4()};
        for (int i = 0; i < control.length; i++) {
            tag(cpu, "CR64", 8, control[i], 0, i);
        }
        int start = 12 + 2 * 80;
        out.u32(0xbed2_bed2L, 8, 2);
        group(out, "cpu", start);
        group(out, "memory", start + cpu.size() + 2);
        out.to(start).bytes(cpu.get()).u16(0).bytes(tags.get());
        out.u8(0x3f).u8(6).text("Memory").u64(memory.size(), memory.size());
        int padding = (PAGE - (out.size() + 2) % PAGE) % PAGE;
        out.u16(padding).to(out.size() + padding).bytes(memory.get());
        return out.u16(0).get();
    }

    private static void group(Octets out, String name, int offset) {
        int at = out.size();
        out.text(name).to(at + 64).u64(offset, 0);
    }

    private static void tag(Octets out, String name, int size, long value, int... indexes) {
        out.u8(indexes.length << 6 | size).u8(name.length()).text(name);
        for (int index : indexes) {
            out.u32(index);
        }
        out.number(value, size);
    }

    /** How pages of a kdump are packed: the flag in the page's descriptor. */
    public enum KdumpPacking {
        /** RFC 1950. */
        ZLIB(1),
        /** LZO1X. */
        LZO(2),
        /** Snappy. */
        SNAPPY(4);

        private final int flag;

        KdumpPacking(int flag) {
            this.flag = flag;
        }

        private byte[] pack(byte[] page) {
            return switch (this) {
                case ZLIB -> zlib(page);
                case LZO -> Lz.lzo(page);
                case SNAPPY -> Lz.snappy(page);
            };
        }
    }

    private static byte[] zlib(byte[] page) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(page);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    /**
     * Header, sub-header, notes, two bitmaps, descriptors, pages; a page that grows stays plain.
     */
    public static byte[] kdump(PagedImage image, KdumpPacking packing) {
        long most = image.pages().lastKey() + 1;
        int bitmap = (int) ((most + 7) / 8 + PAGE - 1) / PAGE * PAGE;
        byte[] notes =
                new Octets().u32(5, 440, 0).text("QEMU").u32(0).bytes(qemuState(image)).get();
        Octets out = new Octets();
        out.text("KDUMP   ").u32(6).text("Linux").to(12 + 4 * 65).text("x86_64").to(424);
        out.u32(packing.flag, PAGE, 1, 2L * bitmap / PAGE, most, most, 0);
        out.u32(image.pages().size(), 0, 1);
        out.to(PAGE + 48).u64(PAGE + 0x200, notes.length);
        out.to(PAGE + 96).u64(most).to(PAGE + 0x200).bytes(notes).to(2 * PAGE);
        byte[] bits = new byte[bitmap];
        image.pages().keySet().forEach(page -> bits[(int) (page / 8)] |= (byte) (1 << page % 8));
        byte[] all = new byte[bitmap];
        Arrays.fill(all, 0, (int) (most / 8), (byte) 0xff);
        out.bytes(all).bytes(bits);
        int descriptors = out.size();
        out.to(descriptors + 24 * image.pages().size());
        int index = 0;
        for (Map.Entry<Long, byte[]> page : image.pages().entrySet()) {
            byte[] packed = packing.pack(page.getValue());
            boolean smaller = packed.length < PAGE;
            int at = descriptors + 24 * index++;
            out.set64(at, out.size()).set32(at + 8, smaller ? packed.length : PAGE);
            out.set32(at + 12, smaller ? packing.flag : 0);
            out.bytes(smaller ? packed : page.getValue());
        }
        return out.get();
    }

    /** makedumpfile's form for pipes: big-endian records of where bytes belong. */
    public static byte[] flattened(byte[] file) {
        Octets out = new Octets().text("makedumpfile").to(PAGE);
        int part = 3 * PAGE + 100;
        for (int at = 0; at < file.length; at += part) {
            byte[] bytes = Arrays.copyOfRange(file, at, Math.min(file.length, at + part));
            out.u64(Long.reverseBytes(at), Long.reverseBytes(bytes.length)).bytes(bytes);
        }
        return out.u64(-1, -1).get();
    }
}
