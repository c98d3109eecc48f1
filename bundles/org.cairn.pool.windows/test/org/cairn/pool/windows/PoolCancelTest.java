package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cairn.dump.DumpModule;
import org.cairn.dump.SystemClaim;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.kernel.BigPages;
import org.cairn.pool.windows.internal.kernel.FreePages;
import org.cairn.pool.windows.internal.kernel.ParkedLists;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.walk.LooseBlocks;
import org.cairn.pool.windows.internal.walk.PoolScan;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Each long part of the decoders ends soon when its work is no longer wanted. */
class PoolCancelTest {
    private static final String TABLE = "win7-sp1-x64";
    private static final long BASE = 0xffff_f800_0000_0000L;
    private static final int BYTES = 16 << 20;
    private static final int BIG_TABLE = 0x10_0000;
    private static final int BIG_SLOTS = 0x4000;
    private static final int TAG_TABLE = 0x20_0000;
    private static final int TAG_SLOTS = 0x2000;
    private static final int DESCRIPTOR = 0x40_0000;
    private static final int PARKED = 0x50_0000;
    private static final int PARKED_BLOCKS = 20_000;
    private static final int IMAGE = 0x80_0000;

    /** Work that takes long in a large system. */
    enum Part {
        BIG_PAGES {
            @Override
            void run(PoolKernel kernel, Progress progress) {
                assertThat(BigPages.read(kernel, progress).slots()).isEqualTo(BIG_SLOTS);
            }
        },
        TAGS {
            @Override
            void run(PoolKernel kernel, Progress progress) {
                assertThat(kernel.tagTable().sums(false)).isEmpty();
            }
        },
        PARKED_LISTS {
            @Override
            void run(PoolKernel kernel, Progress progress) {
                assertThat(ParkedLists.follow(kernel, List.of(BASE + DESCRIPTOR)).deferred().size())
                        .isEqualTo(PARKED_BLOCKS);
            }
        },
        FREE_PAGES {
            @Override
            void run(PoolKernel kernel, Progress progress) {
                new FreePages(kernel.memory(), progress)
                        .search(kernel.context().process().modules(), Set.of(BASE));
            }
        },
        PAGES {
            @Override
            void run(PoolKernel kernel, Progress progress) {
                assertThat(new PoolScan(kernel, false).first()).isZero();
            }
        },
        FRAGMENTS {
            @Override
            void run(PoolKernel kernel, Progress progress) {
                assertThat(new LooseBlocks(kernel).first(false)).isZero();
            }
        },
        SCAN_FOR_BLOCKS {
            @Override
            void run(PoolKernel kernel, Progress progress) {
                DecodeContext bare =
                        BareMemory.context(kernel.context().space(), Optional.of(TABLE), progress);
                HeapRoot root =
                        new HeapRoot(
                                0,
                                PagePoolDecoder.PAGED,
                                "Windows 7 SP1 / Server 2008 R2 SP1 x64, pages of blocks",
                                Architecture.X64,
                                TABLE,
                                "",
                                HeapRoot.Status.PRESENT,
                                "");
                new ScanPoolDecoder().decode(root, bare, new Recorder());
            }
        },
        SCAN {
            @Override
            void run(PoolKernel kernel, Progress progress) {
                DecodeContext bare =
                        BareMemory.context(kernel.context().space(), Optional.empty(), progress);
                assertThat(new ScanPoolDecoder().locate(bare)).isEmpty();
            }
        };

        abstract void run(PoolKernel kernel, Progress progress);
    }

    /** Counts the questions whether to go on, and says no to one of them. */
    private static final class Watch implements Progress {
        private final long last;
        private long questions;
        private long total;
        private long steps;

        Watch(long last) {
            this.last = last;
        }

        @Override
        public void total(long units) {
            total = units;
        }

        @Override
        public void step(long units) {
            steps += units;
        }

        @Override
        public void checkCancelled() {
            if (++questions >= last) {
                throw new CancelledException();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenCancelled(Part part) {
        Watch whole = new Watch(Long.MAX_VALUE);
        part.run(kernel(whole), whole);
        assertThat(whole.questions).isGreaterThan(3);
        for (long last : new long[] {1, whole.questions / 2, whole.questions}) {
            Watch watch = new Watch(last);
            PoolKernel kernel = kernel(watch);
            assertThatThrownBy(() -> part.run(kernel, watch))
                    .isInstanceOf(CancelledException.class);
            assertThat(watch.questions).isEqualTo(last);
        }
    }

    /** The steps of a scan are the bytes of the memory, and they add up to all of them. */
    @Test
    void reportsEachPartOfTheMemory() {
        Watch watch = new Watch(Long.MAX_VALUE);
        AddressSpace memory = BareMemory.of(new byte[BYTES]);
        new ScanPoolDecoder().locate(BareMemory.context(memory, Optional.empty(), watch));
        assertThat(watch.total).isEqualTo(BYTES);
        assertThat(watch.steps).isEqualTo(BYTES);
    }

    private static PoolKernel kernel(Progress progress) {
        ByteBuffer memory = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        memory.putLong(0, BASE + BIG_TABLE).putLong(8, BIG_SLOTS);
        memory.putLong(16, BASE + TAG_TABLE).putLong(24, TAG_SLOTS);
        Structure descriptor =
                new ShippedTypes().named(TABLE).orElseThrow().structure("_POOL_DESCRIPTOR");
        memory.putLong(DESCRIPTOR + descriptor.offset("PendingFrees"), BASE + PARKED);
        for (int i = 1; i < PARKED_BLOCKS; i++) {
            memory.putLong(PARKED + (i - 1) * 0x20, BASE + PARKED + i * 0x20);
        }
        AddressSpace space =
                SparseMemory.builder(Absence.UNMAPPED)
                        .bytes(BASE, MemorySegment.ofArray(memory.array()))
                        .build();
        DumpModule image =
                new DumpModule(BASE + IMAGE, BYTES - IMAGE, "ntoskrnl.exe", "", 0, 0, "");
        ProcessImage process =
                ProcessImage.builder(0, "", Architecture.X64, space)
                        .kernel()
                        .modules(() -> List.of(image))
                        .variables(
                                Map.of(
                                        "PoolBigPageTable", BASE,
                                        "PoolBigPageTableSize", BASE + 8,
                                        "PoolTrackTable", BASE + 16,
                                        "PoolTrackTableSize", BASE + 24))
                        .build();
        SystemImage system =
                new SystemImage(
                        SystemClaim.WINDOWS,
                        "",
                        7601,
                        Optional.of(Architecture.X64),
                        List.of(process),
                        List.of());
        return PoolKernel.of(
                        new DecodeContext(
                                system,
                                process,
                                new TypeChoice(new ShippedTypes(), Optional.of(TABLE)),
                                progress))
                .orElseThrow();
    }
}
