package org.cairn.testkit.internal;

import org.cairn.memory.Addresses;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.NtHeapWriter.Range;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Describes the samples: what a tool must find in them. */
public final class SampleReadme {
    private static final String INTRODUCTION =
            """
            # Samples

            Small dumps to try Cairn with. The `nt-*.dmp` are minidumps of a program that never ran: the
            testkit (`tests/org.cairn.testkit`, main class `org.cairn.testkit.SampleDumps`) has written
            them, and this page with them. A test of the testkit writes them again and compares every byte.
            `os2-handbook.txt` is a transcript of the OS/2 Dump Formatter.

            The program `shop.exe` has three heaps: the default heap, that of the C library, and that of
            `render.dll`, which has a small first segment and gives blocks above 0x800 units memory of
            their own. Blocks are counted in the tables below as follows: *busy*: given out to a caller,
            with the bytes it asked for, those with memory of their own included; *free*: with their
            headers; *parked*: free, but waiting on a lookaside list with a header that says busy; *own*:
            used by the allocator.
            """;

    private SampleReadme() {}

    /** The page. */
    public static String of(List<Sample> samples) {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        samples.forEach(sample -> describe(text, sample));
        return text.toString();
    }

    private static void describe(StringBuilder text, Sample sample) {
        SampleSystem system = sample.system();
        text.append("\n## ").append(sample.file()).append("\n\n");
        text.append(system.title()).append(", layout `").append(system.table());
        text.append("`, PEB ").append(Addresses.hex(system.peb())).append(".\n");
        if (!sample.damage().isEmpty()) {
            text.append('\n').append(sample.damage());
            text.append("\nThe table shows the heaps as they were before.\n");
        }
        text.append(
                "\n| heap | segments | busy | bytes | of their own | free | bytes | parked | own");
        text.append(" | uncommitted |\n|---|---|---|---|---|---|---|---|---|---|\n");
        sample.heaps().forEach(heap -> row(text, heap));
        StringJoiner owners = new StringJoiner(", ");
        for (Map.Entry<String, Integer> owner : sample.owners().entrySet()) {
            owners.add("`" + owner.getKey() + "` " + owner.getValue());
        }
        text.append("\nBusy blocks that begin with a pointer into a module: ");
        text.append(owners).append(".\n");
    }

    private static void row(StringBuilder text, NtHeapWriter heap) {
        List<ExpectedBlock> blocks = heap.blocks();
        long uncommitted = heap.uncommitted().stream().mapToLong(Range::size).sum();
        StringJoiner cells = new StringJoiner(" | ", "| ", " |\n");
        cells.add(Addresses.hex(heap.address()));
        cells.add(number(heap.segments().size()));
        cells.add(number(count(blocks, Kind.BUSY) + count(blocks, Kind.VIRTUAL)));
        cells.add(number(userBytes(blocks)));
        cells.add(number(count(blocks, Kind.VIRTUAL)));
        cells.add(number(count(blocks, Kind.FREE)));
        cells.add(number(freeBytes(blocks)));
        cells.add(number(count(blocks, Kind.LOOKASIDE)));
        cells.add(number(own(blocks)));
        cells.add(number(uncommitted) + " in " + heap.uncommitted().size());
        text.append(cells);
    }

    private static long count(List<ExpectedBlock> blocks, Kind kind) {
        return blocks.stream().filter(block -> block.kind() == kind).count();
    }

    private static long own(List<ExpectedBlock> blocks) {
        return count(blocks, Kind.HEAP)
                + count(blocks, Kind.SEGMENT)
                + count(blocks, Kind.GUARD)
                + count(blocks, Kind.TABLE);
    }

    private static long userBytes(List<ExpectedBlock> blocks) {
        return blocks.stream()
                .filter(block -> block.kind() == Kind.BUSY || block.kind() == Kind.VIRTUAL)
                .mapToLong(ExpectedBlock::userSize)
                .sum();
    }

    private static long freeBytes(List<ExpectedBlock> blocks) {
        return blocks.stream()
                .filter(block -> block.kind() == Kind.FREE)
                .mapToLong(ExpectedBlock::size)
                .sum();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
