package org.cairn.testkit;

/**
 * A block that a test's walk has met.
 *
 * @param address first byte
 * @param size bytes
 * @param flags {@code _HEAP_ENTRY.Flags} before encoding
 * @param unused {@code UnusedBytes}
 */
record Walked(long address, long size, int flags, int unused) {
    boolean isBusy() {
        return (flags & 1) != 0;
    }

    long end() {
        return address + size;
    }
}
