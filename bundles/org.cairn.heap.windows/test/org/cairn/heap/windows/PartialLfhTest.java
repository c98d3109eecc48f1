package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Run;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.LfhWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/** Low-fragmentation heaps of which pages are missing, or that were made up. */
final class PartialLfhTest {
    private static final long PAGE = 0x1000;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    private Recorder decode(LfhWork work) {
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        return found;
    }

    /** Blocks, gaps and uncommitted ranges are the reserved range, whatever is missing. */
    private static void assertEveryByteIsAccountedFor(Recorder found) {
        for (Recorder.Stretch segment : found.segments()) {
            if (!segment.label().equals("segment")) {
                continue;
            }
            long sum =
                    found
                            .blocks()
                            .subMap(segment.start(), true, segment.end(), false)
                            .values()
                            .stream()
                            .mapToLong(Recorder.Block::size)
                            .sum();
            sum += within(found.gaps(), segment) + within(found.uncommitted(), segment);
            assertThat(sum).isEqualTo(segment.size());
        }
    }

    private static long within(List<Recorder.Stretch> ranges, Recorder.Stretch segment) {
        return ranges.stream()
                .filter(r -> r.start() >= segment.start() && r.end() <= segment.end())
                .mapToLong(Recorder.Stretch::size)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "winvista-sp2-x64",
                "win7-sp1-x86",
                "win81-x64",
                "win10-22h2-19045-x64",
                "win10-22h2-19045-x86",
                "win11-22h2-22621-x64"
            })
    void missingPages(String table) {
        for (int seed = 0; seed < 4; seed++) {
            LfhWork work = new LfhWork(table);
            Random random = new Random(seed);
            for (var segment : work.heap().segments()) {
                for (long page = PAGE; page < segment.size(); page += PAGE) {
                    long address = segment.start() + page;
                    if (random.nextInt(12) == 0 && isCommitted(work, address)) {
                        work.process().omit(address, PAGE);
                    }
                }
            }
            Recorder found = decode(work);
            assertThat(found.errors()).isEmpty();
            assertEveryByteIsAccountedFor(found);
            DecodeContext context = work.context();
            for (ExpectedBlock block : work.heap().blocks()) {
                if (!found.blocks().containsKey(block.address())) {
                    continue;
                }
                Recorder.Block actual = found.at(block.address());
                if (actual.kind().equals("LFH")) {
                    assertThat(actual.size()).isEqualTo(block.size());
                    assertThat(actual.state()).isEqualTo(block.state());
                    assertThat(actual.has(BlockSink.DATA_ABSENT))
                            .isEqualTo(!isPresent(context, block));
                }
            }
        }
    }

    private static boolean isCommitted(LfhWork work, long address) {
        return work.heap().uncommitted().stream()
                .noneMatch(
                        range ->
                                address >= range.start() && address < range.start() + range.size());
    }

    private static boolean isPresent(DecodeContext context, ExpectedBlock block) {
        for (long at = block.address(); at < block.address() + block.size(); at++) {
            if (!(context.space().runAt(at) instanceof Run.Mapped run)) {
                return false;
            }
            at = run.last();
        }
        return true;
    }

    /** From 8 on the bitmap tells the state of blocks whose pages are missing. */
    @Test
    void bitmapTellsTheStateOfMissingBlocks() {
        LfhWork work = new LfhWork("win10-22h2-19045-x64");
        LfhWriter container = work.containers().get(5);
        long page = (container.userBlocks() + 2 * PAGE) & -PAGE;
        work.process().omit(page, PAGE);
        Recorder found = decode(work);
        assertThat(found.gaps()).isEmpty();
        for (int i = 0; i < container.count(); i++) {
            assertThat(found.at(container.block(i)).state())
                    .isEqualTo(container.isBusy(i) ? BlockState.BUSY : BlockState.FREE);
        }
    }

    /** Bytes overwritten at random: no crash, no overlap, every byte accounted for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "win7-sp1-x64",
                "win10-22h2-19045-x64",
                "win10-22h2-19045-x86"
            })
    void noise(String table) {
        for (int seed = 0; seed < 15; seed++) {
            LfhWork work = new LfhWork(table);
            Random random = new Random(seed);
            for (int i = 0; i < 40; i++) {
                LfhWriter container =
                        work.containers().get(random.nextInt(work.containers().size()));
                long from =
                        random.nextBoolean()
                                ? container.userBlocks() - 16
                                : random.nextBoolean()
                                        ? container.subsegment()
                                        : container.block(random.nextInt(container.count()));
                byte[] noise = new byte[1 + random.nextInt(40)];
                random.nextBytes(noise);
                work.process().corrupt(from, noise);
            }
            assertEveryByteIsAccountedFor(decode(work));
        }
    }
}
