package org.cairn.dump.windows.internal.crash;

import org.cairn.dump.DumpException;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.SystemClaim;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The header of a crash dump. A field that the system did not fill in has no value. */
final class CrashDumpHeader {
    private static final int FILLED_BYTES = Integer.BYTES;
    private static final int PARAMETERS = 4;
    private static final int MAX_BUILD = 0xffff;

    /** {@code IMAGE_FILE_MACHINE_*} of {@code winnt.h}. */
    private static final int I386 = 0x14c;

    private static final int AMD64 = 0x8664;
    private static final int ARM64 = 0xaa64;

    /** {@code FILETIME} counts 100 ns from the beginning of 1601. */
    private static final long TICKS_PER_SECOND = 10_000_000;

    private static final long EPOCH_1601 = 11_644_473_600L;
    private static final int NANOSECONDS_PER_TICK = 100;

    private final MemorySegment bytes;
    private final boolean wide;
    private final Structure layout;

    private CrashDumpHeader(MemorySegment bytes, boolean wide) {
        this.bytes = bytes;
        this.wide = wide;
        this.layout = CrashDumpFormat.header(wide);
    }

    /** Whether the signature of either form is there. */
    static boolean isThere(MemorySegment file) {
        return read32(file, 0) == CrashDumpFormat.SIGNATURE
                && (read32(file, Integer.BYTES) == CrashDumpFormat.VALID_DUMP
                        || read32(file, Integer.BYTES) == CrashDumpFormat.VALID_DUMP64);
    }

    static boolean isWide(MemorySegment file) {
        return read32(file, Integer.BYTES) == CrashDumpFormat.VALID_DUMP64;
    }

    /** The header of a file that holds all of it. */
    static CrashDumpHeader of(MemorySegment file) {
        return new CrashDumpHeader(file, isWide(file));
    }

    private static long read32(MemorySegment file, long at) {
        return file.byteSize() < at + Integer.BYTES
                ? 0
                : new Field("", "u32", 0, Integer.BYTES).get(file, at);
    }

    boolean isWide() {
        return wide;
    }

    int size() {
        return layout.size();
    }

    /** The value of a field, unless it holds the text PAGE over and over. */
    OptionalLong get(String field) {
        Field found = layout.field(field);
        return isFiller(found.offset(), found.size())
                ? OptionalLong.empty()
                : OptionalLong.of(found.get(bytes, 0));
    }

    long or(String field, long otherwise) {
        return get(field).orElse(otherwise);
    }

    private boolean isFiller(long at, int size) {
        if (size < FILLED_BYTES) {
            return false;
        }
        for (int i = 0; i < size; i += FILLED_BYTES) {
            if (read32(bytes, at + i) != CrashDumpFormat.SIGNATURE) {
                return false;
            }
        }
        return true;
    }

    int type() {
        return (int) or("DumpType", 0);
    }

    Optional<Architecture> architecture() {
        return switch ((int) or("MachineImageType", 0)) {
            case I386 -> Optional.of(Architecture.X86);
            case AMD64 -> Optional.of(Architecture.X64);
            case ARM64 -> Optional.of(Architecture.ARM64);
            default -> Optional.empty();
        };
    }

    SystemClaim claim() {
        long build = or("MinorVersion", 0);
        return new SystemClaim(
                SystemClaim.WINDOWS, "", build <= MAX_BUILD ? (int) build : 0, architecture());
    }

    /** The bug check with its parameters and the address of the exception. */
    Optional<DumpException> bugCheck() {
        OptionalLong code = get("BugCheckCode");
        if (code.isEmpty()) {
            return Optional.empty();
        }
        Field array = layout.field("BugCheckCodeParameter");
        int size = array.size() / PARAMETERS;
        List<Long> parameters = new ArrayList<>();
        for (int i = 0; i < PARAMETERS; i++) {
            Field parameter = new Field("", "", array.offset() + i * size, size);
            if (isFiller(parameter.offset(), size)) {
                break;
            }
            parameters.add(parameter.get(bytes, 0));
        }
        return Optional.of(
                new DumpException(0, code.getAsLong(), or("ExceptionAddress", 0), parameters));
    }

    /** The processor that crashed, as far as the header and its context record tell. */
    DumpProcessor processor() {
        Map<String, Long> registers = new LinkedHashMap<>();
        architecture().ifPresent(kind -> context(kind, registers));
        OptionalLong base = get("DirectoryTableBase");
        base.ifPresent(value -> registers.put("CR3", value));
        Optional<PageTables> tables =
                base.isEmpty() || base.getAsLong() == 0
                        ? Optional.empty()
                        : mode().map(mode -> PageTables.of(mode, base.getAsLong()));
        return new DumpProcessor(0, registers, tables);
    }

    private void context(Architecture kind, Map<String, Long> registers) {
        int at = layout.offset("ContextRecord");
        Structure context =
                switch (kind) {
                    case X86 -> MinidumpFormat.CONTEXT_X86;
                    case X64 -> MinidumpFormat.CONTEXT_X64;
                    case ARM64 -> MinidumpFormat.CONTEXT_ARM64;
                };
        for (Field field : context.fields()) {
            if (!isFiller(at + field.offset(), field.size())) {
                registers.put(field.name(), field.get(bytes, at));
            }
        }
    }

    /** A header says nothing of five levels. */
    private Optional<PagingMode> mode() {
        return switch (architecture().orElse(Architecture.ARM64)) {
            case X86 -> Optional.of(or("PaeEnabled", 0) == 1 ? PagingMode.PAE : PagingMode.X86_PSE);
            case X64 -> Optional.of(PagingMode.X64);
            case ARM64 -> Optional.empty();
        };
    }

    /** When the dump was written, or empty. */
    String systemTime() {
        long ticks = or("SystemTime", 0);
        long seconds = Math.floorDiv(ticks, TICKS_PER_SECOND) - EPOCH_1601;
        return ticks <= 0 ? "" : Instant.ofEpochSecond(seconds).toString();
    }

    /** How long the system had run, or empty. */
    String upTime() {
        long ticks = or("SystemUpTime", 0);
        if (ticks <= 0) {
            return "";
        }
        Duration time =
                Duration.ofSeconds(
                        ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND * NANOSECONDS_PER_TICK);
        return "%d d %02d:%02d:%02d"
                .formatted(
                        time.toDays(),
                        time.toHoursPart(),
                        time.toMinutesPart(),
                        time.toSecondsPart());
    }

    /** {@code VER_NT_WORKSTATION}, {@code VER_NT_DOMAIN_CONTROLLER}, {@code VER_NT_SERVER}. */
    String product() {
        return switch ((int) or("ProductType", 0)) {
            case 1 -> "workstation";
            case 2 -> "domain controller";
            case 3 -> "server";
            default -> "";
        };
    }

    String comment() {
        Field field = layout.field("Comment");
        if (isFiller(field.offset(), FILLED_BYTES)) {
            return "";
        }
        byte[] text = bytes.asSlice(field.offset(), field.size()).toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        String comment = new String(text, 0, length, StandardCharsets.ISO_8859_1);
        return comment.chars().anyMatch(Character::isISOControl) ? "" : comment;
    }

    /** The runs of physical memory; the number may be wrong, the room for them is not. */
    List<PageRun> runs() {
        Field array = layout.field("Run");
        Structure run = CrashDumpFormat.run(wide);
        long count = Math.min(or("NumberOfRuns", 0), array.size() / run.size());
        List<PageRun> runs = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            runs.add(PageRun.read(run, bytes, array.offset() + i * run.size()));
        }
        return runs;
    }
}
