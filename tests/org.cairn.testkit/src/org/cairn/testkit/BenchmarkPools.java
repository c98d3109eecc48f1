package org.cairn.testkit;

import org.cairn.memory.PagingMode;
import org.cairn.testkit.internal.BulkPool;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes large images of physical memory with pools of Windows 7 x64: one with a kernel and page
 * tables, nearly all of it pool; one without them, a part of it pool. They are written front to
 * back and not held. The same arguments make the same file.
 */
public final class BenchmarkPools {
    private static final int PAGE = BulkPool.PAGE;
    private static final int MACHINE = 32;
    private static final long NONPAGED = 0xffff_fa80_0c00_0000L;
    private static final long PAGED = 0xffff_f8a0_0010_0000L;
    private static final int BUFFER = 1 << 20;

    /** Pages that lie in a row in memory as they do in the pool. */
    private static final int GROUP = 16;

    /** A prime: groups are strewn over the memory. */
    private static final long STEP = 7919;

    /** Of so many groups of pages without kernel, one is pool. */
    private static final int SHARE = 10;

    private static final int OTHERS = 64;
    private static final String TEXT = "It was the best of times, it was the worst of times. ";

    private final BulkPool pages;
    private final TypeTable types;

    private BenchmarkPools() {
        types = new ShippedTypes().named("win7-sp1-x64").orElseThrow();
        pages = new BulkPool(types);
    }

    /**
     * Writes the memory of a machine with both pools, and page tables that lead to them.
     *
     * @param file where to
     * @param blocks about so many
     * @return the number of blocks
     * @throws IOException when the file cannot be written
     */
    public static long machine(Path file, long blocks) throws IOException {
        return new BenchmarkPools().writeMachine(file, blocks);
    }

    private long writeMachine(Path file, long blocks) throws IOException {
        byte[] page = new byte[PAGE];
        long groups = blocks / BulkPool.MEAN_BLOCKS / GROUP + 1;
        while (groups % STEP == 0 || groups % 2 != 0) {
            groups++;
        }
        SyntheticMachine machine = new SyntheticMachine(types, PagingMode.X64, MACHINE);
        machine.kernelModule("\\SystemRoot\\ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
        long first = (long) MACHINE << 20;
        long half = groups * GROUP / 2;
        for (long i = 0; i < groups * GROUP; i++) {
            long number = number(i, groups);
            long address = number < half ? NONPAGED : PAGED - half * PAGE;
            machine.kernelPage(address + number * PAGE, first + i * PAGE);
        }
        long written = 0;
        try (OutputStream out = open(file)) {
            out.write(machine.raw());
            for (long i = 0; i < groups * GROUP; i++) {
                long number = number(i, groups);
                written += pages.fill(page, number, number >= half);
                out.write(page);
            }
        }
        return written;
    }

    /** Which page of the pools is at a place of the memory. */
    private static long number(long place, long groups) {
        return place / GROUP * STEP % groups * GROUP + place % GROUP;
    }

    /**
     * Writes memory of which a tenth is pool, without a kernel and page tables; the rest is zeros,
     * random bytes, text, small numbers and what another file holds.
     *
     * @param file where to
     * @param megabytes its size
     * @param content bytes of memory of another machine, at least a page
     * @return the number of blocks
     * @throws IOException when the file cannot be written
     */
    public static long memory(Path file, int megabytes, byte[] content) throws IOException {
        return new BenchmarkPools().writeMemory(file, megabytes, content);
    }

    private long writeMemory(Path file, int megabytes, byte[] content) throws IOException {
        Random random = new Random(1);
        byte[] others = new byte[OTHERS * GROUP * PAGE];
        random.nextBytes(others);
        int part = others.length / 4;
        for (int i = 0; i < part; i++) {
            others[i] = (byte) TEXT.charAt(i % TEXT.length());
            others[part + i] = (byte) (i % 8 == 0 ? random.nextInt(100) : 0);
        }
        byte[] zeros = new byte[GROUP * PAGE];
        byte[] page = new byte[PAGE];
        long written = 0;
        try (OutputStream out = open(file)) {
            long groups = ((long) megabytes << 20) / (GROUP * PAGE);
            for (long i = 0; i < groups; i++) {
                if (i % SHARE == 0) {
                    boolean paged = i / SHARE % 2 != 0;
                    for (int j = 0; j < GROUP; j++) {
                        written += pages.fill(page, i * GROUP + j, paged);
                        out.write(page);
                    }
                } else if (i % 4 == 1) {
                    out.write(zeros);
                } else if (i % 4 == 2) {
                    int at = (int) (i * GROUP * PAGE % (content.length - GROUP * PAGE)) & -PAGE;
                    out.write(content, at, GROUP * PAGE);
                } else {
                    out.write(others, (int) (i % OTHERS) * GROUP * PAGE, GROUP * PAGE);
                }
            }
        }
        return written;
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    }

    /** What stands for the memory of another machine where there is none. */
    public static byte[] text() {
        return TEXT.repeat(2 * GROUP * PAGE / TEXT.length()).getBytes(StandardCharsets.US_ASCII);
    }
}
