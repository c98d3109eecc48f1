package org.cairn.testkit;

import org.cairn.memory.Architecture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Writes small (triage) dumps as kernels do: the header, {@code TRIAGE_DUMP32} or {@code
 * TRIAGE_DUMP64}, the drivers with the pool of their names, the stack, the data page, and the list
 * of data blocks. What is not set holds the text PAGE. Written from the offsets of the documents,
 * not from the layouts of the reader.
 */
public final class TriageDumpWriter {
    private static final int ALIGNMENT = 8;

    private final boolean wide;
    private final int header;
    private final List<Driver> drivers = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private ByteBuffer out;
    private int driverStride;

    private record Driver(String name, long base, int size) {}

    private record Block(long address, byte[] bytes) {}

    /**
     * Starts a dump.
     *
     * @param architecture of the kernel
     * @param build number of the kernel, the only thing that tells its version
     */
    public TriageDumpWriter(Architecture architecture, int build) {
        wide = architecture.pointerSize() == Long.BYTES;
        header = wide ? 0x2000 : 0x1000;
        driverStride = wide ? 0x90 : 0x4c;
        out = ByteBuffer.wrap(new byte[header + 0x100]).order(ByteOrder.LITTLE_ENDIAN);
        byte[] filler = "PAGE".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < out.capacity(); at += filler.length) {
            out.put(at, filler);
        }
        out.put(4, (wide ? "DU64" : "DUMP").getBytes(StandardCharsets.US_ASCII));
        out.putInt(8, 15);
        out.putInt(0xc, build);
        out.putInt(
                wide ? 0x30 : 0x20,
                switch (architecture) {
                    case X86 -> 0x14c;
                    case X64 -> 0x8664;
                    case ARM64 -> 0xaa64;
                });
        out.putInt(wide ? 0x34 : 0x24, 2);
        pointer(wide ? 0x20 : 0x18, wide ? 0xffff_f800_0040_0000L : 0x8055_0000L);
        out.putInt(wide ? 0xf98 : 0xf88, 4);
        Arrays.fill(out.array(), header, header + (wide ? 0x80 : 0x68), (byte) 0);
    }

    private void pointer(int at, long value) {
        if (wide) {
            out.putLong(at, value);
        } else {
            out.putInt(at, (int) value);
        }
    }

    /** Sets the bug check with its four parameters. */
    public TriageDumpWriter bugCheck(int code, long... parameters) {
        out.putInt(wide ? 0x38 : 0x28, code);
        for (int i = 0; i < parameters.length; i++) {
            pointer(wide ? 0x40 + i * Long.BYTES : 0x2c + i * Integer.BYTES, parameters[i]);
        }
        return this;
    }

    /** Adds a driver; the first one is the kernel. */
    public TriageDumpWriter driver(String name, long base, int size) {
        drivers.add(new Driver(name, base, size));
        return this;
    }

    /** Has longer loader entries than usual. */
    public TriageDumpWriter longerDrivers(int bytes) {
        driverStride += bytes;
        return this;
    }

    /** Adds a data block: in the list in the order in which they are added. */
    public TriageDumpWriter block(long address, byte... bytes) {
        blocks.add(new Block(address, bytes.clone()));
        return this;
    }

    /** Puts the data blocks in another order. */
    public TriageDumpWriter shuffle(long seed) {
        Collections.shuffle(blocks, new Random(seed));
        return this;
    }

    /** Sets the stack of the processor that crashed. */
    public TriageDumpWriter stack(long top, byte... bytes) {
        int at = append(bytes);
        out.putInt(header + 0x28, at);
        out.putInt(header + 0x2c, bytes.length);
        pointer(header + 0x48, top);
        return this;
    }

    /** Sets the data page, which systems before data blocks have. */
    public TriageDumpWriter dataPage(long address, byte... bytes) {
        int at = append(bytes);
        int field = header + (wide ? 0x60 : 0x4c);
        pointer(field, address);
        int next = field + (wide ? Long.BYTES : Integer.BYTES);
        out.putInt(next, at);
        out.putInt(next + Integer.BYTES, bytes.length);
        return this;
    }

    private int append(byte... bytes) {
        int at = (out.capacity() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        grow(at + bytes.length);
        out.put(at, bytes);
        return at;
    }

    private void grow(int size) {
        out = ByteBuffer.wrap(Arrays.copyOf(out.array(), size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes of the dump. */
    public byte[] get() {
        drivers();
        if (!blocks.isEmpty()) {
            blocks();
        }
        int end = append("TRGD".getBytes(StandardCharsets.US_ASCII));
        out.putInt(header + 4, out.capacity());
        out.putInt(header + 8, end);
        return out.array().clone();
    }

    private void drivers() {
        int list = append(new byte[driverStride * drivers.size()]);
        int pool = append();
        for (int i = 0; i < drivers.size(); i++) {
            Driver driver = drivers.get(i);
            byte[] text = driver.name().getBytes(StandardCharsets.UTF_16LE);
            int name = append(new byte[Integer.BYTES + text.length + Character.BYTES]);
            out.putInt(name, driver.name().length());
            out.put(name + Integer.BYTES, text);
            int entry = list + i * driverStride;
            out.putInt(entry, name);
            pointer(entry + (wide ? 0x38 : 0x1c), driver.base());
            out.putInt(entry + (wide ? 0x48 : 0x24), driver.size());
        }
        out.putInt(header + 0x30, list);
        out.putInt(header + 0x34, drivers.size());
        out.putInt(header + 0x38, pool);
        out.putInt(header + 0x3c, out.capacity() - pool);
    }

    private void blocks() {
        int list = append(new byte[16 * blocks.size()]);
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            int at = append(block.bytes());
            int entry = list + 16 * i;
            out.putLong(entry, wide ? block.address() : (int) block.address());
            out.putInt(entry + 8, at);
            out.putInt(entry + 12, block.bytes().length);
        }
        int field = header + (wide ? 0x78 : 0x60);
        out.putInt(field, list);
        out.putInt(field + 4, blocks.size());
    }
}
