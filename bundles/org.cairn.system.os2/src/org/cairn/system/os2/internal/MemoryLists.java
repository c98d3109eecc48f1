package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.system.Columns;
import org.cairn.system.Listing;
import org.cairn.system.os2.AliasRecord;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.ContextRecord;
import org.cairn.system.os2.ObjectRecord;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.StructureText;
import org.cairn.system.os2.SystemOwners;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Lists of arenas ({@code .ma}), objects, contexts ({@code .mc}) and aliases ({@code .ml}). */
final class MemoryLists {
    private final Os2Kernel kernel;
    private final Columns<ArenaRecord> arenas;
    private final Columns<ObjectRecord> objects;
    private final Columns<ContextRecord> contexts;
    private final Columns<AliasRecord> aliases;

    MemoryLists(Os2Kernel kernel, AddressSpace space) {
        this.kernel = kernel;
        StructureText text = new StructureText(kernel, space);
        arenas =
                Columns.of(ArenaRecord.class)
                        .hex("har", ArenaRecord::handle)
                        .hex("par", ArenaRecord::address)
                        .hex("va", ArenaRecord::start)
                        .hex("cpg", ArenaRecord::pages)
                        .hex("flags", ArenaRecord::flags)
                        .text("meaning", arena -> text.meaning("arena", arena.flags()))
                        .hex("next", ArenaRecord::next)
                        .hex("prev", ArenaRecord::previous)
                        .someHex("hob", arena -> only(arena.isSentinel(), arena.object()))
                        .hex("hal", ArenaRecord::alias)
                        .someHex("context", arena -> only(arena.isSentinel(), arena.context()))
                        .text("owner", this::owner);
        objects =
                Columns.of(ObjectRecord.class)
                        .hex("hob", ObjectRecord::handle)
                        .someHex("har", object -> only(object.isPseudo(), object.arena()))
                        .someHex("hobnxt", object -> only(object.isPseudo(), object.next()))
                        .someHex("va", object -> only(!object.isPseudo(), object.address()))
                        .hex("flags", ObjectRecord::flags)
                        .text("meaning", object -> text.meaning("object", object.flags()))
                        .hex("own", ObjectRecord::owner)
                        .hex("hmte", ObjectRecord::requester)
                        .number("long_locks", ObjectRecord::longLocks)
                        .number("short_locks", ObjectRecord::shortLocks)
                        .text("owner", kernel::objectName);
        contexts =
                Columns.of(ContextRecord.class)
                        .hex("hco", ContextRecord::handle)
                        .hex("pco", ContextRecord::address)
                        .hex("hconext", ContextRecord::next)
                        .hex("hptda", ContextRecord::process)
                        .hex("flags", ContextRecord::flags)
                        .text("meaning", context -> text.meaning("context", context.flags()))
                        .text("process", context -> kernel.ownerName(context.process()));
        aliases =
                Columns.of(AliasRecord.class)
                        .hex("hal", AliasRecord::handle)
                        .hex("pal", AliasRecord::address)
                        .hex("har", AliasRecord::arena)
                        .someHex("hptda", alias -> only(isPair(alias), alias.process()))
                        .someHex("pgoff", alias -> only(isPair(alias), alias.page()))
                        .someHex("cs", alias -> only(!isPair(alias), alias.codeSelector()))
                        .someHex("ds", alias -> only(!isPair(alias), alias.dataSelector()))
                        .someNumber("cref", alias -> only(!isPair(alias), alias.references()))
                        .hex("flags", AliasRecord::flags)
                        .text("meaning", alias -> text.meaning("alias", alias.flags()))
                        .text("process", alias -> kernel.ownerName(alias.process()));
    }

    /** A value that some records do not have. */
    private static OptionalLong only(boolean absent, long value) {
        return absent ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static boolean isPair(AliasRecord alias) {
        return (alias.flags() & AliasRecord.SELECTORS) != 0;
    }

    private String owner(ArenaRecord arena) {
        if (arena.isSentinel()) {
            return arena.limit() == 0 ? "" : "max=%%%08x".formatted(arena.limit());
        }
        return kernel.object(arena.object()).map(kernel::objectName).orElse("");
    }

    Listing arenas() {
        return arenas.list("arena", kernel.arenas());
    }

    Listing objects() {
        return objects.list("object", kernel.objects());
    }

    /** {@code .mo} of an id that stands for no object but for a part of the system. */
    Listing systemObject(long id) {
        Listing none = objects.list("object", List.of());
        String name = SystemOwners.isSystemOwner((int) id) ? kernel.ownerName((int) id) : "";
        if (name.isEmpty() || id > SystemOwners.LAST) {
            return none;
        }
        @Nullable Object[] row = new @Nullable Object[none.heads().size()];
        row[0] = id;
        row[row.length - 1] = name;
        return new Listing(none.name(), none.heads(), List.<@Nullable Object[]>of(row));
    }

    Listing contexts() {
        return contexts.list("context", kernel.contexts());
    }

    Listing aliases() {
        return aliases.list("alias", kernel.aliases());
    }

    /** The records of some arenas: what {@code .m} shows. */
    List<Listing> of(List<ArenaRecord> found) {
        List<ObjectRecord> held =
                found.stream()
                        .flatMap(arena -> kernel.object(arena.object()).stream())
                        .distinct()
                        .toList();
        List<ContextRecord> users =
                found.stream().flatMap(arena -> contexts(arena).stream()).distinct().toList();
        List<AliasRecord> seconds =
                kernel.aliases().stream()
                        .filter(
                                alias ->
                                        found.stream()
                                                .anyMatch(
                                                        arena ->
                                                                alias.arena() == arena.handle()
                                                                        || alias.handle()
                                                                                == arena.alias()))
                        .toList();
        List<Listing> all = new ArrayList<>();
        all.add(arenas.list("arena", found));
        all.add(objects.list("object", held));
        all.add(contexts.list("context", users));
        all.add(aliases.list("alias", seconds));
        all.removeIf(list -> list.rows().isEmpty());
        return all;
    }

    /** The processes that share a range of memory. */
    private List<ContextRecord> contexts(ArenaRecord arena) {
        if ((arena.flags() & ArenaRecord.HAS_CONTEXTS) == 0) {
            return List.of();
        }
        Map<Integer, @Nullable ContextRecord> byHandle = new HashMap<>();
        kernel.contexts().forEach(context -> byHandle.put(context.handle(), context));
        List<ContextRecord> chain = new ArrayList<>();
        ContextRecord next = byHandle.remove(arena.context());
        while (next != null) {
            chain.add(next);
            next = byHandle.remove(next.next());
        }
        return chain;
    }
}
