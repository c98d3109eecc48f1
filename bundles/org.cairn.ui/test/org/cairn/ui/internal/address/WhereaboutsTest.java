package org.cairn.ui.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpThread;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockState;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.SparseMemory;
import org.cairn.store.Block;
import org.cairn.system.ProcessImage;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.List;

class WhereaboutsTest {
    private static final ProcessImage PROCESS =
            new ProcessImage(
                    4,
                    "shop.exe",
                    Architecture.X64,
                    SparseMemory.builder(Absence.UNMAPPED)
                            .bytes(0x1000, MemorySegment.ofArray(new byte[0x1000]))
                            .absent(0x5000, 0x5fff, Absence.NOT_CAPTURED)
                            .build(),
                    List.of(new DumpModule(0x5000, 0x1000, "C:\\lib\\ntdll.dll", "", 0, 0, "")),
                    List.of(new DumpThread(77, 0, 0x1800, 0x100, 0, 0, 0, 0)),
                    List.of(new DumpRegion(0x1000, 0x1fff, 0x1000, "commit", "rw-", "private")),
                    List.of());

    @Test
    void namesThePartOfTheBlockAndItsOwner() {
        Block block = block("shop.exe");
        assertThat(Whereabouts.in(block, 0x1018))
                .isEqualTo(
                        "0x8 bytes into the user data of busy block 0x1000 of 1,024 bytes,"
                                + " owner shop.exe");
        assertThat(Whereabouts.in(block, 0x1000)).startsWith("at the start of the header of");
        assertThat(Whereabouts.in(block(""), 0x1010)).doesNotContain("owner");
    }

    @Test
    void outsideOfBlocksNamesModuleStackOrRegion() {
        assertThat(Whereabouts.in(PROCESS, 0x501f))
                .isEqualTo("0x1f bytes into the module ntdll.dll, not captured");
        assertThat(Whereabouts.in(PROCESS, 0x1810))
                .isEqualTo("0x10 bytes into the stack of thread 77, in no known block");
        assertThat(Whereabouts.in(PROCESS, 0x1000))
                .isEqualTo("in the region 0x1000 private commit rw-, in no known block");
        assertThat(Whereabouts.in(PROCESS, 0x9000)).isEqualTo("unmapped");
    }

    private static Block block(String owner) {
        return new Block(
                0,
                0x1000,
                0x400,
                0x1010,
                0x3f0,
                BlockState.BUSY,
                "slot",
                BlockKind.SLACK,
                1,
                0x1000,
                1,
                1,
                owner,
                0);
    }
}
