package org.cairn.system.os2;

import org.cairn.dump.DumpSelector;
import org.cairn.memory.Addresses;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a blocked thread waits for (TCBSleepID), as far as the value itself tells (OS/2 Debugging
 * Handbook, ".PB", "Block IDs").
 *
 * @param value 32 bits
 * @param kind of thing, as the debuggers name it, such as {@code RamSem}
 * @param text what it is, for people
 * @param address linear address of the thing, if it is in memory and its place is known
 */
public record BlockId(long value, String kind, String text, OptionalLong address) {
    /** The kind of a place in memory of which nothing else is known. */
    public static final String ADDRESS = "Address";

    /** The kind of a 32-bit semaphore. */
    public static final String SEMAPHORE = "Sem32";

    private static final int RAM_SEMAPHORE = 0xfffe;
    private static final int MUX_WAIT = 0xfffd;
    private static final int CHILD_WAIT = 0xffca;
    private static final int DOS_GROUP = 0x400;
    private static final int BUFFERS = 0xa8;
    private static final long LOW = 0xffff;

    /** The upper half of the handle of a 32-bit semaphore: shared or private. */
    private static final int SHARED_HANDLE = 0x8001;

    private static final int PRIVATE_HANDLE = 1;

    /**
     * Decodes what a thread waits for.
     *
     * @param thread any thread
     * @param kernel tells of selectors and of the arenas
     * @return empty when the thread does not wait, or nobody says for what
     */
    public static Optional<BlockId> of(KernelThread thread, Os2Kernel kernel) {
        return thread.blockId().isEmpty()
                ? Optional.empty()
                : Optional.of(of(thread.blockId().getAsLong(), thread.semaphore(), kernel));
    }

    private static BlockId of(long value, OptionalLong semaphore, Os2Kernel kernel) {
        int high = (int) (value >>> Short.SIZE);
        int low = (int) (value & LOW);
        return switch (high) {
            case RAM_SEMAPHORE -> {
                String at =
                        semaphore.isPresent() && semaphore.getAsLong() != 0
                                ? " at " + far(semaphore.getAsLong())
                                : "";
                yield elsewhere(value, "RamSem", "RAM semaphore %04x%s".formatted(low, at));
            }
            case MUX_WAIT ->
                    elsewhere(
                            value,
                            "MuxWait",
                            "one of several semaphores, mux table of slot %x".formatted(low));
            case CHILD_WAIT ->
                    elsewhere(
                            value, "ChildWait", "the end of a child of process %d".formatted(low));
            default -> place(value, high, low, semaphore, kernel);
        };
    }

    private static BlockId place(
            long value, int selector, int offset, OptionalLong semaphore, Os2Kernel kernel) {
        Optional<DumpSelector> known =
                kernel.arenasAt(value).isEmpty() ? kernel.selector(selector) : Optional.empty();
        OptionalLong linear =
                known.isPresent()
                        ? OptionalLong.of(known.get().base() + offset)
                        : OptionalLong.empty();
        if (selector == DOS_GROUP) {
            return new BlockId(
                    value,
                    "DosSem",
                    "%s, in the kernel's data: a request packet, a system semaphore or an internal one"
                            .formatted(far(value)),
                    linear);
        }
        if (selector == BUFFERS) {
            return new BlockId(value, "Buffer", "file system buffer " + far(value), linear);
        }
        if (known.isPresent()) {
            String segment = kernel.segmentName(selector).map(name -> ", " + name).orElse("");
            return new BlockId(value, ADDRESS, far(value) + segment, linear);
        }
        OptionalLong itself = OptionalLong.of(value);
        if (semaphore.isPresent() && isHandle(semaphore.getAsLong())) {
            return new BlockId(
                    value,
                    SEMAPHORE,
                    "32-bit semaphore, handle %08x".formatted(semaphore.getAsLong()),
                    itself);
        }
        return new BlockId(value, ADDRESS, "linear address " + Addresses.hex(value), itself);
    }

    private static boolean isHandle(long value) {
        long high = value >>> Short.SIZE;
        return high == SHARED_HANDLE || high == PRIVATE_HANDLE;
    }

    private static BlockId elsewhere(long value, String kind, String text) {
        return new BlockId(value, kind, text, OptionalLong.empty());
    }

    private static String far(long value) {
        return "%04x:%04x".formatted(value >>> Short.SIZE, value & LOW);
    }
}
