package org.cairn.dump.windows.internal;

import org.cairn.dump.DumpException;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code MINIDUMP_EXCEPTION_STREAM}. */
final class ExceptionStream {
    private static final Structure TYPE = MinidumpFormat.MINIDUMP_EXCEPTION_STREAM;
    private static final Field THREAD = TYPE.field("ThreadId");
    private static final Field CODE = TYPE.field("ExceptionCode");
    private static final Field ADDRESS = TYPE.field("ExceptionAddress");
    private static final Field NUMBER = TYPE.field("NumberParameters");
    private static final Field INFORMATION = TYPE.field("ExceptionInformation");
    private static final int MAX_PARAMETERS = INFORMATION.size() / Long.BYTES;
    private static final Field PARAMETER = new Field("", "ULONG64", 0, Long.BYTES);

    private ExceptionStream() {}

    static Optional<DumpException> read(StreamPart part, Remarks remarks) {
        if (!part.holds(TYPE)) {
            remarks.tooShort(part, TYPE);
            return Optional.empty();
        }
        MemorySegment bytes = part.bytes();
        long number = NUMBER.get(bytes, 0);
        if (number > MAX_PARAMETERS) {
            remarks.warning(
                    "%s names %s parameters, there is room for %d"
                            .formatted(part.place(), Remarks.number(number), MAX_PARAMETERS));
        }
        List<Long> parameters = new ArrayList<>();
        for (long i = 0; i < Math.min(number, MAX_PARAMETERS); i++) {
            parameters.add(PARAMETER.get(bytes, INFORMATION.offset() + i * Long.BYTES));
        }
        return Optional.of(
                new DumpException(
                        THREAD.get(bytes, 0),
                        CODE.get(bytes, 0),
                        ADDRESS.get(bytes, 0),
                        parameters));
    }
}
