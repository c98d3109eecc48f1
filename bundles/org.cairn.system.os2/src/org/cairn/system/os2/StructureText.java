package org.cairn.system.os2;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Writes what the value of a field means, by the type that {@link KernelLayouts} gives it. */
public final class StructureText {
    /** Longer names than a path of OS/2 are cut. */
    private static final int LONGEST_NAME = 260;

    private static final int SHARED = 1;
    private static final int MUTEX = 8;
    private static final int EVENT = 0x10;
    private static final int POSTED = 0x40;
    private static final FlagNames SEMAPHORE =
            FlagNames.of(
                    "80 owner died,100 has mutexes,200 opened by a driver,400 part of a 16-bit mux wait");

    private static final FlagNames NO_FLAGS = FlagNames.of("");

    private static final Map<String, FlagNames> FLAGS =
            Map.ofEntries(
                    Map.entry("ksem", FlagNames.of("1 NOINTERRUPT,2 WRITER,4 DISPLAYID,8 NOBLOCK")),
                    Map.entry(
                            "page",
                            FlagNames.of(
                                    "1 CONTIG,2 W,4 U,8 X,10 R,20 1M,40 GUARD,80 ZEROFILL,"
                                            + "100 SWAPONWRITE,200 UVIRT,400 RESIDENT,800 DISCARDABLE")),
                    Map.entry(
                            "arena",
                            FlagNames.of(
                                    "1 INUSE,2 SENTINEL,4 BOUNDARY,8 SELMAP,10 RELOAD,20 WRITE,"
                                            + "40 USER,80 EXEC,100 READ,200 HCO,400 GUARD,800 SGS")),
                    Map.entry(
                            "object",
                            FlagNames.of(
                                    "8000 PSEUDO,4000 API,2000 LOCKWAIT,1000 LALIAS,800 SHARED,"
                                            + "400 UVIRT,200 ZEROINIT,100 RESIDENT,80 GUARD,40 LOWMEM,"
                                            + "20 EXEC,10 READ,8 USER,4 WRITE,2 HUGE,1 SHRINKABLE")),
                    Map.entry(
                            "context", FlagNames.of("1 CREATOR,2 W,4 U,8 X,10 R,40 GUARD,80 PRIV")),
                    Map.entry(
                            "alias",
                            FlagNames.of(
                                    "1 BUSY,2 CSALIAS,4 MEMMAP,8 DBGALIAS,10 CSDSVALID,20 DEVHLP,"
                                            + "40 PRIV,80 VDM,100 NOALIAS")),
                    Map.entry("frame", FlagNames.of("1 FAST,2 BUSY,4 FREE,8 RES")),
                    Map.entry(
                            "vpage",
                            FlagNames.of(
                                    "1 BUSY,2 WANTED,4 CACHE,8 PFIDLE,10 PF,20 DF,40 DIRTY,"
                                            + "80 SHDIRTY,100 SOW,200 PRIVATIZED,400 RESIDENT,"
                                            + "800 DISCARDABLE")),
                    Map.entry(
                            "sft",
                            FlagNames.of(
                                    "8000 NET,2000 PIPE,1000 FCB,800 NMPIPE,400 INUSE,200 BLOCKED,"
                                            + "100 NOJFN")),
                    Map.entry(
                            "cds",
                            FlagNames.of("80 NET,40 INUSE,20 SPLICE,10 LOCAL,8 PSEUDO,4 UNC")),
                    Map.entry("req", FlagNames.of("8000 error,200 busy,100 done")),
                    Map.entry(
                            "module",
                            FlagNames.of(
                                    "40 program,80 global,400 DOSCALL1,800 DOSCALLS,4000 device driver,"
                                            + "8000 library,10000 virtual device driver,"
                                            + "200000 file system driver,400000 file system helper")),
                    Map.entry(
                            "lis",
                            FlagNames.of(
                                    "1 exit list,2 thread 1 ends,4 all end,10 parent cares,"
                                            + "20 parent waits,40 dying,80 embryo")));

    private static final String[] STATES = {
        "void", "rdy", "blk", "sus", "crt", "run", "bst", "tsd", "dly", "frz", "gsk", "bad"
    };
    private static final String[] KSEM_TYPES = {"event", "mutex", "share"};
    private static final String[] EXIT_TYPES = {"16:16", "0:32", "DT"};
    private static final String[] HEAPS = {
        "none",
        "resident R/W",
        "resident R/O",
        "swappable R/W",
        "swappable R/O",
        "resident R/W below 1 MB",
        "resident R/O below 1 MB"
    };

    private final Os2Kernel kernel;
    private final AddressSpace space;

    /**
     * Prepares to write.
     *
     * @param kernel names owners, threads and selectors
     * @param space holds the names to which structures point
     */
    public StructureText(Os2Kernel kernel, AddressSpace space) {
        this.kernel = kernel;
        this.space = space;
    }

    /**
     * The name of a thread's state.
     *
     * @param value {@code TCBState}
     * @return as the debuggers print it
     */
    public static String state(long value) {
        return named(STATES, value);
    }

    /**
     * Writes a field.
     *
     * @param field of one of the {@link KernelLayouts}
     * @param cursor stands at the structure's beginning
     * @return the value and what it means
     */
    public String of(Field field, MemoryCursor cursor) {
        if (!field.isScalar() || field.type().equals("chars") || field.type().equals("text")) {
            return quoted(cursor.bytes(field.offset(), field.size()));
        }
        long value = field.get(cursor);
        String hex = Addresses.hex(value);
        return switch (field.type()) {
            case "dec" -> Long.toString(value);
            case "pid" -> value + process((int) value);
            case "slot" -> value == 0 ? "0" : hex + thread((int) value);
            case "far" -> far(value);
            case "state" -> state(value);
            case "sem" -> hex + ", " + semaphore((int) value);
            case "sel" -> hex + prefixed(", ", meaning("sel", value));
            default -> hex + after(meaning(field.type(), value));
        };
    }

    /**
     * A field as far as its bytes are there.
     *
     * @param size bytes that are there, less than the field has only of a text
     * @param value and what it means
     */
    public record Shown(int size, String value) {}

    /**
     * Writes a field, of a text its beginning when the rest is absent.
     *
     * @param field of one of the {@link KernelLayouts}
     * @param structure its address, linear
     * @param cursor is moved to the structure's beginning
     * @return the field, or empty when it is absent
     */
    public Optional<Shown> shown(Field field, long structure, MemoryCursor cursor) {
        int size = field.size();
        int least = field.type().equals("text") ? 1 : size;
        while (size >= least) {
            if (cursor.seek(structure, field.offset() + size)) {
                Field part = size == field.size() ? field : cut(field, size);
                int absent = field.size() - size;
                String rest = absent == 0 ? "" : ", absent bytes: " + absent;
                return Optional.of(new Shown(size, of(part, cursor) + rest));
            }
            size--;
        }
        return Optional.empty();
    }

    private static Field cut(Field text, int size) {
        return new Field(text.name(), text.type(), text.offset(), size);
    }

    /**
     * What a value means.
     *
     * @param type of a field, as {@link KernelLayouts} spell it
     * @param value of that type
     * @return a few words, or an empty text
     */
    public String meaning(String type, long value) {
        return switch (type) {
            case "far" -> far(value);
            case "owner", "hob" -> kernel.ownerName((int) value);
            case "sel" -> kernel.segmentName((int) value).orElse("");
            case "name" -> name(value).map(name -> '"' + name + '"').orElse("");
            case "ksemtype" -> named(KSEM_TYPES, value);
            case "exit" -> named(EXIT_TYPES, value);
            case "heap" -> named(HEAPS, value);
            default -> FLAGS.getOrDefault(type, NO_FLAGS).of(value);
        };
    }

    private static String far(long value) {
        return "%04x:%04x".formatted(value >>> Short.SIZE, value & 0xffff);
    }

    private static String prefixed(String prefix, String text) {
        return text.isEmpty() ? "" : prefix + text;
    }

    /**
     * {@code usFlags}: the kinds are those of the handbook's examples, the rest as it lists them.
     */
    private static String semaphore(int flags) {
        String scope = (flags & SHARED) != 0 ? "shared" : "private";
        String kind;
        if ((flags & EVENT) != 0) {
            kind = (flags & POSTED) != 0 ? " event, posted" : " event, reset";
        } else {
            kind = (flags & MUTEX) != 0 ? " mutex" : " mux wait";
        }
        String rest = SEMAPHORE.of(flags & ~(SHARED | MUTEX | EVENT | POSTED));
        return scope + kind + (rest.isEmpty() ? "" : ", " + rest);
    }

    private static String named(String[] names, long value) {
        return value < names.length ? names[(int) value] : Addresses.hex(value);
    }

    private static String after(String text) {
        return prefixed(" ", text);
    }

    private String process(int pid) {
        return kernel.threads().stream()
                .filter(thread -> thread.pid() == pid && pid != 0)
                .findFirst()
                .map(thread -> after(thread.name()))
                .orElse("");
    }

    private String thread(int slot) {
        return kernel.threads().stream()
                .filter(thread -> thread.slot() == slot)
                .findFirst()
                .map(thread -> after(thread.name()))
                .orElse("");
    }

    /**
     * A text in the kernel's memory that ends with a zero.
     *
     * @param address linear
     * @return the text, or empty when it is absent or no text
     */
    public Optional<String> name(long address) {
        return textAt(space, address);
    }

    /**
     * A text that ends with a zero.
     *
     * @param space holds it
     * @param address linear
     * @return the text, or empty when it is absent, longer than any path, or no text
     */
    public static Optional<String> textAt(AddressSpace space, long address) {
        if (address == 0) {
            return Optional.empty();
        }
        MemoryCursor cursor = space.cursor();
        StringBuilder text = new StringBuilder();
        while (text.length() < LONGEST_NAME && cursor.seek(address + text.length(), 1)) {
            int character = cursor.u8(0);
            if (character == 0) {
                return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
            }
            if (character < ' ' || character >= 0x7f) {
                return Optional.empty();
            }
            text.append((char) character);
        }
        return Optional.empty();
    }

    private static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        String characters = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = characters.indexOf(0);
        for (char each : (end < 0 ? characters : characters.substring(0, end)).toCharArray()) {
            text.append(each < ' ' || each >= 0x7f ? '.' : each);
        }
        return text.append('"').toString();
    }
}
