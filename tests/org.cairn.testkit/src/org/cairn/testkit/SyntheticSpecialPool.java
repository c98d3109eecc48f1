package org.cairn.testkit;

import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Special pool of a synthetic machine, with the driver verifier's entries and traces. Every second
 * page has a block, at its end behind the header or at its beginning before it.
 */
public final class SyntheticSpecialPool {
    /**
     * A block.
     *
     * @param page address of its page
     * @param header address of its header
     * @param user address that the caller got
     * @param bytes that the caller asked for
     * @param paged whether of the paged pool
     * @param tag four characters
     * @param fill value of all other bytes of the page
     * @param caller who asked for it, 0 when it is not tracked
     */
    public record Block(
            long page,
            long header,
            long user,
            int bytes,
            boolean paged,
            String tag,
            int fill,
            long caller) {}

    private static final int PAGE = 0x1000;
    private static final int PAGED = 0x8000;
    private static final int TRACKED = 0x4000;

    private final SyntheticMachine machine;
    private final TypeTable types;
    private final int pointer;
    private final int header;
    private final long entries;
    private final List<Block> blocks = new ArrayList<>();
    private int tracked;
    private long next;

    /**
     * Starts the pool.
     *
     * @param machine gets it
     * @param types structures of its kernel
     * @param first address of the first page
     * @param entries where the verifier's entries go, a page
     */
    public SyntheticSpecialPool(
            SyntheticMachine machine, TypeTable types, long first, long entries) {
        this.machine = machine;
        this.types = types;
        this.entries = entries;
        next = first;
        pointer = types.id().architecture().pointerSize();
        header = 2 * pointer;
    }

    /** All blocks, ascending. */
    public List<Block> blocks() {
        return List.copyOf(blocks);
    }

    /**
     * Adds a block.
     *
     * @param bytes its size
     * @param paged whether of the paged pool
     * @param tag four characters
     * @param fill value of all other bytes
     * @param atEnd whether overruns are to be caught
     * @param caller who asked for it, 0 when it is not tracked
     * @return the block
     */
    public Block add(int bytes, boolean paged, String tag, int fill, boolean atEnd, long caller) {
        long page = next;
        next += 2 * PAGE;
        int entry = caller == 0 ? 0 : pointer;
        long user = atEnd ? page + PAGE - (bytes + header - 1) / header * header : page;
        long head = atEnd ? page : page + PAGE - header - entry;
        byte[] content = new byte[PAGE];
        Arrays.fill(content, (byte) fill);
        for (int i = 0; i < bytes; i++) {
            content[(int) (user - page) + i] = (byte) (0x30 + i % 50);
        }
        for (int i = 0; i < header + entry; i++) {
            content[(int) (head - page) + i] = 0;
        }
        machine.kernelBytes(page, content);
        int flags = (paged ? PAGED : 0) | (caller == 0 ? 0 : TRACKED);
        machine.kernelValue(head, Integer.BYTES, fill << 16 | flags | bytes);
        machine.kernelBytes(head + 4, tag.getBytes(StandardCharsets.US_ASCII));
        if (caller != 0) {
            machine.kernelValue(head + header, pointer, track(user, bytes, tag, caller));
        }
        Block block = new Block(page, head, user, bytes, paged, tag, fill, caller);
        blocks.add(block);
        return block;
    }

    /**
     * Makes an entry of the verifier.
     *
     * @param user address that the caller got
     * @param bytes that it asked for
     * @param tag four characters
     * @param caller who asked
     * @return its address
     */
    public long track(long user, long bytes, String tag, long caller) {
        Structure layout = types.structure("_VI_POOL_ENTRY_INUSE");
        long at = entries + (long) ++tracked * layout.size();
        machine.kernelField(at, layout, "VirtualAddress", user);
        machine.kernelField(at, layout, "CallingAddress", caller);
        machine.kernelField(at, layout, "NumberOfBytes", bytes);
        machine.kernelBytes(at + layout.offset("Tag"), tag.getBytes(StandardCharsets.US_ASCII));
        return at;
    }

    /**
     * Writes a trace into the verifier's ring.
     *
     * @param ring where it is
     * @param index of the trace
     * @param user address that was allocated or freed
     * @param bytes its size
     * @param thread who did it
     * @param stack return addresses
     */
    public void trace(long ring, int index, long user, int bytes, long thread, long... stack) {
        Structure layout = types.structure("_VF_POOL_TRACE");
        long at = ring + (long) index * layout.size();
        machine.kernelField(at, layout, "Address", user);
        machine.kernelField(at, layout, "Size", bytes);
        machine.kernelField(at, layout, "Thread", thread);
        for (int i = 0; i < stack.length; i++) {
            machine.kernelValue(
                    at + layout.offset("StackTrace") + (long) i * pointer, pointer, stack[i]);
        }
    }

    /**
     * Sets the tag whose blocks are wanted to be in special pool.
     *
     * @param variable where {@code MmSpecialPoolTag} is to be
     * @param tag its value
     */
    public void wanted(long variable, int tag) {
        machine.kernelValue(variable, Integer.BYTES, tag);
        machine.debuggerField("MmSpecialPoolTag", variable);
    }

    /**
     * Writes the verifier's counters.
     *
     * @param address where {@code MmVerifierData} is to be
     * @param names of counters, each with its value
     */
    public void counters(long address, Map<String, Integer> names) {
        Structure layout = types.structure("_MM_DRIVER_VERIFIER_DATA");
        machine.kernelValue(address + layout.size() - 1, 1, 0);
        names.forEach((name, value) -> machine.kernelField(address, layout, name, value));
        machine.debuggerField("MmVerifierData", address);
    }
}
