package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
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
    private static final byte[] SIGNATURE = {'S', 'A', 'S', ' '};

    /** The sections with the fields of the base section that hold their offsets. */
    private static final Map<String, String> SECTIONS = sections();

    private static final int MOST_FOUND = 64;

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
    static List<Long> search(AddressSpace memory, long last, KernelLayouts layouts) {
        List<Long> found = new ArrayList<>();
        for (Run.Mapped run : memory.mapped(0, last)) {
            MemorySegment bytes = run.bytes();
            long end = bytes.byteSize() - SIGNATURE.length;
            for (long i = 0; i <= end && found.size() < MOST_FOUND; i++) {
                if (bytes.get(ValueLayout.JAVA_BYTE, i) == SIGNATURE[0]
                        && bytes.get(ValueLayout.JAVA_BYTE, i + 1) == SIGNATURE[1]
                        && bytes.get(ValueLayout.JAVA_BYTE, i + 2) == SIGNATURE[2]
                        && bytes.get(ValueLayout.JAVA_BYTE, i + 3) == SIGNATURE[3]
                        && read(memory, run.start() + i, layouts).isPresent()) {
                    found.add(run.start() + i);
                }
            }
        }
        return found;
    }
}
