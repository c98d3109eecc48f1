package org.cairn.types.pdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes PDB files by the description "The PDB File Format" of the LLVM project: an identity,
 * types, one module, symbols, and section headers.
 */
final class PdbWriter {
    static final int AMD64 = 0x8664;
    static final int I386 = 0x14c;
    static final String GUID = "00112233445566778899AABBCCDDEEFF";
    static final int IMAGE_AGE = 3;

    private static final int FILE_AGE = 9;
    private static final int NO_STREAM = 0xffff;
    private static final int ORIGINAL_SECTIONS = 10;
    private static final int SECTIONS = 5;
    private static final int OMAP_FROM_SOURCE = 4;
    private static final int FURTHER_STREAMS = 11;

    final TypeRecords types = new TypeRecords();
    final Bytes symbols = new Bytes();
    final Bytes moduleSymbols = new Bytes().u32(4);
    final Bytes omap = new Bytes();
    final Bytes originalSections = new Bytes();
    final Bytes sections = new Bytes();

    private final int pageSize;
    private int machine = AMD64;
    private byte[] typeStream = new byte[0];

    PdbWriter(int pageSize) {
        this.pageSize = pageSize;
    }

    PdbWriter machine(int type) {
        machine = type;
        return this;
    }

    /** Sets the stream of types instead of that of {@link #types}. */
    PdbWriter typeStream(byte[] stream) {
        typeStream = stream;
        return this;
    }

    static void section(Bytes headers, int rva) {
        headers.name(".text").zeros(2).u32(0x1000).u32(rva).zeros(24);
    }

    static void symbol(Bytes symbols, int kind, Bytes content) {
        symbols.u16(content.size() + Short.BYTES).u16(kind).all(content);
    }

    void pub(String name, int section, int offset) {
        symbol(symbols, 0x110e, new Bytes().u32(0).u32(offset).u16(section).name(name));
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    byte[] bytes() {
        MsfWriter file = new MsfWriter(pageSize);
        file.add(new byte[0]);
        file.add(info());
        file.add(typeStream.length == 0 ? types.stream() : typeStream);
        int image = 3;
        int symbolStream = image + 1;
        int moduleStream = image + 2;
        int[] further = new int[FURTHER_STREAMS];
        Arrays.fill(further, NO_STREAM);
        int next = image + 3;
        further[SECTIONS] = next;
        if (omap.size() > 0) {
            further[OMAP_FROM_SOURCE] = next + 1;
            further[ORIGINAL_SECTIONS] = next + 2;
        }
        file.add(image(symbolStream, moduleStream, further));
        file.add(symbols.array());
        file.add(moduleSymbols.array());
        file.add(sections.array());
        file.add(omap.array());
        file.add(originalSections.array());
        return file.write();
    }

    private static byte[] info() {
        Bytes info = new Bytes().u32(20000404).u32(0).u32(FILE_AGE);
        info.u32(0x00112233).u16(0x4455).u16(0x6677);
        for (int i = 0x88; i <= 0xff; i += 0x11) {
            info.u8(i);
        }
        Bytes names = new Bytes().name("/names").name("srcsrv");
        info.u32(names.size()).all(names).u32(2).u32(4).u32(1).u32(5).u32(0);
        return info.u32(0).u32(11).u32(7).u32(12).array();
    }

    private byte[] image(int symbolStream, int moduleStream, int[] further) {
        Bytes module = new Bytes().zeros(34).u16(moduleStream).zeros(28);
        module.name("a.obj").name("a.lib").zeros(-(module.size()) & 3);
        Bytes header = new Bytes().u32(-1).u32(19990903).u32(IMAGE_AGE);
        header.u16(NO_STREAM).u16(0).u16(NO_STREAM).u16(0).u16(symbolStream).u16(0);
        header.u32(module.size()).zeros(5 * Integer.BYTES).u32(2L * further.length).u32(0);
        header.u16(0).u16(machine).u32(0).all(module);
        for (int stream : further) {
            header.u16(stream);
        }
        return header.array();
    }
}
