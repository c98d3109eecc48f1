package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpException;
import org.cairn.dump.DumpProcessor;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.testkit.SyntheticPool;
import org.cairn.testkit.SyntheticSpecialPool;
import org.cairn.testkit.SyntheticSpecialPool.Block;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Special pool, and what the driver verifier keeps of blocks. */
class SpecialPoolTest {
    private static final int PAGE = 0x1000;

    /** A machine with special pool. */
    private static final class Special {
        final TypeTable types;
        final boolean wide;
        final SyntheticMachine machine;
        final SyntheticSpecialPool pool;
        final long first;
        final long driver;

        Special(String table) {
            types = new ShippedTypes().named(table).orElseThrow();
            wide = types.id().architecture() == Architecture.X64;
            machine = new SyntheticMachine(types, wide ? PagingMode.X64 : PagingMode.PAE, 8);
            machine.kernelModule("\\SystemRoot\\ntoskrnl.exe", machine.kernelBase(), 0x100_0000);
            driver = machine.kernelBase() + 0x200_0000;
            machine.kernelModule("\\SystemRoot\\faulty.sys", driver, 0x1_0000);
            first = wide ? 0xffff_cf80_0010_0000L : 0x9a00_0000L;
            pool = new SyntheticSpecialPool(machine, types, first, first + 0x100_0000);
        }

        Special fill() {
            pool.add(0x123, false, "SpA1", 0x5b, true, 0);
            pool.add(0x40, true, "SpB2", 0x77, true, driver + 0x1234);
            pool.add(0x808, false, "SpC3", 0xe1, false, 0);
            pool.add(0x21, true, "SpD4", 0x09, false, driver + 0x4321);
            pool.add(PAGE - 2 * header(), false, "SpE5", 0x3c, true, 0);
            pool.add(1, true, "SpF6", 0, true, 0);
            pool.wanted(machine.kernelBase() + 0x2_8000, 0x2a);
            return this;
        }

        int header() {
            return wide ? 16 : 8;
        }

        DecodeContext context() {
            return PoolMachine.context(
                    Dump.builder("test")
                            .memory(MemoryKind.PHYSICAL, machine.physical())
                            .processors(
                                    List.of(
                                            new DumpProcessor(
                                                    0, Map.of(), Optional.of(machine.tables()))))
                            .build());
        }

        Recorder decode() {
            List<Recorder> decoded = PoolMachine.decode(new SpecialPoolDecoder(), context());
            assertThat(decoded).hasSize(1);
            Recorder found = decoded.getFirst();
            assertThat(found.faults).isEmpty();
            assertThat(found.isComplete()).isTrue();
            return found;
        }
    }

    private static void assertBlocks(Special made, Recorder found) {
        assertThat(found.blocks()).hasSameSizeAs(made.pool.blocks());
        for (Block block : made.pool.blocks()) {
            Recorder.Block same = found.at(block.page()).orElseThrow();
            assertThat(same.size()).isEqualTo(PAGE);
            assertThat(same.userAddress()).isEqualTo(block.user());
            assertThat(same.userSize()).isEqualTo(block.bytes());
            assertThat(same.state()).isEqualTo(BlockState.BUSY);
            assertThat(same.tag()).isEqualTo(block.tag());
            assertThat(same.kind())
                    .isEqualTo(block.paged() ? "paged special block" : "special block");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "win2003-sp2-x64",
                "win7-sp1-x86",
                "win7-sp1-x64",
                "win10-1607-14393-x64",
                "win10-2004-19041-x64"
            })
    void findsEachBlock(String table) {
        Special made = new Special(table).fill();
        Recorder found = made.decode();
        assertThat(found.rules()).isEmpty();
        assertBlocks(made, found);
        assertThat(found.owners())
                .anyMatch(
                        owner ->
                                owner.label().equals("SpB2")
                                        && owner.evidence().equals("verifier")
                                        && owner.description()
                                                .endsWith("allocated by faulty.sys+0x1234"));
    }

    /** Bytes behind the block of one page, and before that of another. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-2004-19041-x64"})
    void reportsWhatWasOverwritten(String table) {
        Special made = new Special(table).fill();
        Block block = made.pool.blocks().getFirst();
        made.machine.kernelValue(block.user() + block.bytes(), 2, 0x1122);
        Recorder found = made.decode();
        assertThat(found.rules()).containsExactly("pool.special-pattern");
        assertThat(found.anomalies.getFirst().address()).isEqualTo(block.user() + block.bytes());
        assertThat(found.anomalies.getFirst().summary())
                .startsWith("2 bytes")
                .contains("SpA1")
                .endsWith("behind it");
        assertBlocks(made, found);

        Special under = new Special(table).fill();
        Block other = under.pool.blocks().get(1);
        under.machine.kernelValue(other.user() - 3, 1, 0x11);
        Recorder before = under.decode();
        assertThat(before.rules()).containsExactly("pool.special-pattern");
        assertThat(before.anomalies.getFirst().address()).isEqualTo(other.user() - 3);
        assertThat(before.anomalies.getFirst().summary()).endsWith("before it");
    }

    /** In the range that the kernel names, a page without a block is told. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64"})
    void reportsADamagedHeader(String table) {
        Special made = new Special(table).fill();
        Block block = made.pool.blocks().get(2);
        made.machine.kernelValue(block.header(), 4, 0x4141_4141);
        long start = made.machine.kernelBase() + 0x2_8100;
        int pointer = made.wide ? 8 : 4;
        made.machine.kernelValue(start, pointer, made.first);
        made.machine.kernelValue(start + 8, pointer, made.first + 0x3_0000 - 1);
        DecodeContext context = made.context();
        Map<String, Long> variables = new HashMap<>(context.process().variables());
        variables.put("MmSpecialPoolStart", start);
        variables.put("MmSpecialPoolEnd", start + 8);
        ProcessImage kernel = context.process();
        ProcessImage named =
                ProcessImage.builder(0, "", kernel.architecture(), kernel.space())
                        .kernel()
                        .facts(kernel.facts())
                        .variables(variables)
                        .modules(kernel::modules)
                        .build();
        DecodeContext ranged =
                new DecodeContext(context.system(), named, context.types(), Progress.NONE);
        List<Recorder> decoded = PoolMachine.decode(new SpecialPoolDecoder(), ranged);
        Recorder found = decoded.getFirst();
        assertThat(found.isComplete()).isTrue();
        assertThat(found.rules()).containsExactly("pool.special-header");
        assertThat(found.anomalies.getFirst().address()).isEqualTo(block.page());
        assertThat(found.blocks()).hasSize(6);
        assertThat(found.at(block.page()).orElseThrow().state()).isEqualTo(BlockState.METADATA);
        assertThat(found.at(made.pool.blocks().get(4).page()).orElseThrow().tag())
                .isEqualTo("SpE5");
    }

    /** Nobody asked for special pool: nobody searches for it. */
    @Test
    void isNotSearchedForInVain() {
        Special made = new Special("win7-sp1-x64").fill();
        made.pool.wanted(made.machine.kernelBase() + 0x2_8000, 0);
        assertThat(new SpecialPoolDecoder().locate(made.context())).isEmpty();
        Special verified = new Special("win7-sp1-x64").fill();
        verified.pool.wanted(verified.machine.kernelBase() + 0x2_8000, -1);
        verified.pool.counters(
                verified.machine.kernelBase() + 0x2_9000,
                Map.of("AllocationsSucceededSpecialPool", 6));
        List<HeapRoot> roots = new SpecialPoolDecoder().locate(verified.context());
        assertThat(roots)
                .extracting(HeapRoot::note)
                .containsExactly("the verifier counted 6 allocations");
    }

    /** Caller and stacks of a tracked block. */
    @ParameterizedTest
    @ValueSource(strings = {"win7-sp1-x64", "win7-sp1-x86", "win10-1607-14393-x64"})
    void showsWhatTheVerifierKnows(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        long driver = made.machine.kernelBase() + 0x200_0000;
        made.machine.kernelModule("\\SystemRoot\\faulty.sys", driver, 0x1_0000);
        boolean wide = made.types.id().architecture() == Architecture.X64;
        long first = wide ? 0xffff_cf80_0010_0000L : 0x9a00_0000L;
        SyntheticSpecialPool special =
                new SyntheticSpecialPool(made.machine, made.types, first, first + 0x20_0000);
        Block block = special.add(0x50, true, "SpB2", 0x77, true, driver + 0x1234);
        special.wanted(made.machine.kernelBase() + 0x9_8000, 0x2a);
        long ring = made.nonPaged + (long) PoolMachine.PAGES * PAGE;
        for (int i = 0; i < 3 * PAGE; i += Long.BYTES) {
            made.machine.kernelValue(ring + i, Long.BYTES, 0);
        }
        long thread = made.nonPaged + 0x40;
        special.trace(ring, 0, made.paged + 0x100, 8, thread, driver + 0x10);
        special.trace(ring, 3, block.user(), 0x50, thread, driver + 0x20, driver + 0x30);
        DecodeContext context = made.context();
        SpecialPoolDecoder decoder = new SpecialPoolDecoder();
        HeapRoot root = decoder.locate(context).getFirst();
        assertThat(decoder.describe(root, block.page(), context))
                .extracting(FieldValue::name, FieldValue::value)
                .contains(
                        tuple("Size", "80 bytes, paged"),
                        tuple("PoolTag", "'SpB2'"),
                        tuple("_VI_POOL_ENTRY.CallingAddress", "faulty.sys+0x1234"))
                .endsWith(
                        tuple("_VF_POOL_TRACE.Thread", "0x" + Long.toHexString(thread)),
                        tuple("_VF_POOL_TRACE.StackTrace", "faulty.sys+0x20"),
                        tuple("_VF_POOL_TRACE.StackTrace", "faulty.sys+0x30"));
    }

    /** A freed block has no page; the verifier's ring tells who freed it. */
    @Test
    void tellsWhoFreedWhatTheBugCheckLeadsTo() {
        PoolMachine made = new PoolMachine("win7-sp1-x64").fill();
        long driver = made.machine.kernelBase() + 0x200_0000;
        made.machine.kernelModule("\\SystemRoot\\faulty.sys", driver, 0x1_0000);
        long first = 0xffff_cf80_0010_0000L;
        SyntheticSpecialPool special =
                new SyntheticSpecialPool(made.machine, made.types, first, first + 0x20_0000);
        special.add(0x50, true, "SpB2", 0x77, true, 0);
        special.wanted(made.machine.kernelBase() + 0x9_8000, 0x2a);
        long ring = made.nonPaged + (long) PoolMachine.PAGES * PAGE;
        for (int i = 0; i < 3 * PAGE; i += Long.BYTES) {
            made.machine.kernelValue(ring + i, Long.BYTES, 0);
        }
        long freed = first + 0x10_0f00L;
        special.trace(ring, 0, made.paged + 0x100, 8, made.nonPaged, driver + 0x10);
        special.trace(ring, 4, freed, 0x100, made.nonPaged, driver + 0x20, driver + 0x30);
        DecodeContext context = made.context();
        ProcessImage kernel = context.process();
        ProcessImage stopped =
                ProcessImage.builder(0, "", kernel.architecture(), kernel.space())
                        .kernel()
                        .facts(kernel.facts())
                        .variables(kernel.variables())
                        .modules(kernel::modules)
                        .stop(
                                Optional.of(
                                        new DumpException(
                                                0, 0xd5, 0, List.of(freed + 8, 0L, 0L, 0L))))
                        .build();
        Recorder found =
                PoolMachine.decode(
                                new SpecialPoolDecoder(),
                                new DecodeContext(
                                        context.system(), stopped, context.types(), Progress.NONE))
                        .getFirst();
        assertThat(found.rules()).containsExactly("pool.bug-check");
        assertThat(found.anomalies.getFirst().address()).isEqualTo(freed + 8);
        assertThat(found.anomalies.getFirst().summary())
                .contains("256 bytes at 0x" + Long.toHexString(freed))
                .endsWith("called from faulty.sys+0x20, faulty.sys+0x30");
    }

    /** A block of a pool of pages that the verifier tracks, and the totals of each pool. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-1607-14393-x64"})
    void namesTheCallerOfATrackedBlock(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        long driver = made.machine.kernelBase() + 0x200_0000;
        made.machine.kernelModule("\\SystemRoot\\faulty.sys", driver, 0x1_0000);
        long entries = made.machine.kernelBase() + 0xa_0000;
        SyntheticSpecialPool verifier =
                new SyntheticSpecialPool(made.machine, made.types, 0, entries);
        SyntheticPool.Block block =
                made.pool.blocks().stream()
                        .filter(other -> other.paged() && other.headerBytes() > 0)
                        .filter(other -> other.state() == SyntheticPool.State.BUSY)
                        .findFirst()
                        .orElseThrow();
        long user = block.address() + block.headerBytes();
        long entry = verifier.track(user, 20, block.tag(), driver + 0x88);
        int pointer = made.types.id().architecture().pointerSize();
        made.machine.kernelValue(block.address() + block.size() - pointer, pointer, entry);
        made.machine.kernelField(
                block.address(),
                made.types.structure("_POOL_HEADER"),
                "PoolType",
                made.types.id().build() < 6000 ? 0x42 : 0x43);
        verifier.counters(
                made.machine.kernelBase() + 0x9_9000,
                Map.of("CurrentPagedPoolAllocations", 1, "PagedBytes", 20));
        DecodeContext context = made.context();
        String empty = "totals are not compared with a tag table: it is empty or not in the dump";
        assertThat(new PagePoolDecoder().locate(context))
                .extracting(HeapRoot::note)
                .containsExactly(empty, "the verifier tracks 1 allocations, 20 bytes; " + empty);
        assertThat(
                        new PagePoolDecoder()
                                .describe(
                                        new PagePoolDecoder().locate(context).get(1),
                                        block.address(),
                                        context))
                .extracting(FieldValue::name, FieldValue::value)
                .contains(tuple("_VI_POOL_ENTRY.CallingAddress", "faulty.sys+0x88"));
        Recorder found = PoolMachine.decode(new PagePoolDecoder(), context).get(1);
        assertThat(found.rules()).isEmpty();
        assertThat(found.at(block.address()).orElseThrow().tag()).isEqualTo(block.tag());
        assertThat(found.owners().stream().filter(owner -> owner.evidence().equals("verifier")))
                .singleElement()
                .satisfies(
                        owner ->
                                assertThat(owner.description())
                                        .endsWith("allocated by faulty.sys+0x88"));
    }
}
