package org.cairn.ui.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpThread;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockState;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.store.Block;
import org.cairn.store.StoreException;
import org.cairn.system.ProcessImage;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class PointerTargetTest {
    private static final ProcessImage PROCESS =
            new ProcessImage(
                    4,
                    "shop.exe",
                    Architecture.X64,
                    SparseMemory.builder(Absence.UNMAPPED)
                            .bytes(0x1000, MemorySegment.ofArray(new byte[0x100]))
                            .bytes(0x2000, text("hello, world", StandardCharsets.UTF_16LE))
                            .build(),
                    List.of(new DumpModule(0x5000, 0x1000, "C:\\lib\\ntdll.dll", "", 0, 0, "")),
                    List.of(new DumpThread(77, 0, 0x1000, 0x100, 0, 0, 0, 0)),
                    List.of(),
                    List.of());

    @Test
    void aModuleNeedsNoMemory() throws StoreException {
        assertThat(target(0x5020)).isEqualTo(new PointerTarget("module", "ntdll.dll+0x20"));
    }

    @Test
    void stacksAndTextsAreRecognised() throws StoreException {
        assertThat(target(0x1010)).isEqualTo(new PointerTarget("stack", "stack of thread 77"));
        assertThat(target(0x2000))
                .isEqualTo(new PointerTarget("memory", "\u201chello, world\u201d"));
    }

    @Test
    void aNumberPointsToNothing() throws StoreException {
        assertThat(target(7)).isEqualTo(PointerTarget.NOTHING);
    }

    @Test
    void aBlockIsNamedWithOffsetAndOwner() {
        Block block =
                new Block(
                        0,
                        0x1000,
                        0x40,
                        0x1010,
                        0x20,
                        BlockState.BUSY,
                        "slot",
                        BlockKind.SLACK,
                        1,
                        0,
                        1,
                        1,
                        "shop",
                        0);
        assertThat(PointerTarget.of(block, 0x1010, "").text()).isEqualTo("busy block 0x1000, shop");
        assertThat(PointerTarget.of(block, 0x1018, "").text())
                .isEqualTo("busy block 0x1000+0x8, shop");
        assertThat(PointerTarget.of(block, 0x1034, "").text())
                .isEqualTo("busy block 0x1000, the slack+0x4, shop");
    }

    private static PointerTarget target(long value) throws StoreException {
        return PointerTarget.of(value, PROCESS, Optional.empty(), List.of(), Progress.NONE);
    }

    private static MemorySegment text(String text, Charset charset) {
        return MemorySegment.ofArray(text.getBytes(charset));
    }
}
