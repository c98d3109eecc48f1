package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cairn.pool.windows.SessionMachine.decode;
import static org.cairn.pool.windows.SessionMachine.roots;

import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.testkit.SegmentHeapBlock;
import org.cairn.testkit.SegmentHeapOptions;
import org.cairn.testkit.SegmentHeapWriter;
import org.cairn.testkit.SyntheticProcess;
import org.cairn.testkit.SyntheticSession;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Since 1809 the pool of a session is a segment heap, whose blocks begin with a pool header. */
class SessionSegmentHeapTest {
    /** Since 1809 a session's pool is a segment heap, whose blocks begin with a pool header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "win10-1809-17763-x64",
                "win10-1903-18362-x64",
                "win10-2004-19041-x64",
                "win10-2004-19041-x86"
            })
    void walksSegmentHeaps(String table) {
        SessionMachine made = new SessionMachine(table);
        List<SegmentHeapWriter> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            writers.add(segmentHeap(made, i));
        }
        List<DecodeContext> contexts = made.contexts();
        Map<Long, List<HeapRoot>> roots = roots(contexts);
        assertThat(roots.keySet()).containsExactlyInAnyOrder(300L, 308L);
        for (int i = 0; i < 2; i++) {
            long id = i == 0 ? 300 : 308;
            assertThat(roots.get(id))
                    .extracting(HeapRoot::name)
                    .containsExactly(
                            "session pool " + (i + 1),
                            "session pool " + (i + 1) + ", special heap");
            assertThat(decode(contexts, id, 1).rules()).isEmpty();
            assertThat(
                            decode(contexts, id, 1).blocks().stream()
                                    .filter(block -> block.tag().equals("SsSp")))
                    .hasSize(20);
            assertThat(roots.get(id).getFirst().status()).isEqualTo(Status.PRESENT);
            Recorder found = decode(contexts, id, 0);
            assertThat(found.faults).isEmpty();
            assertThat(found.rules()).isEmpty();
            int unit = made.wide ? 16 : 8;
            List<SegmentHeapBlock> busy =
                    writers.get(i).blocks().stream()
                            .filter(block -> block.state() == BlockState.BUSY)
                            .toList();
            assertThat(busy.size()).isGreaterThan(100);
            for (SegmentHeapBlock block : busy) {
                Recorder.Block same = found.at(block.address()).orElseThrow();
                assertThat(same.tag()).isEqualTo("Ss0" + i);
                assertThat(same.userAddress()).isEqualTo(block.userAddress() + unit);
                assertThat(same.size()).isEqualTo(block.size());
            }
            assertThat(found.blocks().stream().filter(block -> block.tag().startsWith("Ss")))
                    .hasSize(busy.size());
        }
    }

    /** The same since segment heaps: what should be a heap has no signature. */
    @Test
    void saysThatAHeapIsForeign() {
        SessionMachine made = new SessionMachine("win10-2004-19041-x64");
        SegmentHeapWriter writer = segmentHeap(made, 0);
        segmentHeap(made, 1);
        long signature =
                writer.address() + made.types.structure("_SEGMENT_HEAP").offset("Signature");
        made.sessions.get(0).value(signature, 4, 0x1234);
        Structure state = made.types.structure("_EX_HEAP_SESSION_STATE");
        made.sessions
                .get(0)
                .field(made.sessions.get(0).address() + 0x4_0000, state, "SpecialPoolHeap", 0);
        Map<Long, List<HeapRoot>> roots = roots(made.contexts());
        assertThat(roots.get(300L)).extracting(HeapRoot::status).containsExactly(Status.FOREIGN);
        assertThat(roots.get(308L))
                .extracting(HeapRoot::status)
                .containsExactly(Status.PRESENT, Status.PRESENT);
    }

    private static SegmentHeapWriter segmentHeap(SessionMachine made, int index) {
        SyntheticSession session = made.sessions.get(index);
        boolean both = made.types.id().name().equals("win10-1809-17763-x64");
        TypeTable types =
                both
                        ? new ShippedTypes().named("win10-1809-17763.5933-x64").orElseThrow()
                        : made.types;
        SyntheticProcess image = new SyntheticProcess(types, 0x7f_0000L, 0, 9 + index);
        SegmentHeapWriter writer = image.segmentHeap(made.pool, SegmentHeapOptions.of(types));
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < 200 + 20 * index; i++) {
            users.add(writer.allocate(0x40 + i * 29L % 600));
        }
        for (int i = 0; i < users.size(); i += 5) {
            writer.free(users.get(i));
        }
        int unit = made.wide ? 16 : 8;
        Structure header = made.types.structure("_POOL_HEADER");
        headers(writer, image, header, "Ss0" + index, unit);
        SegmentHeapWriter special =
                image.segmentHeap(made.pool + 0x0200_0000L, SegmentHeapOptions.of(types));
        for (int i = 0; i < 20; i++) {
            special.allocate(0x70 + 64L * i);
        }
        headers(special, image, header, "SsSp", unit);
        for (Run.Mapped run : image.space().mapped(made.pool, made.pool + 0x0fff_ffffL)) {
            session.bytes(run.start(), run.bytes().toArray(ValueLayout.JAVA_BYTE));
        }
        Structure state = types.structure("_EX_HEAP_SESSION_STATE");
        long at = session.address() + 0x4_0000;
        session.field(at, state, "PagedHeap", writer.address());
        session.field(at, state, "SpecialPoolHeap", special.address());
        session.field(
                session.address(), made.types.structure("_MM_SESSION_SPACE"), "HeapState", at);
        session.finish();
        return writer;
    }

    private static void headers(
            SegmentHeapWriter writer,
            SyntheticProcess image,
            Structure header,
            String tag,
            int unit) {
        for (SegmentHeapBlock block : writer.blocks()) {
            if (block.state() == BlockState.BUSY) {
                byte[] bytes = new byte[unit];
                MemorySegment segment = MemorySegment.ofArray(bytes);
                header.field("BlockSize").set(segment, 0, (block.userSize() + unit - 1) / unit);
                header.field("PoolType").set(segment, 0, 0x23);
                System.arraycopy(tag.getBytes(StandardCharsets.US_ASCII), 0, bytes, 4, 4);
                image.corrupt(block.userAddress(), bytes);
            }
        }
    }
}
