package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Owner;
import org.cairn.testkit.SyntheticPool.Block;
import org.cairn.testkit.SyntheticPool.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

/** What is said of the owner of a block. */
class TagOwnerTest {
    private static final byte MOV_EDX = (byte) 0xba;

    @ParameterizedTest
    @CsvSource({
        "Irp , 49 72 70 20, I/O manager: request packets",
        "Etwx, 45 74 77 78, event tracing",
        "None, 4e 6f 6e 65, not attributable: allocated without a tag (ExAllocatePool)",
        "Ddk , 44 64 6b 20, 'not attributable: the tag that the driver kit gives to allocations without one; any driver'",
        "Zq9!, 5a 71 39 21, in the code of storage.sys",
        "Zq8!, 5a 71 38 21, ''"
    })
    void tagsAreExplained(String name, String bytes, String description) {
        String tag = (name + "    ").substring(0, 4);
        PoolMachine made = new PoolMachine("win7-sp1-x64").fill();
        long driver = made.machine.kernelBase() + 0x100_0000;
        made.machine.kernelModule("\\SystemRoot\\System32\\drivers\\storage.sys", driver, 0x2000);
        made.machine.kernelBytes(
                driver + 0x200, MOV_EDX, (byte) 'Z', (byte) 'q', (byte) '9', (byte) '!');
        made.machine.kernelBytes(
                driver + 0x300, MOV_EDX, (byte) 'N', (byte) 'o', (byte) 'n', (byte) 'e');
        Block block =
                made.pool.blocks().stream()
                        .filter(other -> other.state() == State.BUSY && !other.paged())
                        .filter(other -> other.headerBytes() > 0)
                        .findFirst()
                        .orElseThrow();
        made.machine.kernelBytes(block.address() + 4, tag.getBytes(StandardCharsets.US_ASCII));
        Recorder found = made.decode().getFirst();
        Owner owner =
                found.owners().stream()
                        .filter(other -> other.label().equals(tag))
                        .findFirst()
                        .orElseThrow();
        assertThat(owner.kind()).isEqualTo("pool tag");
        assertThat(owner.key()).isEqualTo(bytes);
        assertThat(owner.description()).isEqualTo(description);
    }
}
