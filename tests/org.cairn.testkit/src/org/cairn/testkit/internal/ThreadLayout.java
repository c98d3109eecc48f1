package org.cairn.testkit.internal;

/**
 * How the threads of a synthetic machine are laid out; no type table of Windows says so.
 *
 * @param links offset of {@code _KTHREAD.ThreadListEntry}
 * @param process offset of {@code _KTHREAD.ApcState.Process}
 * @param teb offset of {@code _KTHREAD.Teb}
 * @param state offset of {@code _KTHREAD.State}
 * @param id offset of {@code _ETHREAD.Cid}
 * @param size of {@code _ETHREAD}
 */
public record ThreadLayout(int links, int process, int teb, int state, int id, int size) {
    /** Of 64-bit machines. */
    public static final ThreadLayout WIDE =
            new ThreadLayout(0x2f8, 0xb8, 0xf0, 0x184, 0x478, 0x850);

    /** Of 32-bit machines. */
    public static final ThreadLayout NARROW =
            new ThreadLayout(0x1d4, 0x80, 0xa8, 0x90, 0x2cc, 0x4c8);
}
