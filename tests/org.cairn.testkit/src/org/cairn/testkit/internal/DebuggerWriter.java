package org.cairn.testkit.internal;

import org.cairn.memory.Structure;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Writes {@code _KDDEBUGGER_DATA64}. */
public final class DebuggerWriter {
    /** {@code wdbgexts.h}, as far as readers need it. */
    private static final Structure LAYOUT =
            Structure.named("_KDDEBUGGER_DATA64")
                    .at(0x10)
                    .u32("OwnerTag")
                    .u32("Size")
                    .u64("KernBase")
                    .at(0x48)
                    .u64("PsLoadedModuleList")
                    .u64("PsActiveProcessHead")
                    .at(0x68)
                    .u64("ExpPagedPoolDescriptor")
                    .u64("ExpNumberOfPagedPools")
                    .at(0x100)
                    .u64("MmMaximumNonPagedPoolInBytes")
                    .at(0x110)
                    .u64("MmNonPagedPoolStart")
                    .u64("MmNonPagedPoolEnd")
                    .u64("MmPagedPoolStart")
                    .u64("MmPagedPoolEnd")
                    .at(0x1b8)
                    .u64("PoolTrackTable")
                    .u64("NonPagedPoolDescriptor")
                    .at(0x208)
                    .u64("NtBuildLab")
                    .at(0x218)
                    .u64("KiProcessorBlock")
                    .at(0x238)
                    .u64("MmSpecialPoolTag")
                    .at(0x248)
                    .u64("MmVerifierData")
                    .at(0x29a)
                    .u16("OffsetKThreadTeb")
                    .at(0x2a0)
                    .u16("OffsetKThreadApcProcess")
                    .u16("OffsetKThreadState")
                    .at(0x2a8)
                    .u16("SizeEProcess")
                    .at(0x2c0)
                    .u16("SizeEThread")
                    .build();

    private static final int SIZE = 0x368;
    private static final int TAG = 0x4742_444b;
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final PagedMemory memory;
    private final long block;

    /**
     * Begins a block.
     *
     * @param memory of the machine
     * @param block its address
     */
    public DebuggerWriter(PagedMemory memory, long block) {
        this.memory = memory;
        this.block = block;
        memory.put(block, LAYOUT, "OwnerTag", TAG);
        memory.put(block, LAYOUT, "Size", SIZE);
    }

    /** Names an address. */
    public void address(String field, long address) {
        memory.put(block, LAYOUT, field, address);
    }

    /** Names sizes and offsets of process and thread objects. */
    public void sizes(int process, ThreadLayout threads) {
        memory.put(block, LAYOUT, "OffsetKThreadTeb", threads.teb());
        memory.put(block, LAYOUT, "OffsetKThreadApcProcess", threads.process());
        memory.put(block, LAYOUT, "OffsetKThreadState", threads.state());
        memory.put(block, LAYOUT, "SizeEProcess", process);
        memory.put(block, LAYOUT, "SizeEThread", threads.size());
    }

    /**
     * Encodes the block as kernels since Windows 8 do while they run: the way back of what a reader
     * does with each word.
     *
     * @param encoded address of {@code KdpDataBlockEncoded}
     * @param never value of {@code KiWaitNever}
     * @param always value of {@code KiWaitAlways}
     */
    public void encode(long encoded, long never, long always) {
        for (int at = 0; at < SIZE; at += Long.BYTES) {
            long plain = memory.bytes().get(U64, memory.physical(block + at));
            long word = Long.reverseBytes(plain ^ always) ^ (encoded | 0xffff_0000_0000_0000L);
            memory.put(
                    block + at, Long.BYTES, Long.rotateRight(word, (int) (never & 0xff)) ^ never);
        }
    }
}
