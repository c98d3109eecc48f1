package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Memory, 16 bytes a row. A row whose bytes are all absent says why and stands for the whole absent
 * stretch.
 */
public final class MemoryTable implements Table {
    private static final int ROW = 16;
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("address", Kind.ADDRESS),
                    new Column("bytes", Kind.TEXT),
                    new Column("text", Kind.TEXT),
                    new Column("absent", Kind.TEXT));

    private final AddressSpace space;
    private final Progress progress;
    private final long last;
    private long position;
    private boolean ended;

    /**
     * Shows a range.
     *
     * @param space the memory
     * @param address of the first byte, unsigned
     * @param count number of bytes, at least 1; cut at the last address
     * @param progress cancels the reading
     */
    public MemoryTable(AddressSpace space, long address, long count, Progress progress) {
        this.space = space;
        this.progress = progress;
        this.position = address;
        long end = address + count - 1;
        this.last = Long.compareUnsigned(end, address) < 0 ? -1L : end;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
        progress.checkCancelled();
        if (ended) {
            return null;
        }
        return space.runAt(position) instanceof Run.Absent absent ? skip(absent) : row();
    }

    private @Nullable Object[] skip(Run.Absent absent) {
        long start = position;
        long end = Long.compareUnsigned(absent.last(), last) < 0 ? absent.last() : last;
        advance(end);
        String range = Long.toUnsignedString(end - start + 1) + " bytes " + absent.why().label();
        return new @Nullable Object[] {start, null, null, range};
    }

    private @Nullable Object[] row() {
        long start = position;
        long end = start | ROW - 1;
        end = Long.compareUnsigned(end, last) < 0 ? end : last;
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) (end - start + 1)]);
        long present = space.read(start, bytes);
        advance(start + present - 1);
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < present; i++) {
            int value = bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff;
            hex.append(i == 0 ? "" : " ")
                    .append(Character.forDigit(value >> 4, 16))
                    .append(Character.forDigit(value & 15, 16));
            text.append(value >= ' ' && value < 0x7f ? (char) value : '.');
        }
        return new @Nullable Object[] {start, hex.toString(), text.toString(), null};
    }

    private void advance(long end) {
        ended = end == last;
        position = end + 1;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
