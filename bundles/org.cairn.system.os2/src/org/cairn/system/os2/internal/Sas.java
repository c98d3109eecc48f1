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

/**
 * The system anchor segment: where a 32-bit kernel tells debuggers of its tables (OS/2 Debugging
 * Handbook, "System Anchor Segment").
 */
final class Sas {
    /** The selector of the segment, in all kernels. */
    static final int SELECTOR = 0x70;

    private static final byte[] SIGNATURE = {'S', 'A', 'S', ' '};

    /** The sections with the fields of the base section that hold their offsets. */
    private static final Map<String, String> SECTIONS = sections();

    private static final int MOST_FOUND = 64;
    private static final int CHUNK = 1 << 20;

    private final long address;
    private final List<Value> values = new ArrayList<>();

    /** A field, with the section that holds it. */
    record Value(String section, Field field, long address, long value) {}

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
     * @return empty when it is not there, or that of a 16-bit kernel
     */
    static Optional<Sas> read(AddressSpace space, long address, KernelLayouts layouts) {
        MemoryCursor cursor = space.cursor();
        Structure base = layouts.get("SAS");
        if (!cursor.seek(address, base.size())) {
            return Optional.empty();
        }
        for (int i = 0; i < SIGNATURE.length; i++) {
            if (cursor.u8(i) != SIGNATURE[i]) {
                return Optional.empty();
            }
        }
        Sas sas = new Sas(address);
        sas.add("SAS", base, address, cursor);
        // the flat selector takes the place that a table's offset has in a 16-bit kernel
        if (sas.value("SAS_flat_sel") <= sas.value("SAS_config_data")) {
            return Optional.empty();
        }
        for (Map.Entry<String, String> section : SECTIONS.entrySet()) {
            Structure layout = layouts.get(section.getKey());
            long at = address + sas.value(section.getValue());
            if (sas.value(section.getValue()) < base.size() || !cursor.seek(at, layout.size())) {
                return Optional.empty();
            }
            sas.add(section.getKey(), layout, at, cursor);
        }
        return Optional.of(sas);
    }

    private void add(String section, Structure layout, long at, MemoryCursor cursor) {
        for (Field field : layout.fields()) {
            values.add(new Value(section, field, at + field.offset(), field.get(cursor)));
        }
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
        return values.stream()
                .filter(each -> each.field().name().equals(field))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(field))
                .value();
    }

    /** The addresses of segments that can be one, at most a few. */
    static List<Long> search(
            AddressSpace memory, long last, KernelLayouts layouts, Progress progress) {
        List<Long> found = new ArrayList<>();
        byte[] chunk = new byte[CHUNK + SIGNATURE.length - 1];
        for (Run.Mapped run : memory.mapped(0, last)) {
            long size = run.bytes().byteSize();
            for (long from = 0; from < size && found.size() < MOST_FOUND; from += CHUNK) {
                progress.checkCancelled();
                int count = (int) Math.min(chunk.length, size - from);
                MemorySegment.copy(run.bytes(), ValueLayout.JAVA_BYTE, from, chunk, 0, count);
                for (int i = 0; i + SIGNATURE.length <= count; i++) {
                    if (isSignature(chunk, i)
                            && read(memory, run.start() + from + i, layouts).isPresent()) {
                        found.add(run.start() + from + i);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isSignature(byte[] bytes, int at) {
        return bytes[at] == SIGNATURE[0]
                && bytes[at + 1] == SIGNATURE[1]
                && bytes[at + 2] == SIGNATURE[2]
                && bytes[at + 3] == SIGNATURE[3];
    }
}
