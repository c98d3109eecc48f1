package org.cairn.pool.windows.internal.walk;

import org.cairn.dump.DumpException;
import org.cairn.memory.Addresses;

import java.util.Map;

/**
 * What bug checks about pools say, as the documentation of the debugger explains their first
 * parameter.
 */
public final class BugCheck {
    private static final int BAD_POOL_HEADER = 0x19;
    private static final int SPECIAL_POOL = 0xc1;
    private static final int BAD_POOL_CALLER = 0xc2;
    private static final int CORRUPTED_EXPOOL = 0xc5;
    private static final int PAGE_FAULT_SPECIAL = 0xd5;
    private static final int PAGE_FAULT_BEYOND = 0xd6;
    private static final int HEAP_CORRUPTION = 0x13a;

    private static final Map<Integer, String> NAMES =
            Map.of(
                    BAD_POOL_HEADER, "a block of a pool is damaged",
                    SPECIAL_POOL, "a driver wrote outside of its block in special pool",
                    BAD_POOL_CALLER, "a driver made a bad call to the pool",
                    CORRUPTED_EXPOOL, "the pool's own structures are damaged",
                    PAGE_FAULT_SPECIAL, "a driver used a block that it had freed",
                    PAGE_FAULT_BEYOND, "a driver went beyond the end of its block",
                    HEAP_CORRUPTION, "the heap behind a pool is damaged");

    private static final Map<Integer, String> HEADER_CODES =
            Map.ofEntries(
                    Map.entry(0x2, "the pattern of special pool around it is damaged"),
                    Map.entry(0x3, "the list of free blocks is damaged"),
                    Map.entry(0x5, "the sizes of two neighbours differ"),
                    Map.entry(0x6, "the size of the block before is wrong"),
                    Map.entry(0x7, "its size is wrong"),
                    Map.entry(0x8, "its size is wrong"),
                    Map.entry(0x9, "its size is wrong"),
                    Map.entry(0xa, "its size is wrong"),
                    Map.entry(0xd, "its header was written to after it was freed"),
                    Map.entry(0xe, "its header was written to after it was freed"),
                    Map.entry(0xf, "its header was written to after it was freed"),
                    Map.entry(0x20, "its size is wrong"),
                    Map.entry(0x21, "what follows it is damaged"),
                    Map.entry(0x22, "it was freed, but no table has it"),
                    Map.entry(0x23, "its header was written to after it was freed"),
                    Map.entry(0x24, "its header was written to after it was freed"),
                    Map.entry(0x25, "its header was written to after it was freed"));

    private static final Map<Integer, String> CALLER_CODES =
            Map.ofEntries(
                    Map.entry(0x6, "it was freed twice"),
                    Map.entry(0x7, "it was freed twice"),
                    Map.entry(0xa, "it was freed with another tag than its own"),
                    Map.entry(0xb, "the process that is charged for it is wrong"),
                    Map.entry(0xc, "the process that is charged for it is wrong"),
                    Map.entry(0xd, "the process that is charged for it is wrong"),
                    Map.entry(0x40, "an address of a process was freed"),
                    Map.entry(0x41, "an address outside of the pools was freed"),
                    Map.entry(0x42, "an address was freed that is none"),
                    Map.entry(0x43, "an address was freed that is none"),
                    Map.entry(0x44, "an address was freed that is none"),
                    Map.entry(0x46, "an address was freed that is none"),
                    Map.entry(0x47, "an address was freed that is none"),
                    Map.entry(0x48, "an address was freed that is none"),
                    Map.entry(0x50, "an address within a block was freed"),
                    Map.entry(0x60, "an address within a block was freed"),
                    Map.entry(0x99, "an address was freed that is none"),
                    Map.entry(0x9a, "special pool was freed wrongly"),
                    Map.entry(0x9b, "a block of no tag was asked for"),
                    Map.entry(0x9c, "a block was asked for at a wrong IRQL"),
                    Map.entry(0x9d, "a block was freed at a wrong IRQL"));

    /** Bits that mark a small dump's copy of a bug check. */
    private static final int CODE = 0x0fff_ffff;

    private BugCheck() {}

    /** Whether a bug check is about pools. */
    public static boolean isOfPool(DumpException stop) {
        return NAMES.containsKey((int) stop.code() & CODE);
    }

    /** Whether a bug check is about special pool. */
    public static boolean isOfSpecialPool(DumpException stop) {
        int code = (int) stop.code() & CODE;
        return code == SPECIAL_POOL || code == PAGE_FAULT_SPECIAL || code == PAGE_FAULT_BEYOND;
    }

    /** What it says, as one phrase. */
    public static String describe(DumpException stop) {
        int code = (int) stop.code() & CODE;
        int first = stop.parameters().isEmpty() ? -1 : stop.parameters().getFirst().intValue();
        Map<Integer, String> codes =
                code == BAD_POOL_HEADER
                        ? HEADER_CODES
                        : code == BAD_POOL_CALLER ? CALLER_CODES : Map.of();
        String name = NAMES.getOrDefault(code, "");
        String detail = codes.getOrDefault(first, "");
        return "bug check "
                + Addresses.hex(code)
                + (name.isEmpty()
                        ? ""
                        : " (" + name + (detail.isEmpty() ? "" : ": " + detail) + ")");
    }
}
