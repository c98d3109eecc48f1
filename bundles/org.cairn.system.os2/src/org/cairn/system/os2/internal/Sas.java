package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The system anchor segment: where a 32-bit kernel tells debuggers of its tables (OS/2 Debugging
 * Handbook, "System Anchor Segment").
 */
final class Sas {
    /** The selector of the segment, in all kernels. */
    static final int SELECTOR = 0x70;

    /** The section at the beginning, and the name of its layout. */
    private static final String BASE = "SAS";

    private static final byte[] SIGNATURE = {'S', 'A', 'S', ' '};

    /** The sections with the fields of the base section that hold their offsets. */
    private static final Map<String, String> SECTIONS = sections();

    private static final int MOST_FOUND = 64;
    private static final int CHUNK = 1 << 20;

    private final long address;
    private final List<Value> values = new ArrayList<>();

    /**
     * A field, with the section that holds it. A section of which nothing is there has one field
     * without a name that spans it. The address is empty when that of the segment is not known.
     */
    record Value(String section, Field field, OptionalLong address, OptionalLong value) {
        private Value unplaced() {
            return new Value(section, field, OptionalLong.empty(), value);
        }
    }

    private Sas(long address) {
        this.address = address;
    }

    private static Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("SAS_tables", "SAS_tables_data");
        sections.put("SAS_config", "SAS_config_data");
        sections.put("SAS_dd", "SAS_dd_data");
        sections.put("SAS_vm", "SAS_vm_data");
        sections.put("SAS_task", "SAS_task_data");
        sections.put("SAS_RAS", "SAS_RAS_data");
        sections.put("SAS_file", "SAS_file_data");
        sections.put("SAS_info", "SAS_info_data");
        return sections;
    }

    /**
     * Reads the segment at an address.
     *
     * @return empty when not all of it is there, or it is that of a 16-bit kernel
     */
    static Optional<Sas> read(AddressSpace space, long address, KernelLayouts layouts) {
        MemoryCursor cursor = space.cursor();
        if (!cursor.seek(address, SIGNATURE.length) || !isSigned(cursor)) {
            return Optional.empty();
        }
        Sas sas = new Sas(address);
        sas.add(space, layouts);
        int first = layouts.get(BASE).size();
        boolean whole = sas.values.stream().allMatch(value -> value.value().isPresent());
        return whole
                        && sas.isOf32Bits()
                        && SECTIONS.values().stream().allMatch(at -> sas.value(at) >= first)
                ? Optional.of(sas)
                : Optional.empty();
    }

    /**
     * What is there of a segment that is known to be one. A section whose offset is not there is
     * looked for behind the one before, where all known kernels have it.
     *
     * @return the fields, those that are absent without a value; none when nothing is there, or
     *     what is there contradicts
     */
    static List<Value> shown(AddressSpace space, long address, KernelLayouts layouts) {
        MemoryCursor cursor = space.cursor();
        Sas sas = new Sas(address);
        sas.add(space, layouts);
        boolean other = cursor.seek(address, SIGNATURE.length) && !isSigned(cursor);
        boolean old = sas.find("SAS_config_data").isPresent() && !sas.isOf32Bits();
        boolean none = sas.values.stream().allMatch(value -> value.value().isEmpty());
        return other || old || none ? List.of() : sas.values;
    }

    /**
     * The same of a segment whose address is not known.
     *
     * @param segment its bytes, at their offsets
     */
    static List<Value> shown(AddressSpace segment, KernelLayouts layouts) {
        return shown(segment, 0, layouts).stream().map(Value::unplaced).toList();
    }

    private void add(AddressSpace space, KernelLayouts layouts) {
        MemoryCursor cursor = space.cursor();
        long end = add(BASE, layouts.get(BASE), 0, cursor);
        for (Map.Entry<String, String> section : SECTIONS.entrySet()) {
            long at = find(section.getValue()).orElse(end);
            end = add(section.getKey(), layouts.get(section.getKey()), at, cursor);
        }
    }

    /** Adds a section; the result is where it ends. */
    private long add(String section, Structure layout, long offset, MemoryCursor cursor) {
        List<Value> fields = new ArrayList<>();
        for (Field field : layout.fields()) {
            long at = address + offset + field.offset();
            Field here = new Field(field.name(), field.type(), 0, field.size());
            OptionalLong value =
                    cursor.seek(at, here.size())
                            ? OptionalLong.of(here.get(cursor))
                            : OptionalLong.empty();
            fields.add(new Value(section, field, OptionalLong.of(at), value));
        }
        if (fields.stream().allMatch(field -> field.value().isEmpty())) {
            Field all = new Field("", "hex", 0, layout.size());
            OptionalLong at = OptionalLong.of(address + offset);
            fields = List.of(new Value(section, all, at, OptionalLong.empty()));
        }
        values.addAll(fields);
        return offset + layout.size();
    }

    /** The flat selector takes the place that a table's offset has in a 16-bit kernel. */
    private boolean isOf32Bits() {
        return find("SAS_flat_sel").orElse(Long.MAX_VALUE) > value("SAS_config_data");
    }

    private static boolean isSigned(MemoryCursor cursor) {
        return isSignature(cursor.bytes(0, SIGNATURE.length), 0);
    }

    /** Where the segment is. */
    long address() {
        return address;
    }

    /** All fields, section by section. */
    List<Value> values() {
        return values;
    }

    /** The value of a field. */
    long value(String field) {
        return find(field).orElseThrow(() -> new IllegalArgumentException(field));
    }

    private OptionalLong find(String field) {
        return values.stream()
                .filter(each -> each.field().name().equals(field))
                .map(Value::value)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** The addresses of segments that can be one, at most a few. */
    static List<Long> search(
            AddressSpace memory, long last, KernelLayouts layouts, Progress progress) {
        List<Long> found = new ArrayList<>();
        for (Run.Mapped run : memory.mapped(0, last)) {
            long size = run.bytes().byteSize();
            for (long from = 0; from < size && found.size() < MOST_FOUND; from += CHUNK) {
                progress.checkCancelled();
                long count = Math.min(CHUNK + SIGNATURE.length - 1, size - from);
                MemorySegment chunk = run.bytes().asSlice(from, count);
                for (int i = next(chunk, 0); i >= 0; i = next(chunk, i + 1)) {
                    if (read(memory, run.start() + from + i, layouts).isPresent()) {
                        found.add(run.start() + from + i);
                    }
                }
            }
        }
        return found;
    }

    /**
     * Where the next signature is, -1 when there is none. Looks at the byte where one would end
     * (Horspool's search): most bytes are in none, and four are passed at once.
     */
    private static int next(MemorySegment bytes, int from) {
        int size = (int) bytes.byteSize();
        int end = from + SIGNATURE.length - 1;
        while (end < size) {
            byte last = bytes.get(ValueLayout.JAVA_BYTE, end);
            if (last == SIGNATURE[0]) {
                end += 1;
            } else if (last == SIGNATURE[1]) {
                end += 2;
            } else if (last == SIGNATURE[3] && isSignature(bytes, end - SIGNATURE.length + 1)) {
                return end - SIGNATURE.length + 1;
            } else {
                end += SIGNATURE.length;
            }
        }
        return -1;
    }

    private static boolean isSignature(MemorySegment bytes, int at) {
        return bytes.get(ValueLayout.JAVA_BYTE, at) == SIGNATURE[0]
                && bytes.get(ValueLayout.JAVA_BYTE, at + 1L) == SIGNATURE[1]
                && bytes.get(ValueLayout.JAVA_BYTE, at + 2L) == SIGNATURE[2];
    }

    private static boolean isSignature(byte[] bytes, int at) {
        return bytes[at] == SIGNATURE[0]
                && bytes[at + 1] == SIGNATURE[1]
                && bytes[at + 2] == SIGNATURE[2]
                && bytes[at + 3] == SIGNATURE[3];
    }
}
