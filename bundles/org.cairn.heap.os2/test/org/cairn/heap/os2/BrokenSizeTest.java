package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.RawMemoryReader;
import org.cairn.memory.Progress;
import org.cairn.testkit.Os2Truth.Block;
import org.cairn.testkit.SyntheticOs2;
import org.cairn.testkit.SyntheticOs2.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The header of one block of a resident heap is wrong, block by block: exactly that is reported, at
 * that block, and no other one is lost.
 */
class BrokenSizeTest {
    private static final int LARGEST_REGULAR = 0x7ffc;
    private static final int PREVIOUS_FREE = 0x8000;
    private static final long END_OF_HEAP = 0xffeaL << 16;

    /** Of blocks with no free one beside them only some are tried. */
    private static final int STEP = 3;

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {-4, 4, 0x100})
    void aSizeThatIsALittleWrong(int difference) throws Exception {
        each("os2.block-size", difference > 4, header -> header + difference);
    }

    /** Most of these blocks reach into the pages in the middle of the heap, which are not there. */
    @Test
    void aSizeThatIsFarTooLarge() throws Exception {
        each("os2.block-size", true, header -> header | LARGEST_REGULAR);
    }

    @Test
    void aBlockThatSaysItIsTheLast() throws Exception {
        each("os2.block-header", true, header -> header & 0xffff | END_OF_HEAP);
    }

    private interface Damage {
        long apply(long header);
    }

    /**
     * Damages one block after the other.
     *
     * @param onlyRegular whether others are passed over
     */
    private void each(String rule, boolean onlyRegular, Damage damage) throws Exception {
        List<Block> blocks = new SyntheticOs2(Release.WARP_3_RETAIL).blocks();
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        boolean behindFree = false;
        for (int i = 0; i + 1 < blocks.size(); i++) {
            Block block = blocks.get(i);
            boolean besideFree = behindFree || blocks.get(i + 1).kind().equals("free");
            boolean fits = !onlyRegular || block.kind().equals("regular");
            if (fits && (i % STEP == 0 || besideFree || block.kind().equals("free"))) {
                expected.add(rule + " " + hex(block.address()));
                actual.add(decode(block, damage.apply(header(block, behindFree)), blocks));
            }
            behindFree = block.kind().equals("free");
        }
        assertThat(actual).isEqualTo(expected).hasSizeGreaterThan(10);
    }

    private static long header(Block block, boolean behindFree) {
        if (block.kind().equals("extended")) {
            return block.size() | 1 | (behindFree ? 0x4000_0000L : 0);
        }
        return (long) block.owner() << 16 | block.size() | (behindFree ? PREVIOUS_FREE : 0);
    }

    /** The rules and addresses that are reported, and blocks that are lost with the broken one. */
    private String decode(Block broken, long header, List<Block> blocks) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(Release.WARP_3_RETAIL);
        machine.put(broken.address(), header);
        Path path = Files.write(folder.resolve("machine.bin"), machine.memory());
        try (DumpSource source = DumpSource.open(path)) {
            RecordingSink sink =
                    Kernel.find(new RawMemoryReader().read(source, Progress.NONE))
                            .orElseThrow()
                            .resident();
            Set<String> lost = new TreeSet<>();
            blocks.forEach(block -> lost.add(hex(block.address()) + " " + block.size()));
            lost.remove(hex(broken.address()) + " " + broken.size());
            sink.blocks.forEach(block -> lost.remove(hex(block.address()) + " " + block.size()));
            return sink.anomalies.stream()
                            .map(each -> each.rule() + " " + hex(each.address()))
                            .collect(Collectors.joining(", "))
                    + (lost.isEmpty() ? "" : " lost " + lost);
        }
    }

    private static String hex(long address) {
        return Long.toHexString(address);
    }
}
