package org.cairn.testkit.internal;

import org.cairn.testkit.Os2Truth.Alias;
import org.cairn.testkit.Os2Truth.Arena;
import org.cairn.testkit.Os2Truth.Context;
import org.cairn.testkit.Os2Truth.MemoryObject;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes records of virtual memory: arenas, objects, contexts, aliases (VMAR, VMOB, VMCO, VMAL).
 */
public final class Os2Records {
    /** Where the arena records lie. */
    public static final long ARENAS = 0xfef1f000L;

    /** Where the object records lie. */
    public static final long OBJECTS = 0xfec80000L;

    /** Where the context records lie. */
    public static final long CONTEXTS = 0xffe4b000L;

    /** Where the alias records lie. */
    public static final long ALIASES = 0xffe61000L;

    private static final int HEADER = 0x20;
    private static final int ARENA = 0x16;
    private static final int OBJECT = 0x10;
    private static final int CONTEXT = 5;
    private static final int ALIAS = 8;

    private final Os2Memory memory;
    private final List<Arena> arenas = new ArrayList<>();
    private final List<MemoryObject> objects = new ArrayList<>();
    private final List<Context> contexts = new ArrayList<>();
    private final List<Alias> aliases = new ArrayList<>();

    /** Starts with empty tables. */
    public Os2Records(Os2Memory memory) {
        this.memory = memory;
    }

    /** A record of an arena; returns its handle. */
    public int arena(long start, int pages, int flags, int hob, int context, int hal) {
        long at = ARENAS + HEADER + arenas.size() * (long) ARENA;
        int har = arenas.size() + 1;
        arenas.add(new Arena(har, at, start, pages, flags, hob, context, hal));
        memory.dwords(at, pages, start | flags);
        memory.words(at + 8, har + 1, har - 1, 0, 0, hob, context, hal);
        return har;
    }

    /** A range of memory with its arena and object records; returns the object's handle. */
    public int object(long start, int pages, int owner, int requester) {
        return object(start, pages, owner, requester, 1, 0, 0);
    }

    /** The same with flags, the first context and the first alias of its arena record. */
    public int object(
            long start, int pages, int owner, int requester, int flags, int context, int hal) {
        int hob = objects.size() + 1;
        int har = arena(start, pages, flags, hob, context, hal);
        objects.add(new MemoryObject(hob, har, start, pages, owner, requester));
        long at = OBJECTS + HEADER + (hob - 1) * (long) OBJECT;
        memory.words(at, har, 0, 0, owner, requester, 0, 0x0600, 0);
        return hob;
    }

    /** A piece of a heap with an object record; returns its handle. */
    public int pseudo(long address, int owner) {
        int hob = objects.size() + 1;
        objects.add(new MemoryObject(hob, 0, address, 0, owner, 0));
        long at = OBJECTS + HEADER + (hob - 1) * (long) OBJECT;
        memory.u32(at, address);
        memory.words(at + 4, 0x8000, owner, 0, 0, 0, 0);
        return hob;
    }

    /** A process that shares memory; returns the handle. */
    public int context(int next, int process, int flags) {
        long at = CONTEXTS + HEADER + contexts.size() * (long) CONTEXT;
        contexts.add(new Context(contexts.size() + 1, at, next, process, flags));
        memory.words(at, next, process);
        memory.u8(at + 4, flags);
        return contexts.size();
    }

    /** A second place of pages. */
    public void alias(int har, int process, int page, int flags) {
        long at = nextAlias();
        memory.words(at, har, process);
        memory.u32(at + 4, page | (long) flags << 20);
        aliases.add(new Alias(aliases.size() + 1, har, process, page, flags, 0, 0, 0));
    }

    /** A pair of selectors. */
    public void selectors(int har, int cs, int ds, int references, int flags) {
        long at = nextAlias();
        memory.words(at, har, cs, references << 6 | flags, ds);
        aliases.add(new Alias(aliases.size() + 1, har, 0, 0, flags, cs, ds, references));
    }

    private long nextAlias() {
        return ALIASES + HEADER + aliases.size() * (long) ALIAS;
    }

    /**
     * Writes the headers of the tables; a free record of each kind but objects stands at its end.
     */
    public void finish() {
        table(ARENAS, arenas.size() + 1, ARENA);
        memory.u32(ARENAS + HEADER + arenas.size() * (long) ARENA, ARENAS + HEADER);
        table(OBJECTS, objects.size(), OBJECT);
        table(CONTEXTS, contexts.size() + 1, CONTEXT);
        memory.u32(CONTEXTS + HEADER + contexts.size() * (long) CONTEXT, 0);
        table(ALIASES, aliases.size() + 1, ALIAS);
        memory.u32(nextAlias(), nextAlias());
    }

    /** The header of a table of records (VMBH). */
    public void table(long start, int records, int size) {
        long end = start + HEADER + (long) records * size;
        memory.dwords(start, 0, end, end, end, 0, 0, 0);
        memory.words(start + 0x1c, size, 1);
    }

    /** Arena records, by handle. */
    public List<Arena> arenas() {
        return List.copyOf(arenas);
    }

    /** Object records, by handle. */
    public List<MemoryObject> objects() {
        return List.copyOf(objects);
    }

    /** Context records, by handle. */
    public List<Context> contexts() {
        return List.copyOf(contexts);
    }

    /** Alias records, by handle. */
    public List<Alias> aliases() {
        return List.copyOf(aliases);
    }
}
