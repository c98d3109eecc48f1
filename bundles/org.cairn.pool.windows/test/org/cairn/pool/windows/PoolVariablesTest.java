package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Absence;
import org.cairn.memory.SparseMemory;
import org.cairn.testkit.SyntheticPool.Block;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A variable of the kernel that leads to pools, or to what tells of their blocks, is damaged: that
 * is told at the variable, and the notes say what is not known then.
 */
class PoolVariablesTest {
    private static final int PAGE = 0x1000;
    private static final long NO_KERNEL = 0x7fff_ffffL;

    /** Gives a variable another value. */
    private static long set(PoolMachine made, DecodeContext context, String name, long value) {
        long address = context.process().variables().get(name);
        made.machine.kernelValue(address, made.types.id().architecture().pointerSize(), value);
        return address;
    }

    private static void assertTold(PoolMachine made, int pool, long address, String variable) {
        List<Recorder> decoded = made.decode();
        assertThat(decoded.get(pool).rules()).containsExactly("pool.variable");
        assertThat(decoded.get(pool).anomalies.getFirst().address()).isEqualTo(address);
        assertThat(decoded.get(pool).anomalies.getFirst().summary()).contains(variable);
        assertThat(decoded.get(pool).anomalies.getFirst().severity()).isEqualTo(Severity.WARNING);
        assertThat(decoded.get(1 - pool).rules()).isEmpty();
    }

    private static String note(PoolMachine made, int pool) {
        return new PagePoolDecoder().locate(made.context()).get(pool).note();
    }

    /** Pages are found by what is in them then. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, MmNonPagedPoolStart",
        "winxp-sp3-x86, MmNonPagedPoolEnd",
        "winxp-sp3-x86, MmPagedPoolStart",
        "winxp-sp3-x86, MmPagedPoolEnd",
        "win2003-sp2-x64, MmNonPagedPoolStart",
        "win2003-sp2-x64, MmPagedPoolEnd"
    })
    void rangeOfAPool(String table, String variable) {
        int pool = variable.contains("NonPaged") ? 0 : 1;
        for (long wrong : new long[] {0, NO_KERNEL}) {
            PoolMachine made = new PoolMachine(table).fill();
            DecodeContext context = made.context();
            assertThat(note(made, pool)).doesNotContain("range is not known");
            long address = set(made, context, variable, wrong);
            assertTold(made, pool, address, variable);
            assertThat(note(made, pool)).contains("its range is not known by").contains(variable);
        }
    }

    /** Behind the end, or before the beginning, are pages of the pool. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win2003-sp2-x64"})
    void rangeThatLeavesOutPages(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        long end = made.paged + (PoolMachine.PAGES - 3) * PAGE - 1;
        long address = set(made, made.context(), "MmPagedPoolEnd", end);
        assertTold(made, 1, address, "MmPagedPoolEnd");
        made = new PoolMachine(table).fill();
        address = set(made, made.context(), "MmNonPagedPoolStart", made.nonPaged + 2 * PAGE);
        assertTold(made, 0, address, "MmNonPagedPoolStart");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"winxp-sp3-x86", "win2003-sp2-x64", "win7-sp1-x64", "win10-1607-14393-x86"})
    void processors(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        assertThat(note(made, 0)).doesNotContain("KiProcessorBlock");
        long address = set(made, made.context(), "KiProcessorBlock", 0);
        assertTold(made, 0, address, "KiProcessorBlock");
        assertThat(note(made, 0)).contains("are not known by KiProcessorBlock");
        assertThat(note(made, 1)).contains("are not known by KiProcessorBlock");
    }

    /** Blocks of whole pages are lost; that explains the sums of their tag. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, PoolBigPageTable",
        "winxp-sp3-x86, PoolBigPageTableSize",
        "win7-sp1-x64, PoolBigPageTable",
        "win7-sp1-x64, PoolBigPageTableSize"
    })
    void bigPageTable(String table, String variable) {
        PagePoolTablesTest.Tables tables = new PagePoolTablesTest.Tables(table);
        DecodeContext context = tables.context(Optional.empty());
        long address = set(tables.made, context, variable, 0);
        Recorder found = tables.decode(Optional.empty()).getFirst();
        assertThat(found.rules()).containsExactly("pool.big-table");
        assertThat(found.notes).anyMatch(note -> note.contains("other sums of 1 tag"));
        assertThat(found.anomalies.getFirst().address()).isEqualTo(address);
        assertThat(found.anomalies.getFirst().summary()).contains(variable + " ");
        DecodeContext changed = tables.context(Optional.empty());
        assertThat(new PagePoolDecoder().locate(changed).getFirst().note())
                .contains("blocks of whole pages are not known")
                .contains(variable + " ");
    }

    /** A file ends in the middle of a page: what is left of it is no page of another use. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win2003-sp2-x64"})
    void pageThatIsCut(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block first = made.pool.blocks().getFirst();
        long page = first.address();
        byte[] raw = made.machine.raw();
        int cut = physical(raw, made.machine.kernelBytes(page, PAGE)) + PAGE - 1;
        SparseMemory memory =
                SparseMemory.builder(Absence.NOT_CAPTURED)
                        .bytes(0, MemorySegment.ofArray(raw).asSlice(0, cut))
                        .bytes(cut + 1, MemorySegment.ofArray(raw).asSlice(cut + 1))
                        .build();
        Dump dump =
                Dump.builder("test")
                        .memory(MemoryKind.PHYSICAL, memory)
                        .processors(
                                List.of(
                                        new DumpProcessor(
                                                0, Map.of(), Optional.of(made.machine.tables()))))
                        .build();
        Recorder found =
                PoolMachine.decode(new PagePoolDecoder(), PoolMachine.context(dump)).getFirst();
        assertThat(found.faults).isEmpty();
        assertThat(found.isComplete()).isTrue();
        assertThat(found.gaps).containsExactly(new long[] {page, PAGE});
        assertThat(found.at(page)).isEmpty();
    }

    private static int physical(byte[] raw, byte[] page) {
        for (int at = 0; at < raw.length; at += PAGE) {
            if (Arrays.equals(raw, at, at + PAGE, page, 0, PAGE)) {
                return at;
            }
        }
        throw new AssertionError("no such page");
    }
}
