package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpModule;
import org.cairn.heap.BlockBatch;
import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.Owner;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** First pointers of blocks and the modules that they lead into. */
final class ModulePointerOwnerTest {
    private static final long BLOCK = 0x7000_0000L;
    private static final long NTDLL = 0x7ff8_1000_0000L;
    private static final long KERNEL32 = 0x7ff8_0000_0000L;
    private static final long NARROW = 0x7750_0000L;

    private static DumpModule module(long base, String name) {
        return new DumpModule(base, 0x1000, "C:\\Windows\\" + name, "", 0, 0, "");
    }

    /** One block that begins with a word. */
    private static final class OneBlock implements BlockBatch {
        private final List<Owner> owners = new ArrayList<>();
        private final boolean busy;
        private final long size;
        private int owner;

        OneBlock(boolean busy, long size, int owner) {
            this.busy = busy;
            this.size = size;
            this.owner = owner;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public long userAddress(int row) {
            return BLOCK;
        }

        @Override
        public long userSize(int row) {
            return size;
        }

        @Override
        public boolean isBusy(int row) {
            return busy;
        }

        @Override
        public int ownerOf(int row) {
            return owner;
        }

        @Override
        public void setOwner(int row, int number) {
            owner = number;
        }

        @Override
        public int owner(Owner made) {
            owners.add(made);
            return 70 + owners.size();
        }
    }

    private static OneBlock resolve(
            OneBlock block, long word, Architecture architecture, String... modules) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[16]);
        bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, word);
        List<DumpModule> images = new ArrayList<>();
        images.add(module(NTDLL, "ntdll.dll"));
        images.add(module(KERNEL32, "kernel32.dll"));
        images.add(module(NARROW, "narrow.dll"));
        for (String name : modules) {
            images.add(module(0x7400_0000L, name));
        }
        ProcessImage process =
                new ProcessImage(
                        1,
                        "",
                        architecture,
                        SparseMemory.builder(Absence.NOT_CAPTURED).bytes(BLOCK, bytes).build(),
                        images,
                        List.of(),
                        List.of(),
                        List.of());
        DecodeContext context =
                new Workload("win7-sp1-x64").context(process, 7601, Optional.empty());
        new ModulePointerOwner().open(context).resolve(block);
        return block;
    }

    @Test
    void namesTheModule() {
        OneBlock block =
                resolve(new OneBlock(true, 8, BlockSink.NO_OWNER), NTDLL + 0xfff, Architecture.X64);
        assertThat(block.owner).isEqualTo(71);
        assertThat(block.owners)
                .containsExactly(
                        new Owner(
                                "module",
                                "0x7ff810000000",
                                "ntdll.dll",
                                "C:\\Windows\\ntdll.dll",
                                Confidence.HINT,
                                "first pointer"));
    }

    @Test
    void leavesOtherBlocksAlone() {
        assertThat(owner(new OneBlock(true, 8, 0), KERNEL32 + 0x1000)).isZero();
        assertThat(owner(new OneBlock(true, 8, 0), KERNEL32 - 1)).isZero();
        assertThat(owner(new OneBlock(true, 8, 0), -1L)).isZero();
        assertThat(owner(new OneBlock(true, 7, 0), NTDLL)).isZero();
        assertThat(owner(new OneBlock(false, 8, 0), NTDLL)).isZero();
        assertThat(owner(new OneBlock(true, 8, 5), NTDLL)).isEqualTo(5);
        assertThat(owner(new OneBlock(true, 8, 0), KERNEL32)).isEqualTo(71);
    }

    private static int owner(OneBlock block, long word) {
        return resolve(block, word, Architecture.X64).owner;
    }

    @Test
    void takesHalfAWordInA32BitProcess() {
        long word = NARROW | 0x1234_5678L << 32;
        assertThat(owner(new OneBlock(true, 8, 0), word)).isZero();
        assertThat(resolve(new OneBlock(true, 4, 0), word, Architecture.X86).owner).isEqualTo(71);
        assertThat(resolve(new OneBlock(true, 3, 0), word, Architecture.X86).owner).isZero();
    }

    @Test
    void takesBothKindsInAWow64Process() {
        long word = NARROW | 0x1234_5678L << 32;
        for (long size : new long[] {4, 8}) {
            OneBlock block =
                    resolve(new OneBlock(true, size, 0), word, Architecture.X64, "wow64.dll");
            assertThat(block.owners).extracting(Owner::label).containsExactly("narrow.dll");
        }
        OneBlock wide = resolve(new OneBlock(true, 8, 0), NTDLL, Architecture.X64, "wow64.dll");
        assertThat(wide.owners).extracting(Owner::label).containsExactly("ntdll.dll");
    }
}
