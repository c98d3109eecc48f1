package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.memory.Structure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A machine whose nonpaged pool ends with a page of blocks that a test chooses. */
final class MadePage {
    private static final int PAGE = 0x1000;
    private static final int NONPAGED_DESCRIPTOR = 0x2_0000;

    /**
     * A block of a page, not in use when its tag is empty; of one unit it has no room for links.
     */
    record Cell(int units, String tag) {}

    final PoolMachine pools;
    final Structure header;
    final int unit;
    final int pointer;
    final long page;
    final List<Long> blocks = new ArrayList<>();

    MadePage(String table, boolean isLinked, Cell... cells) {
        pools = new PoolMachine(table);
        header = pools.header();
        unit = header.size();
        pointer = pools.types.id().architecture().pointerSize();
        page = pools.nonPaged + PoolMachine.PAGES * PAGE;
        pools.pool.fill(false, pools.nonPaged, PoolMachine.PAGES);
        pools.pool.fill(true, pools.paged, PoolMachine.PAGES);
        pools.pool.ranges(
                pools.nonPaged,
                (PoolMachine.PAGES + 1) * PAGE,
                pools.paged,
                PoolMachine.PAGES * PAGE);
        pools.pool.finish();
        int before = 0;
        long at = page;
        for (Cell cell : cells) {
            blocks.add(at);
            bytes(at, cell.units() * unit, 0xa5);
            header(at, before, cell.units(), cell.tag());
            if (cell.tag().isEmpty() && cell.units() > 1 && isLinked) {
                link(at, cell.units());
            }
            before = cell.units();
            at += (long) cell.units() * unit;
        }
        assertThat(at).isEqualTo(page + PAGE);
    }

    /** Units that are left of a page besides some. */
    static int rest(String table, int units) {
        return PAGE / new PoolMachine(table).header().size() - units;
    }

    void header(long at, int before, int units, String tag) {
        bytes(at, unit, 0);
        field(at, "PreviousSize", before);
        field(at, "BlockSize", units);
        field(at, "PoolType", tag.isEmpty() ? 0 : 1);
        pools.machine.kernelBytes(at + 4, tag.getBytes(StandardCharsets.US_ASCII));
    }

    void field(long at, String name, int value) {
        pools.machine.kernelField(at, header, name, value);
    }

    /** Writes past the end of a block. */
    void text(long at, int count) {
        byte[] text = "this runs over the end of it and on".getBytes(StandardCharsets.US_ASCII);
        pools.machine.kernelBytes(at, Arrays.copyOf(text, count));
    }

    void bytes(long at, int count, int value) {
        for (int i = 0; i < count; i++) {
            pools.machine.kernelValue(at + i, 1, value);
        }
    }

    /** Puts a free block before the first one of its list. */
    private void link(long block, int units) {
        int heads = pools.types.structure("_POOL_DESCRIPTOR").offset("ListHeads");
        long head = pools.machine.kernelBase() + NONPAGED_DESCRIPTOR + heads + 2L * units * pointer;
        long node = block + unit;
        byte[] bytes = pools.machine.kernelBytes(head, pointer);
        long next = 0;
        for (int i = pointer - 1; i >= 0; i--) {
            next = next << Byte.SIZE | bytes[i] & 0xff;
        }
        pools.machine.kernelValue(node, pointer, next);
        pools.machine.kernelValue(node + pointer, pointer, head);
        pools.machine.kernelValue(next + pointer, pointer, node);
        pools.machine.kernelValue(head, pointer, node);
    }

    /** Exactly one rule is broken; of the page's blocks all but some are there. */
    Anomaly only(String rule, Long... lost) {
        Recorder found = pools.decode().getFirst();
        assertThat(found.rules()).containsExactly(rule);
        assertThat(found.faults).isEmpty();
        assertThat(found.isComplete()).isTrue();
        List<Long> expected = new ArrayList<>(blocks);
        expected.removeAll(List.of(lost));
        assertThat(found.blocks())
                .filteredOn(block -> block.address() >= page)
                .extracting(Recorder.Block::address)
                .containsExactlyElementsOf(expected);
        return found.anomalies.getFirst();
    }

    void isOfAnotherUse() {
        Recorder found = pools.decode().getFirst();
        assertThat(found.rules()).isEmpty();
        assertThat(found.at(page).orElseThrow().kind()).isEqualTo("pages of another use");
    }
}
