package org.cairn.dump.transcript;

/** Prints memory as WinDbg does. */
final class DebuggerText {
    private static final String[] COMMANDS = {"", "db", "dw", "", "dd", "", "", "", "dq"};

    private DebuggerText() {}

    static void print(
            StringBuilder text,
            boolean wide,
            long base,
            byte[] memory,
            int from,
            int count,
            int unit,
            boolean characters) {
        String command = unit == 4 && characters ? "dc" : COMMANDS[unit];
        text.append("0:000> %s %s%n".formatted(command, address(wide, base + from)));
        for (int row = from; row < from + count; row += 16) {
            int end = Math.min(row + 16, from + count);
            StringBuilder line = new StringBuilder(address(wide, base + row)).append(" ");
            for (int i = row; i < end; i += unit) {
                line.append(unit == 1 && i == row + 8 ? '-' : ' ').append(word(memory, i, unit));
            }
            if (characters) {
                int column = (wide ? 17 : 8) + 3 + 16 / unit * (2 * unit + 1);
                line.repeat(' ', Math.max(2, column - line.length()));
                for (int i = row; i < end; i++) {
                    line.append(memory[i] >= ' ' && memory[i] < 0x7f ? (char) memory[i] : '.');
                }
            }
            text.append(line).append(System.lineSeparator());
        }
    }

    private static String address(boolean wide, long address) {
        return wide
                ? "%08x`%08x".formatted(address >>> 32, address & 0xffffffffL)
                : "%08x".formatted(address);
    }

    private static String word(byte[] memory, int at, int unit) {
        StringBuilder word = new StringBuilder();
        for (int i = unit - 1; i >= 0; i--) {
            word.append("%02x".formatted(memory[at + i]));
            if (unit == 8 && i == 4) {
                word.append('`');
            }
        }
        return word.toString();
    }
}
