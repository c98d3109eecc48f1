package org.cairn.dump.machine.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.memory.MappedFile;
import org.cairn.memory.PageTables;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the memory of a VMware virtual machine: the state in a .vmss (suspended) or .vmsn
 * (snapshot) file, the memory in a .vmem file beside it, or in the state itself.
 */
public final class VmwareMemory {
    private static final int PAGE = 1 << 12;
    private static final List<String> STATES = List.of("vmss", "vmsn");
    private static final String MEMORY = "vmem";
    private static final String CONTROL = "CR64";
    private static final int CONTROL_REGISTERS = 5;

    private final DumpSource source;
    private final VmwareTags state;
    private final Dump.Builder dump;

    private VmwareMemory(DumpSource source, String name, MemorySegment state) {
        this.source = source;
        this.state = new VmwareTags(state);
        this.dump = Dump.builder(name);
    }

    /**
     * Whether a file is such a state, or has one beside it.
     *
     * @param source any file
     * @return whether it belongs to a virtual machine of VMware
     */
    public static boolean isMemory(DumpSource source) {
        return VmwareTags.isState(source.bytes()) || stateBeside(source).isPresent();
    }

    /**
     * Reads the memory.
     *
     * @param source either file
     * @param name of the format
     * @return what is in it
     * @throws DumpFormatException when the state or the memory is not there
     */
    public static Dump read(DumpSource source, String name) throws DumpFormatException {
        if (VmwareTags.isState(source.bytes())) {
            Optional<MappedFile> memory = source.companion(MEMORY);
            VmwareMemory machine = new VmwareMemory(source, name, source.bytes());
            return memory.isPresent()
                    ? machine.read(memory.get().bytes(), 0)
                    : machine.readEmbedded();
        }
        Optional<MappedFile> state = stateBeside(source);
        if (state.isEmpty()) {
            throw source.refuse(0, "no state of a virtual machine of VMware");
        }
        return new VmwareMemory(source, name, state.get().bytes()).read(source.bytes(), 0);
    }

    private static Optional<MappedFile> stateBeside(DumpSource source) {
        if (!String.valueOf(source.path().getFileName()).endsWith('.' + MEMORY)) {
            return Optional.empty();
        }
        return STATES.stream()
                .flatMap(extension -> source.companion(extension).stream())
                .filter(file -> VmwareTags.isState(file.bytes()))
                .findFirst();
    }

    private Dump readEmbedded() throws DumpFormatException {
        Optional<VmwareTags.Tag> memory =
                state.group("memory").stream().filter(t -> t.name().equals("Memory")).findFirst();
        if (memory.isEmpty() || memory.get().offset() > source.size()) {
            throw source.refuse(
                    source.size(), "the memory is neither in the state nor in a .vmem file beside");
        }
        if (memory.get().compressed()) {
            throw source.refuse(
                    memory.get().offset(), "compressed memory, which Cairn does not unpack");
        }
        return read(source.bytes(), memory.get().offset());
    }

    private Dump read(MemorySegment file, long offset) {
        Map<String, Map<Integer, Long>> values = values(state.group("memory"));
        Map<Integer, Long> addresses = values.getOrDefault("regionPPN", Map.of());
        Map<Integer, Long> places = values.getOrDefault("regionPageNum", Map.of());
        Map<Integer, Long> sizes = values.getOrDefault("regionSize", Map.of());
        long count = values.getOrDefault("regionsCount", Map.of()).getOrDefault(-1, 0L);
        FileRanges ranges = new FileRanges(file);
        for (Map.Entry<Integer, Long> region : addresses.entrySet()) {
            int index = region.getKey();
            if (places.containsKey(index) && sizes.containsKey(index)) {
                ranges.add(
                        pages(region.getValue()),
                        offset + pages(places.getOrDefault(index, 0L)),
                        pages(sizes.getOrDefault(index, 0L)));
            }
        }
        if (count == 0 && addresses.isEmpty()) {
            ranges.add(0, offset, file.byteSize() - offset);
        } else if (count != addresses.size()) {
            dump.remark(
                    Remark.warning(
                            "the state promises %s of memory, %d are described"
                                    .formatted(Words.count(count, "region"), addresses.size())));
        }
        Registers.describe(dump, processors());
        return dump.memory(MemoryKind.PHYSICAL, ranges.build(dump)).build();
    }

    /** Page numbers have 32 bits in a state. */
    private static long pages(long number) {
        return (number & 0xffff_ffffL) * PAGE;
    }

    /** Values by name and index; -1 for no index. */
    private Map<String, Map<Integer, Long>> values(List<VmwareTags.Tag> tags) {
        Map<String, Map<Integer, Long>> values = new TreeMap<>();
        for (VmwareTags.Tag tag : tags) {
            state.value(tag)
                    .ifPresent(
                            value ->
                                    values.computeIfAbsent(tag.name(), _ -> new TreeMap<>())
                                            .putIfAbsent(tag.index(), value));
        }
        return values;
    }

    /** RIP and RSP are values; CR64 is a block of all control registers, or a value for each. */
    private List<DumpProcessor> processors() {
        Map<Integer, Map<String, Long>> all = new TreeMap<>();
        for (VmwareTags.Tag tag : state.group("cpu")) {
            boolean kept = all.containsKey(tag.index()) || all.size() < Registers.MAX_PROCESSORS;
            if (tag.index() >= 0 && kept) {
                registers(tag)
                        .forEach(
                                (name, value) ->
                                        all.computeIfAbsent(tag.index(), _ -> new TreeMap<>())
                                                .put(name, value));
            }
        }
        List<DumpProcessor> processors = new ArrayList<>();
        for (Map<String, Long> values : all.values()) {
            Registers registers = new Registers();
            values.forEach(registers::add);
            long ip = values.getOrDefault("RIP", 0L);
            processors.add(
                    registers.processor(
                            processors.size(),
                            PageTables.of(
                                    values.getOrDefault("CR0", 0L),
                                    values.getOrDefault("CR3", 0L),
                                    values.getOrDefault("CR4", 0L),
                                    ip >>> Integer.SIZE != 0)));
        }
        return processors;
    }

    private Map<String, Long> registers(VmwareTags.Tag tag) {
        Map<String, Long> registers = new TreeMap<>();
        switch (tag.name()) {
            case "rip" -> state.value(tag).ifPresent(value -> registers.put("RIP", value));
            case "rsp" -> state.value(tag).ifPresent(value -> registers.put("RSP", value));
            case CONTROL -> {
                if (tag.indexes().size() > 1) {
                    String name = "CR" + tag.indexes().get(1);
                    state.value(tag).ifPresent(value -> registers.put(name, value));
                } else {
                    for (int i = 0; i < CONTROL_REGISTERS; i++) {
                        String name = "CR" + i;
                        state.word(tag, i).ifPresent(value -> registers.put(name, value));
                    }
                }
            }
            default -> {
                // of no use for memory
            }
        }
        return registers;
    }
}
