package org.cairn.system.os2.internal;

import org.cairn.dump.DumpSelector;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.WrittenAddress;
import org.cairn.system.Listing;
import org.cairn.system.Listings;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.Os2Kernel;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the commands of the OS/2 debuggers list, by the names of these lists. */
public final class KernelListings implements Listings {
    private static final int PAGE_SHIFT = 12;

    private final Os2Kernel kernel;
    private final KernelLayouts layouts;
    private final StructureLists structures;
    private final MemoryLists memory;
    private final PageLists pages;
    private final TaskLists task;
    private final Map<String, @Nullable Supplier<Listing>> lists = new LinkedHashMap<>();

    /**
     * Prepares the lists.
     *
     * @param kernel what is known
     * @param space the kernel's memory
     * @param anchor what is known of the anchor segment
     * @param tasks the processes
     * @param locals the local descriptors of the processes
     * @param records of page frames and virtual pages
     * @param layouts of the structures that can be shown
     */
    KernelListings(
            Os2Kernel kernel,
            AddressSpace space,
            List<Sas.Value> anchor,
            List<Tasks.Task> tasks,
            List<ModuleLists.Local> locals,
            PageRecords records,
            KernelLayouts layouts) {
        this.kernel = kernel;
        this.layouts = layouts;
        structures = new StructureLists(kernel, space, layouts);
        memory = new MemoryLists(kernel, space);
        pages = new PageLists(kernel, records, space);
        task = new TaskLists(kernel, space, tasks, layouts);
        ModuleLists module = new ModuleLists(kernel, locals);
        lists.put("sas", () -> structures.anchor(anchor));
        lists.put("arena", memory::arenas);
        lists.put("object", memory::objects);
        lists.put("context", memory::contexts);
        lists.put("alias", memory::aliases);
        lists.put("frame", pages::frames);
        lists.put("page", pages::pages);
        lists.put("module", module::modules);
        lists.put("process", task::processes);
        lists.put("thread", task::threads);
        lists.put("blocked", task::blocked);
        lists.put("selector", module::selectors);
    }

    @Override
    public List<String> names() {
        return List.copyOf(lists.keySet());
    }

    @Override
    public Listing list(String name) {
        Supplier<Listing> list = lists.get(name);
        if (list == null) {
            throw new IllegalArgumentException("no list " + name);
        }
        return list.get();
    }

    /**
     * A handle or number; else the records of an address, as the commands of the debuggers take it.
     */
    @Override
    public Listing list(String name, WrittenAddress key) {
        Listing all = list(name);
        return switch (key) {
            case WrittenAddress.Linear number -> {
                Listing found = all.only(number.address());
                if (found.rows().isEmpty() && name.equals("object")) {
                    found = memory.systemObject(number.address());
                }
                yield found.rows().isEmpty() ? at(all, number.address()) : found;
            }
            case WrittenAddress.Segmented far when name.equals("selector") ->
                    all.only(far.selector() & ~DumpSelector.PRIVILEGE);
            case WrittenAddress.Segmented far ->
                    kernel.selector(far.selector())
                            .map(selector -> at(all, selector.base() + far.offset()))
                            .orElseGet(all::none);
            case WrittenAddress.Physical physical when name.equals("frame") ->
                    all.only(physical.address() >>> PAGE_SHIFT);
            case WrittenAddress.Physical _ -> all.none();
        };
    }

    private Listing at(Listing all, long address) {
        return at(address).stream()
                .filter(list -> list.name().equals(all.name()))
                .findFirst()
                .orElseGet(all::none);
    }

    @Override
    public List<Listing> at(long address) {
        List<ArenaRecord> arenas = kernel.arenasAt(address);
        List<Listing> all = new ArrayList<>(memory.of(arenas));
        all.addAll(pages.at(address, arenas));
        Listing waits = task.blockedOn(address);
        if (!waits.rows().isEmpty()) {
            all.add(waits);
        }
        return all;
    }

    @Override
    public List<String> structures() {
        return layouts.names();
    }

    @Override
    public Listing structure(String name, long address) {
        return structures.structure(name, address);
    }
}
