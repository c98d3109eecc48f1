package org.cairn.ui.internal.address;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpThread;
import org.cairn.memory.Addresses;
import org.cairn.memory.Run;
import org.cairn.store.Block;
import org.cairn.system.ProcessImage;
import org.cairn.ui.internal.look.Numbers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says where an address lies. */
public final class Whereabouts {
    private Whereabouts() {}

    /**
     * Where an address lies in its block.
     *
     * @param block that holds the address
     * @param address unsigned
     * @return such as {@code 0x8 bytes into the user data of busy block 0x…, owner shop.exe}
     */
    public static String in(Block block, long address) {
        return within(block, address)
                + " of "
                + name(block)
                + (block.owner().isEmpty() ? "" : ", owner " + block.owner());
    }

    /**
     * Where an address lies in its block, which is not named.
     *
     * @param block that holds the address
     * @param address unsigned
     * @return such as {@code 0x8 bytes into the user data}
     */
    public static String within(Block block, long address) {
        BlockPart part = BlockPart.at(block, address);
        return into(address - part.first(block), part.label(block));
    }

    /**
     * A block in a few words.
     *
     * @param block the block
     * @return such as {@code busy block 0x14b0000 of 1,024 bytes}
     */
    public static String name(Block block) {
        return block.state().label()
                + " block "
                + Addresses.hex(block.address())
                + " of "
                + Numbers.counted(block.size(), "byte", "bytes");
    }

    /**
     * Where an address outside of all blocks lies.
     *
     * @param process in whose address space
     * @param address unsigned
     * @return such as {@code 0x1f bytes into the module ntdll.dll}; a word on the memory when
     *     nobody described the address
     */
    public static String in(ProcessImage process, long address) {
        List<String> known = new ArrayList<>();
        module(process, address)
                .ifPresent(
                        module ->
                                known.add(
                                        into(
                                                address - module.base(),
                                                "the module " + module.fileName())));
        stack(process, address)
                .ifPresent(
                        thread ->
                                known.add(
                                        into(
                                                address - thread.stackStart(),
                                                "the stack of thread "
                                                        + Long.toUnsignedString(thread.id()))));
        if (known.isEmpty()) {
            region(process, address).ifPresent(region -> known.add(region(region)));
        }
        known.add(
                process.space().runAt(address) instanceof Run.Absent absent
                        ? absent.why().label()
                        : known.isEmpty()
                                ? "in memory that nobody describes"
                                : "in no known block");
        return String.join(", ", known);
    }

    private static String into(long offset, String what) {
        return offset == 0
                ? "at the start of " + what
                : Addresses.hex(offset) + " bytes into " + what;
    }

    private static String region(DumpRegion region) {
        return String.join(
                        " ",
                        "in the region " + Addresses.hex(region.start()),
                        region.kind(),
                        region.state(),
                        region.protection())
                .replaceAll(" +", " ")
                .strip();
    }

    /**
     * The module that holds an address.
     *
     * @param process in whose address space
     * @param address unsigned
     * @return the module, if there is one
     */
    public static Optional<DumpModule> module(ProcessImage process, long address) {
        return process.modules().stream()
                .filter(module -> Long.compareUnsigned(address - module.base(), module.size()) < 0)
                .findFirst();
    }

    /**
     * The thread whose stack holds an address.
     *
     * @param process in whose address space
     * @param address unsigned
     * @return the thread, if there is one
     */
    public static Optional<DumpThread> stack(ProcessImage process, long address) {
        return process.threads().stream()
                .filter(
                        thread ->
                                Long.compareUnsigned(
                                                address - thread.stackStart(), thread.stackSize())
                                        < 0)
                .findFirst();
    }

    /**
     * The region that holds an address.
     *
     * @param process in whose address space
     * @param address unsigned
     * @return the region, if somebody described it
     */
    public static Optional<DumpRegion> region(ProcessImage process, long address) {
        return process.regions().stream()
                .filter(
                        region ->
                                Long.compareUnsigned(
                                                address - region.start(),
                                                region.last() - region.start())
                                        <= 0)
                .findFirst();
    }
}
