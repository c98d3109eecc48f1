package org.cairn.dump.transcript.internal;

/**
 * The rest of a memory line of the OS/2 debuggers that a mail program or a terminal broke in two:
 * words of the same size, without an address, that fill the row of sixteen bytes at most. Those
 * debuggers mark each address, so a line without a mark has none.
 */
final class WrappedLine {
    private static final int ROW = 16;

    private final Words words = new Words();
    private boolean isOpen;
    private long address;
    private int unit;
    private int room;

    /** Starts with the line that has the address. */
    void begin(boolean marked, long at, Words first) {
        unit = first.unit();
        int size = first.count() * unit;
        address = at + size;
        room = ROW - size;
        isOpen = marked && room > 0;
    }

    /** The next line belongs to none. */
    void end() {
        isOpen = false;
    }

    /** Whether a line is the rest of the last one. */
    boolean continues(byte[] line, int from, int length) {
        if (!isOpen || from == length) {
            return false;
        }
        words.read(line, from, length);
        int count = words.count();
        return count > 0
                && words.unit() == unit
                && count * unit <= room
                && Characters.skipBlanks(line, words.end(count - 1), length) == length;
    }

    Words words() {
        return words;
    }

    /** Where the words lie. */
    long address() {
        return address;
    }

    /** Goes on behind the words; a row may be broken more than once. */
    void took() {
        int size = words.count() * unit;
        address += size;
        room -= size;
        isOpen = room > 0;
    }
}
