package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;
import org.cairn.testkit.MinidumpWriter;
import org.cairn.testkit.MinidumpWriter.SystemInfo;
import org.cairn.testkit.SyntheticMemory;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A third party's bundle with one class and one element in {@code plugin.xml} takes part in
 * everything.
 */
class SlabTest {
    private static final Structure SLAB =
            Structure.named("SLAB")
                    .u32("Magic")
                    .u32("SlotSize")
                    .u64("Next")
                    .u64("FreeMap")
                    .u64("First")
                    .bytes("Name", "char[16]", 16)
                    .build();
    private static final long MAGIC = 0x42414c53;
    private static final long GOOD = 0x10_0000;
    private static final long THROWING = 0x20_0000;
    private static final long LOOPING = 0x30_0000;
    private static final long PAGE = SyntheticMemory.PAGE;

    @TempDir @Nullable Path folder;

    @Test
    void appearsInHeapsBlocksAndOwners() throws IOException {
        Path dump = dump();

        assertThat(cairn("heaps", dump, "--format", "csv").out().lines())
                .anyMatch(line -> line.startsWith("0x100000,Slab heap,inodes,present,"));
        assertThat(cairn("blocks", dump, "--format", "csv", "--heap", "0x100000").out().lines())
                .hasSize(1 + 2 * 15)
                .contains("0x100030,256,0x100030,256,free,slot,0x100000,,")
                .contains("0x100130,256,0x100130,256,busy,slot,0x100000,inodes,")
                .contains("0x101030,256,0x101030,256,busy,slot,0x100000,inodes,");
        assertThat(cairn("owners", dump, "--format", "csv", "--heap", "0x100000").out().lines())
                .anyMatch(
                        line -> line.startsWith("inodes,slab cache,inodes,29,7424,7424,1,certain"));
        assertThat(cairn("at", dump, "0x101133").out())
                .contains("0x101133 is 0x3 bytes into the user data of the block at 0x101130")
                .contains("SlotSize")
                .contains("256 bytes");
    }

    @Test
    void itsFailuresAreItsOwn() throws IOException {
        Path dump = dump();

        CommandRun run = cairn("analyze", dump, "--format", "csv", "--fail-on", "error");
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("0x100000,Slab heap,inodes,present,29,"))
                .anyMatch(line -> line.startsWith("0x200000,Slab heap,empty,partial,0,"))
                .anyMatch(line -> line.startsWith("0x300000,Slab heap,circle,partial,"))
                .anyMatch(
                        line ->
                                line.startsWith("error,decoder.failed,0x200000,")
                                        && line.contains(
                                                "decoder org.cairn.examples.slab of org.cairn.examples.slab")
                                        && line.contains("ArithmeticException"))
                .anyMatch(
                        line ->
                                line.startsWith("error,decoder.contract,0x300000,")
                                        && line.contains(
                                                "decoder org.cairn.examples.slab of org.cairn.examples.slab"));
    }

    /**
     * A cache of two slabs, one whose slots have no size, and one whose chain of slabs is a circle.
     */
    private Path dump() throws IOException {
        SyntheticMemory memory = new SyntheticMemory();
        slab(memory, GOOD, GOOD, 0x100, GOOD + PAGE, "inodes");
        slab(memory, GOOD + PAGE, GOOD, 0x100, 0, "inodes");
        set(memory, GOOD, "FreeMap", 1);
        slab(memory, THROWING, THROWING, 0, 0, "empty");
        slab(memory, LOOPING, LOOPING, 0x80, LOOPING, "circle");
        MinidumpWriter writer =
                new MinidumpWriter(new SystemInfo(Architecture.X64, 10, 0, 19045, "", 2));
        memory.captured().forEach(piece -> writer.memory(piece.address(), piece.source()));
        Path file = Objects.requireNonNull(folder).resolve("slab.dmp");
        writer.write(file);
        return file;
    }

    private static void slab(
            SyntheticMemory memory, long address, long first, long slot, long next, String name) {
        if (address == first) {
            memory.reserve(address, SyntheticMemory.ALLOCATION_GRANULARITY, "private", "rw-");
        }
        memory.commit(address, PAGE);
        set(memory, address, "Magic", MAGIC);
        set(memory, address, "SlotSize", slot);
        set(memory, address, "Next", next);
        set(memory, address, "First", first);
        memory.write(address + SLAB.offset("Name"), name.getBytes(StandardCharsets.US_ASCII));
    }

    private static void set(SyntheticMemory memory, long address, String field, long value) {
        memory.set(address, SLAB, field, value);
    }

    private CommandRun cairn(Object... arguments) {
        return CommandRun.of(Objects.requireNonNull(folder).resolve("cache"), arguments);
    }
}
