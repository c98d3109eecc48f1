package org.cairn.system;

import org.cairn.dump.DumpSelector;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.TranslatedMemory;
import org.cairn.memory.WrittenAddress;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where a written address lies in the address spaces of processes.
 *
 * @param address linear, unsigned; empty when it lies nowhere
 * @param problem why it lies nowhere, one sentence without a full stop; else an empty text
 */
public record AddressPlace(OptionalLong address, String problem) {
    private static final long HIGHEST = 0xffff_ffffL;

    /**
     * Looks for an address.
     *
     * @param written any form
     * @param processes whose descriptors and page tables count, the first one first
     * @param progress cancels the work
     * @return the linear address, or why there is none
     */
    public static AddressPlace of(
            WrittenAddress written, List<ProcessImage> processes, Progress progress) {
        return switch (written) {
            case WrittenAddress.Linear linear -> linear(linear.address(), processes);
            case WrittenAddress.Segmented far -> segmented(far, processes);
            case WrittenAddress.Physical physical -> physical(physical, processes, progress);
        };
    }

    private static AddressPlace linear(long address, List<ProcessImage> processes) {
        return processes.isEmpty() || processes.stream().anyMatch(process -> has(process, address))
                ? at(address)
                : nowhere(
                        "%s is above %s, the highest address of 32 bits"
                                .formatted(Addresses.hex(address), Addresses.hex(HIGHEST)));
    }

    private static boolean has(ProcessImage process, long address) {
        return process.isBare()
                || process.architecture().pointerSize() == Long.BYTES
                || Long.compareUnsigned(address, HIGHEST) <= 0;
    }

    private static AddressPlace segmented(
            WrittenAddress.Segmented far, List<ProcessImage> processes) {
        int plain = far.selector() & ~DumpSelector.PRIVILEGE;
        return processes.stream()
                .flatMap(process -> process.selectors().stream())
                .filter(selector -> selector.selector() == plain)
                .findFirst()
                .map(selector -> inside(selector, far.offset()))
                .orElseGet(
                        () ->
                                nowhere(
                                        "no descriptor of selector %s is known"
                                                .formatted(Addresses.hex(far.selector()))));
    }

    /**
     * Offsets of data may lie above the limit, for segments that expand down; those of code never
     * do, and nothing does above 4 GB.
     */
    private static AddressPlace inside(DumpSelector selector, long offset) {
        boolean beyond = Long.compareUnsigned(offset, selector.limit()) > 0;
        boolean code = selector.type().equals(DumpSelector.CODE);
        long most = HIGHEST - selector.base();
        return beyond && (code || most >= 0 && Long.compareUnsigned(offset, most) > 0)
                ? nowhere(
                        "offset %s is past the end of segment %s (base %s, limit %s)"
                                .formatted(
                                        Addresses.hex(offset),
                                        Addresses.hex(selector.selector()),
                                        Addresses.hex(selector.base()),
                                        Addresses.hex(selector.limit())))
                : at(selector.base() + offset);
    }

    private static AddressPlace physical(
            WrittenAddress.Physical physical, List<ProcessImage> processes, Progress progress) {
        for (ProcessImage process : processes) {
            if (process.space() instanceof TranslatedMemory space) {
                OptionalLong address = space.addressOf(physical.address(), progress);
                if (address.isPresent()) {
                    return at(address.getAsLong());
                }
            }
        }
        return nowhere(
                "no page table maps physical address %s"
                        .formatted(Addresses.hex(physical.address())));
    }

    private static AddressPlace at(long address) {
        return new AddressPlace(OptionalLong.of(address), "");
    }

    private static AddressPlace nowhere(String problem) {
        return new AddressPlace(OptionalLong.empty(), problem);
    }
}
