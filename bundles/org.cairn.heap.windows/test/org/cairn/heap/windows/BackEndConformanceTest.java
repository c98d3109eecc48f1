package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.DecodeContext;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Run;
import org.cairn.testkit.CorpusFiles;
import org.cairn.types.SymbolSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Entries of the back end in two fragments of Windows 10 heaps, without any symbols: what the
 * decoder finds is compared with the bytes, read here by the offsets of {@code _HEAP_ENTRY} on x64.
 */
final class BackEndConformanceTest {
    private static final int SIZE = 8;
    private static final int FLAGS = 10;
    private static final int PREVIOUS_SIZE = 12;
    private static final int UNIT = 16;

    /** {@code _HEAP.Encoding} of 1809 and later. */
    private static final int ENCODING = 0x80;

    /** The first container of the fragment without a heap's header. */
    private static final long FIRST_CONTAINER = 0x236_c035_c5a0L;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    /** Two entries, the second of which begins where the first one ends. */
    private record Pair(long first, long second) {}

    @BeforeEach
    void requireCorpus() {
        Assumptions.assumeTrue(CorpusFiles.locate().isPresent(), CorpusFiles.MISSING);
    }

    private static DecodeContext context(String name, Path temp) throws IOException {
        Path file = CorpusFiles.locate().orElseThrow().file("real/" + name + ".mdmp", temp);
        DecodeContext context = CorpusDump.read(file).context();
        assertThat(context.types().symbols()).isSameAs(SymbolSource.NONE);
        return context;
    }

    /** Entries by their addresses, with their ends; the parts of a container are one entry. */
    private NavigableMap<Long, Long> entries(DecodeContext context) {
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        assertThat(found.errors()).isEmpty();
        NavigableMap<Long, Long> entries = new TreeMap<>();
        for (Recorder.Block block : found.blocks().values()) {
            if (List.of("LFH", "LFH padding").contains(block.kind())) {
                entries.put(entries.lastKey(), block.end());
            } else {
                entries.put(block.address(), block.end());
            }
        }
        return entries;
    }

    /**
     * The pairs of neighbours are those that a search of all bytes finds, with no mismatch: 62, of
     * which the facts counted 60.
     */
    @Test
    void pairsOfNeighbours(@TempDir Path temp) throws IOException {
        DecodeContext context = context("win10_18362_x64_crashes_on_my_machine", temp);
        long heap = decoder.locate(context).getFirst().address();
        List<Pair> pairs = new ArrayList<>();
        NavigableMap<Long, Long> entries = entries(context);
        entries.forEach(
                (start, end) -> {
                    if (entries.containsKey(end)) {
                        pairs.add(new Pair(start, end));
                    }
                });
        MemoryCursor cursor = context.space().cursor();
        assertThat(cursor.seek(heap + ENCODING, UNIT)).isTrue();
        List<Pair> searched = search(context, cursor.bytes(0, UNIT));
        assertThat(searched).hasSize(62);
        assertThat(pairs).containsExactlyElementsOf(searched);
    }

    /** Pairs of headers with good checksums that name each other's sizes, anywhere. */
    private static List<Pair> search(DecodeContext context, byte[] key) {
        List<Pair> pairs = new ArrayList<>();
        MemoryCursor cursor = context.space().cursor();
        for (Run.Mapped run : context.space().mapped(0, -1L)) {
            for (long at = run.start() & -UNIT; at - run.last() < 0; at += UNIT) {
                int units = units(cursor, at, key);
                long next = at + (long) units * UNIT;
                if (units > 0
                        && units(cursor, next, key) > 0
                        && word(cursor, next, PREVIOUS_SIZE, key) == units) {
                    pairs.add(new Pair(at, next));
                }
            }
        }
        return pairs;
    }

    /** The size of an entry with a good checksum, else 0. */
    private static int units(MemoryCursor cursor, long at, byte[] key) {
        if (!cursor.seek(at + SIZE, UNIT - SIZE)) {
            return 0;
        }
        int size = word(cursor, at, SIZE, key);
        int flagsAndTag = word(cursor, at, FLAGS, key);
        int sum = (size ^ size >> Byte.SIZE ^ flagsAndTag) & 0xff;
        return sum == flagsAndTag >> Byte.SIZE ? size : 0;
    }

    private static int word(MemoryCursor cursor, long at, int offset, byte[] key) {
        assertThat(cursor.seek(at + offset, Short.BYTES)).isTrue();
        return cursor.u16(0) ^ (key[offset] & 0xff | (key[offset + 1] & 0xff) << Byte.SIZE);
    }

    /**
     * From the first container on 33 entries follow each other without a gap; one key decodes all
     * of their headers.
     */
    @Test
    void entriesThatFollowEachOther(@TempDir Path temp) throws IOException {
        DecodeContext context = context("breakpad_tiny-exe-fastfail_win10_19042_x64", temp);
        NavigableMap<Long, Long> entries = entries(context).tailMap(FIRST_CONTAINER, true);
        assertThat(entries).hasSize(33);
        byte[] plain = new byte[UNIT];
        MemoryCursor cursor = context.space().cursor();
        long previous = 0;
        int[] sizes = new int[33];
        int[] tags = new int[33];
        int[] previousSizes = new int[32];
        int n = 0;
        for (var entry : entries.entrySet()) {
            long at = entry.getKey().longValue();
            int units = (int) (entry.getValue().longValue() - at) / UNIT;
            int flagsAndTag = word(cursor, at, FLAGS, plain);
            sizes[n] = word(cursor, at, SIZE, plain) ^ units;
            tags[n] = (flagsAndTag ^ flagsAndTag >> Byte.SIZE ^ units ^ units >> Byte.SIZE) & 0xff;
            if (n > 0) {
                assertThat(at).isEqualTo(entries.get(previous));
                long before = (at - previous) / UNIT;
                previousSizes[n - 1] = word(cursor, at, PREVIOUS_SIZE, plain) ^ (int) before;
            }
            previous = at;
            n++;
        }
        for (int[] values : List.of(sizes, tags, previousSizes)) {
            assertThat(Arrays.stream(values).distinct().count()).isEqualTo(1);
        }
    }
}
