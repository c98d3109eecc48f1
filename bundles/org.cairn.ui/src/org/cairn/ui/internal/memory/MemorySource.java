package org.cairn.ui.internal.memory;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.widgets.Request;
import org.cairn.ui.widgets.hex.ByteBlock;
import org.cairn.ui.widgets.hex.ByteBlock.Gap;
import org.cairn.ui.widgets.hex.ByteSource;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads an address space in the background. */
final class MemorySource implements ByteSource {
    private final DumpSession dump;
    private final AddressSpace space;

    MemorySource(DumpSession dump, AddressSpace space) {
        this.dump = dump;
        this.space = space;
    }

    @Override
    public Request fetch(long address, int count, Consumer<ByteBlock> answer) {
        return new Asker("memory")
                .ask(
                        dump,
                        _ -> read(space, address, count),
                        answer,
                        reason -> answer.accept(absent(address, count, reason)));
    }

    /** Bytes, with the reasons for those that are absent. */
    static ByteBlock read(AddressSpace space, long address, int count) {
        byte[] bytes = new byte[count];
        MemorySegment into = MemorySegment.ofArray(bytes);
        List<Gap> gaps = new ArrayList<>();
        int done = 0;
        while (done < count) {
            long at = address + done;
            Run run = space.runAt(at);
            long rest = count - done - 1L;
            long beyond = run.last() - at;
            int length = (int) (Long.compareUnsigned(beyond, rest) < 0 ? beyond : rest) + 1;
            switch (run) {
                case Run.Mapped mapped ->
                        MemorySegment.copy(mapped.bytes(), at - run.start(), into, done, length);
                case Run.Absent gone -> gaps.add(new Gap(at, at + length - 1, gone.why().label()));
            }
            done += length;
        }
        return new ByteBlock(address, bytes, gaps);
    }

    private static ByteBlock absent(long address, int count, String reason) {
        return new ByteBlock(
                address, new byte[count], List.of(new Gap(address, address + count - 1, reason)));
    }
}
