package org.cairn.dump.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;

/** Reads {@code MINIDUMP_MISC_INFO} and the build string of its fourth version. */
final class MiscInfoStream {
    private static final Structure TYPE = MinidumpFormat.MINIDUMP_MISC_INFO;
    private static final Field FLAGS = TYPE.field("Flags1");
    private static final Field PROCESS = TYPE.field("ProcessId");
    private static final Field CREATE_TIME = TYPE.field("ProcessCreateTime");
    private static final Field USER_TIME = TYPE.field("ProcessUserTime");
    private static final Field KERNEL_TIME = TYPE.field("ProcessKernelTime");
    private static final Structure TYPE4 = MinidumpFormat.MINIDUMP_MISC_INFO_4;
    private static final Field BUILD_STRING = TYPE4.field("BuildString");
    private static final Field WRITER = TYPE4.field("DbgBldStr");

    /** {@code MINIDUMP_MISC1_PROCESS_ID}. */
    private static final int PROCESS_ID = 0x1;

    /** {@code MINIDUMP_MISC1_PROCESS_TIMES}. */
    private static final int PROCESS_TIMES = 0x2;

    /** {@code MINIDUMP_MISC4_BUILDSTRING}. */
    private static final int BUILD_STRINGS = 0x100;

    private MiscInfoStream() {}

    static void read(StreamPart part, MinidumpFile file, Dump.Builder dump, Remarks remarks) {
        if (!part.holds(TYPE)) {
            remarks.tooShort(part, TYPE);
            return;
        }
        MemorySegment bytes = part.bytes();
        long flags = FLAGS.get(bytes, 0);
        if ((flags & PROCESS_ID) != 0) {
            dump.processId(PROCESS.get(bytes, 0));
        }
        if ((flags & PROCESS_TIMES) != 0) {
            dump.property("process started", time(CREATE_TIME.get(bytes, 0)));
            dump.property("user time", seconds(USER_TIME.get(bytes, 0)));
            dump.property("kernel time", seconds(KERNEL_TIME.get(bytes, 0)));
        }
        if ((flags & BUILD_STRINGS) != 0 && part.holds(TYPE4)) {
            dump.property(
                    "build string", file.utf16(bytes, BUILD_STRING.offset(), BUILD_STRING.size()));
            dump.property("written by", file.utf16(bytes, WRITER.offset(), WRITER.size()));
        }
    }

    /** A {@code time_t} for people; empty when it is not set. */
    static String time(long seconds) {
        return seconds == 0 ? "" : Instant.ofEpochSecond(seconds).toString();
    }

    private static String seconds(long value) {
        return Duration.ofSeconds(value).toSeconds() + " s";
    }
}
