package org.cairn.ui.internal.memory;

import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.address.PlaceProcess;
import org.cairn.ui.widgets.Request;
import org.cairn.ui.widgets.hex.ByteBlock;
import org.cairn.ui.widgets.hex.ByteBlock.Gap;
import org.cairn.ui.widgets.table.RowSource;
import org.cairn.ui.widgets.table.TableColumn.Role;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The words of a stretch of memory as pointers, read in the background. */
final class PointerRows implements RowSource<PointerRow> {
    private final DumpSession dump;
    private final ProcessImage process;
    private final long start;
    private final int size;

    PointerRows(DumpSession dump, ProcessImage process, long start) {
        this.dump = dump;
        this.process = process;
        this.start = start;
        this.size = process.architecture().pointerSize();
    }

    @Override
    public Request fetch(long first, int count, Answer<PointerRow> answer) {
        return new Asker("pointers")
                .ask(
                        dump,
                        progress -> read(start + first * size, count, progress),
                        answer::rows,
                        answer::failed);
    }

    private List<PointerRow> read(long from, int count, Progress progress) throws IOException {
        List<Integer> heaps = PlaceProcess.heaps(dump, process);
        ByteBlock bytes = MemorySource.read(process.space(), from, count * size);
        List<PointerRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            progress.checkCancelled();
            long address = from + (long) i * size;
            Optional<Gap> gap = gap(bytes, address);
            if (gap.isPresent()) {
                rows.add(
                        new PointerRow(
                                address, OptionalLong.empty(), "", gap.get().reason(), Role.MUTED));
            } else {
                long value = word(bytes.bytes(), i * size);
                PointerTarget target =
                        PointerTarget.of(value, process, dump.store(), heaps, progress);
                rows.add(
                        new PointerRow(
                                address,
                                OptionalLong.of(value),
                                target.kind(),
                                target.text(),
                                target.kind().isEmpty() ? Role.MUTED : Role.NORMAL));
            }
        }
        return rows;
    }

    private Optional<Gap> gap(ByteBlock bytes, long address) {
        return bytes.gaps().stream()
                .filter(
                        gap ->
                                Long.compareUnsigned(gap.first(), address + size - 1) <= 0
                                        && Long.compareUnsigned(gap.last(), address) >= 0)
                .findFirst();
    }

    private long word(byte[] bytes, int at) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << Byte.SIZE | bytes[at + i] & 0xff;
        }
        return value;
    }
}
