package org.cairn.testkit.internal;

import org.cairn.testkit.Os2Truth.Selector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes descriptors, and the anchor segment with the variables to which it leads. */
public final class Os2Anchor {
    /** Where the global table of descriptors lies. */
    public static final long GDT = 0x7c3e5000L;

    /** Where the variables lie. */
    public static final long VARIABLES = 0xfff13300L;

    private static final long SAS = 0xfff04000L;
    private static final long INFORMATION = 0xffe00000L;
    private static final int TABLE_HEADER = 0x20;

    private final Os2Memory memory;
    private final boolean debug;
    private final List<Selector> selectors = new ArrayList<>();

    /** Starts with the descriptors that each kernel has. */
    public Os2Anchor(Os2Memory memory, Os2Layout layout) {
        this.memory = memory;
        this.debug = layout.debug();
        global(0x08, GDT, 0x2fff, false);
        global(0x70, SAS, 0x3ff, false);
        global(0x80, INFORMATION, 0xff, false);
        memory.u8(INFORMATION + 0x15, 20);
        memory.u8(INFORMATION + 0x16, layout.version());
    }

    /** A descriptor of the global table. */
    public void global(int selector, long base, int limit, boolean code) {
        descriptor(GDT, selector, base, limit, code);
        selectors.add(new Selector(selector, base, limit, code ? "Code" : "Data"));
    }

    /** A descriptor of some table. */
    public void descriptor(long table, int selector, long base, int limit, boolean code) {
        long at = table + (selector & ~7);
        memory.words(at, limit & 0xffff, (int) base & 0xffff);
        memory.u16(at + 4, (int) (base >>> 16) & 0xff | (code ? 0x9b00 : 0x9300));
        memory.u16(at + 6, limit >>> 16 & 0xf | (int) (base >>> 24) << 8);
    }

    /** The array of heaps; the debug kernel's holds pointers, since both readings are possible. */
    private void heaps(long resident, long swappable) {
        long array = VARIABLES + 0x100;
        for (int i = 1; i <= 6; i++) {
            long entry = debug ? VARIABLES + 0x200 + i * 8L : array + i * 8L;
            if (debug) {
                memory.u32(array + i * 4L, entry);
            }
            boolean first = i != 3 && i != 4;
            memory.dwords(entry, first ? 0x402 : 2, first ? resident : swappable);
        }
    }

    /** Writes the variables and the anchor, at the end. */
    public void finish(long resident, long swappable, long modules, long slots, int running) {
        memory.dwords(
                VARIABLES, Os2Records.ARENAS + TABLE_HEADER, Os2Records.OBJECTS + TABLE_HEADER);
        memory.dwords(VARIABLES + 8, Os2Records.CONTEXTS + TABLE_HEADER, Os2Pages.FRAMES, modules);
        memory.dwords(VARIABLES + 0x14, Os2Tasks.PTDAS + TABLE_HEADER, slots);
        memory.words(VARIABLES + 0x1c, running, 4);
        heaps(resident, swappable);
        memory.text(SAS, "SAS ");
        memory.words(SAS + 4, 0x16, 0x168, 0x1e, 0x20, 0x2c, 0x5c, 0x6e, 0x74, 0x80);
        memory.words(SAS + 0x16, 8, 0, 0x18, 0x108);
        memory.dwords(SAS + 0x2c, VARIABLES, VARIABLES + 4, VARIABLES + 8, 0xfff0_a891L);
        memory.dwords(SAS + 0x3c, VARIABLES + 0x10, VARIABLES + 0xc, 0, 0, 0, 0);
        memory.u32(SAS + 0x54, VARIABLES + 0x100);
        memory.u32(SAS + 0x58, VARIABLES + 0x10);
        memory.u16(SAS + 0x5c, 0x30);
        memory.dwords(SAS + 0x5e, VARIABLES + 0x14, VARIABLES + 0x18);
        memory.dwords(SAS + 0x66, VARIABLES + 0x1c, VARIABLES + 0x1e);
        memory.u16(SAS + 0x80, 0x80);
    }

    /** The descriptors of the global table, ascending. */
    public List<Selector> selectors() {
        return selectors.stream().sorted(Comparator.comparingInt(Selector::selector)).toList();
    }
}
