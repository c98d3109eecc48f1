package org.cairn.system.os2.internal;

import org.cairn.dump.DumpSelector;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.Listing;
import org.cairn.system.Listing.Kind;
import org.cairn.system.Listings;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.BlockId;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.KernelThread;
import org.cairn.system.os2.LoadedModule;
import org.cairn.system.os2.ObjectRecord;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.StructureText;
import org.cairn.system.os2.SystemOwners;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the commands of the OS/2 debuggers list: the anchor ({@code .a}), arenas ({@code .ma}),
 * objects ({@code .mo}), modules ({@code .lmo}), processes and threads ({@code .p}), what blocked
 * threads wait for ({@code .pb}) and selectors ({@code dg}, {@code dl}).
 *
 * @param kernel what is known
 * @param space the kernel's memory
 * @param anchor if it is known
 * @param tasks the processes of a machine; of a transcript, its threads tell
 * @param locals the local descriptors of the processes
 * @param layouts of the structures that can be shown
 */
public record KernelListings(
        Os2Kernel kernel,
        AddressSpace space,
        Optional<Sas> anchor,
        List<Tasks.Task> tasks,
        List<Local> locals,
        KernelLayouts layouts)
        implements Listings {
    /** The local descriptors of a process. */
    record Local(int pid, List<DumpSelector> selectors) {}

    @Override
    public List<Listing> all() {
        return List.of(
                sas(),
                arena(kernel.arenas()),
                object(kernel.objects()),
                module(),
                process(),
                thread(),
                blocked(),
                selector());
    }

    @Override
    public List<Listing> at(long address) {
        List<ArenaRecord> arenas = kernel.arenasAt(address);
        return arenas.isEmpty()
                ? List.of()
                : List.of(
                        arena(arenas),
                        object(
                                arenas.stream()
                                        .flatMap(each -> kernel.object(each.object()).stream())
                                        .distinct()
                                        .toList()));
    }

    @Override
    public List<String> structures() {
        return layouts.names();
    }

    @Override
    public Listing structure(String name, long address) {
        StructureText text = new StructureText(kernel, space);
        MemoryCursor cursor = space.cursor();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Structure part : layout(name).stream().toList()) {
            for (Field field : part.fields()) {
                if (cursor.seek(address, field.offset() + field.size())) {
                    rows.add(
                            new @Nullable Object[] {
                                part.name(),
                                field.name(),
                                address + field.offset(),
                                (long) field.size(),
                                text.of(field, cursor)
                            });
                }
            }
        }
        return Listing.of("structure", rows)
                .head("structure", Kind.TEXT)
                .head("field", Kind.TEXT)
                .head("address", Kind.ADDRESS)
                .head("size", Kind.BYTES)
                .head("value", Kind.TEXT);
    }

    /** The layout by its name, or what the kernel's build has in its place. */
    private Optional<Structure> layout(String name) {
        return layouts.find(name + ".A")
                .filter(_ -> kernel.isAllStrict())
                .or(() -> layouts.find(name));
    }

    private Listing sas() {
        StructureText text = new StructureText(kernel, space);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Sas.Value value : anchor.map(Sas::values).orElse(List.of())) {
            rows.add(
                    new @Nullable Object[] {
                        value.section(),
                        value.field().name(),
                        value.address(),
                        (long) value.field().size(),
                        value.value(),
                        text.meaning(value.field().type(), value.value())
                    });
        }
        return Listing.of("sas", rows)
                .head("section", Kind.TEXT)
                .head("field", Kind.TEXT)
                .head("address", Kind.ADDRESS)
                .head("size", Kind.BYTES)
                .head("value", Kind.ADDRESS)
                .head("meaning", Kind.TEXT);
    }

    private Listing arena(List<ArenaRecord> arenas) {
        StructureText text = new StructureText(kernel, space);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ArenaRecord arena : arenas) {
            Optional<ObjectRecord> object = kernel.object(arena.object());
            boolean memory = (arena.flags() & ArenaRecord.TYPE) == 0;
            rows.add(
                    new @Nullable Object[] {
                        (long) arena.handle(),
                        arena.address(),
                        arena.start(),
                        arena.pages(),
                        (long) arena.flags(),
                        text.meaning("arena", arena.flags()),
                        (long) arena.next(),
                        (long) arena.previous(),
                        (long) arena.object(),
                        (long) arena.alias(),
                        memory ? (long) arena.context() : null,
                        memory && object.isPresent() ? kernel.objectName(object.get()) : null
                    });
        }
        return Listing.of("arena", rows)
                .head("har", Kind.ADDRESS)
                .head("par", Kind.ADDRESS)
                .head("va", Kind.ADDRESS)
                .head("cpg", Kind.ADDRESS)
                .head("flags", Kind.ADDRESS)
                .head("meaning", Kind.TEXT)
                .head("next", Kind.ADDRESS)
                .head("prev", Kind.ADDRESS)
                .head("hob", Kind.ADDRESS)
                .head("hal", Kind.ADDRESS)
                .head("context", Kind.ADDRESS)
                .head("owner", Kind.TEXT);
    }

    private Listing object(List<ObjectRecord> objects) {
        StructureText text = new StructureText(kernel, space);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ObjectRecord object : objects) {
            rows.add(
                    new @Nullable Object[] {
                        (long) object.handle(),
                        object.isPseudo() ? null : (long) object.arena(),
                        object.isPseudo() ? null : (long) object.next(),
                        object.isPseudo() ? object.address() : null,
                        (long) object.flags(),
                        text.meaning("object", object.flags()),
                        (long) object.owner(),
                        (long) object.requester(),
                        (long) object.longLocks(),
                        (long) object.shortLocks(),
                        kernel.objectName(object)
                    });
        }
        return Listing.of("object", rows)
                .head("hob", Kind.ADDRESS)
                .head("har", Kind.ADDRESS)
                .head("hobnxt", Kind.ADDRESS)
                .head("va", Kind.ADDRESS)
                .head("flags", Kind.ADDRESS)
                .head("meaning", Kind.TEXT)
                .head("own", Kind.ADDRESS)
                .head("hmte", Kind.ADDRESS)
                .head("long_locks", Kind.NUMBER)
                .head("short_locks", Kind.NUMBER)
                .head("owner", Kind.TEXT);
    }

    private Listing module() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (LoadedModule module : kernel.modules()) {
            rows.add(moduleRow(module, null));
            module.segments().forEach(segment -> rows.add(moduleRow(module, segment)));
        }
        return Listing.of("module", rows)
                .head("hmte", Kind.ADDRESS)
                .head("pmte", Kind.ADDRESS)
                .head("flags", Kind.ADDRESS)
                .head("path", Kind.TEXT)
                .head("kind", Kind.TEXT)
                .head("segment", Kind.NUMBER)
                .head("base", Kind.ADDRESS)
                .head("size", Kind.BYTES)
                .head("hob", Kind.ADDRESS)
                .head("selector", Kind.ADDRESS);
    }

    private static @Nullable Object[] moduleRow(
            LoadedModule module, LoadedModule.@Nullable Segment segment) {
        return new @Nullable Object[] {
            (long) module.handle(),
            module.address(),
            segment == null ? module.flags() : segment.flags(),
            module.path(),
            segment == null ? module.kind() : "segment",
            segment == null ? null : (long) segment.number(),
            segment == null ? null : segment.base(),
            segment == null ? null : segment.size(),
            segment == null ? null : (long) segment.object(),
            segment == null ? null : (long) segment.selector()
        };
    }

    private Listing process() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Tasks.Task task : tasks) {
            List<KernelThread> own =
                    kernel.threads().stream().filter(t -> t.ptda() == task.ptda()).toList();
            rows.add(
                    new @Nullable Object[] {
                        (long) task.pid(),
                        (long) task.parent(),
                        task.ptda(),
                        (long) task.handle(),
                        (long) task.module(),
                        task.localTable(),
                        (long) own.size(),
                        own.isEmpty() ? null : own.getFirst().name()
                    });
        }
        return Listing.of("process", rows)
                .head("pid", Kind.NUMBER)
                .head("parent_pid", Kind.NUMBER)
                .head("ptda", Kind.ADDRESS)
                .head("hptda", Kind.ADDRESS)
                .head("hmte", Kind.ADDRESS)
                .head("ldt", Kind.ADDRESS)
                .head("thread_count", Kind.COUNT)
                .head("name", Kind.TEXT);
    }

    private Listing thread() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (KernelThread thread : kernel.threads()) {
            rows.add(
                    new @Nullable Object[] {
                        (long) thread.slot(),
                        (long) thread.pid(),
                        (long) thread.parentPid(),
                        (long) thread.ordinal(),
                        thread.state(),
                        (long) thread.priority(),
                        thread.tsd(),
                        thread.ptda(),
                        thread.tcb(),
                        thread.name()
                    });
        }
        return Listing.of("thread", rows)
                .head("slot", Kind.ADDRESS)
                .head("pid", Kind.NUMBER)
                .head("parent_pid", Kind.NUMBER)
                .head("tid", Kind.NUMBER)
                .head("state", Kind.TEXT)
                .head("priority", Kind.ADDRESS)
                .head("tsd", Kind.ADDRESS)
                .head("ptda", Kind.ADDRESS)
                .head("tcb", Kind.ADDRESS)
                .head("name", Kind.TEXT);
    }

    private Listing blocked() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (KernelThread thread : kernel.threads()) {
            BlockId.of(thread, kernel)
                    .ifPresent(
                            id ->
                                    rows.add(
                                            new @Nullable Object[] {
                                                (long) thread.slot(),
                                                (long) thread.pid(),
                                                thread.name(),
                                                id.value(),
                                                id.kind(),
                                                id.text() + place(id),
                                                id.address().isPresent()
                                                        ? id.address().getAsLong()
                                                        : null
                                            }));
        }
        return Listing.of("blocked", rows)
                .head("slot", Kind.ADDRESS)
                .head("pid", Kind.NUMBER)
                .head("name", Kind.TEXT)
                .head("block_id", Kind.ADDRESS)
                .head("kind", Kind.TEXT)
                .head("meaning", Kind.TEXT)
                .head("address", Kind.ADDRESS);
    }

    /** The object in which a thing lies, and the owner of its block when it is the whole block. */
    private String place(BlockId id) {
        if (id.address().isEmpty()) {
            return "";
        }
        long address = id.address().getAsLong();
        String object =
                kernel.arenasAt(address).stream()
                        .flatMap(arena -> kernel.object(arena.object()).stream())
                        .map(kernel::objectName)
                        .findFirst()
                        .orElse("");
        if (object.isEmpty()) {
            return "";
        }
        MemoryCursor cursor = space.cursor();
        int owner =
                cursor.seek(address - Integer.BYTES, Integer.BYTES)
                        ? (int) (cursor.u32(0) >>> Short.SIZE)
                        : 0;
        return ", in "
                + object
                + (SystemOwners.isSystemOwner(owner)
                        ? ", block of " + kernel.ownerName(owner)
                        : "");
    }

    private Listing selector() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        kernel.selectors().forEach(selector -> rows.add(selectorRow(selector, null)));
        for (Local local : locals) {
            local.selectors()
                    .forEach(selector -> rows.add(selectorRow(selector, (long) local.pid())));
        }
        return Listing.of("selector", rows)
                .head("selector", Kind.ADDRESS)
                .head("pid", Kind.NUMBER)
                .head("type", Kind.TEXT)
                .head("base", Kind.ADDRESS)
                .head("limit", Kind.ADDRESS)
                .head("segment", Kind.TEXT);
    }

    private @Nullable Object[] selectorRow(DumpSelector selector, @Nullable Long pid) {
        Optional<String> segment = kernel.segmentName(selector.selector());
        return new @Nullable Object[] {
            (long) selector.selector(),
            pid,
            selector.type(),
            selector.base(),
            selector.limit(),
            segment.isPresent() ? segment.get() : null
        };
    }
}
