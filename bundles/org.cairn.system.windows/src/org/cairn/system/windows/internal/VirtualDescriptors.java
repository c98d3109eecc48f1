package org.cairn.system.windows.internal;

import org.cairn.dump.DumpRegion;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the tree of virtual address descriptors of a process ({@code _EPROCESS.VadRoot}): what each
 * range of its addresses is for.
 */
final class VirtualDescriptors {
    private static final String FLAGS = "_MMVAD_FLAGS";
    private static final int MAX_NODES = 1 << 18;
    private static final int PAGE_SHIFT = 12;

    /** {@code _MMVAD_FLAGS.VadType} of an image. */
    private static final int IMAGE_MAP = 2;

    /** The lower bits of {@code Protection}; the others are for caching and guard pages. */
    private static final int PROTECTION = 7;

    private static final List<String> PROTECTIONS =
            List.of("---", "r--", "--x", "r-x", "rw-", "rwc", "rwx", "rwx");

    private final Kernel kernel;
    private final Values values;
    private final MemoryCursor cursor;
    private final int pointer;
    private final Optional<Structure> node;
    private final Optional<Structure> flags;

    /**
     * Prepares for a kernel.
     *
     * @param catalog has the descriptors of Windows, which are those of ReactOS, where the kernel's
     *     own table has none
     */
    VirtualDescriptors(Kernel kernel, TypeCatalog catalog) {
        this.kernel = kernel;
        this.values = new Values(kernel.space());
        this.cursor = kernel.space().cursor();
        this.pointer = kernel.pointerSize();
        TypeTable table =
                Stream.concat(
                                Stream.of(kernel.types().table()),
                                catalog
                                        .candidates(
                                                SystemClaim.WINDOWS,
                                                kernel.build(),
                                                kernel.architecture())
                                        .stream())
                        .filter(each -> each.find(FLAGS).isPresent())
                        .findFirst()
                        .orElse(kernel.types().table());
        this.node = table.find("_MMVAD_SHORT");
        this.flags = table.find(FLAGS);
    }

    /** The ranges by ascending address; empty when the layouts or the tree are not there. */
    List<DumpRegion> of(ProcessObject process) {
        List<DumpRegion> regions = new ArrayList<>();
        Optional<Field> root = kernel.types().process().find("VadRoot");
        if (node.isEmpty() || flags.isEmpty() || root.isEmpty()) {
            return regions;
        }
        Deque<Long> open = new ArrayDeque<>();
        Set<Long> seen = new HashSet<>();
        open.add(first(process.address(), root.get()));
        while (!open.isEmpty() && seen.size() < MAX_NODES) {
            long address = open.pop();
            if (address == 0 || !seen.add(address) || !cursor.seek(address, node.get().size())) {
                continue;
            }
            region(address).ifPresent(regions::add);
            open.push(child(address, true));
            open.push(child(address, false));
        }
        regions.sort(Comparator.comparing(DumpRegion::start, Long::compareUnsigned));
        return regions;
    }

    /**
     * The first node: behind a pointer (XP, and since 8.1 as {@code _RTL_AVL_TREE}); from 2003 to 8
     * the right child of a node inside of {@code _MM_AVL_TABLE}.
     */
    private long first(long process, Field root) {
        int offset = root.type().startsWith("_MM_AVL_TABLE") ? 2 * pointer : 0;
        return values.integer(process + root.offset() + offset, pointer);
    }

    /** Nodes have named children, or begin with a node of a tree: parent first before 8.1. */
    private long child(long address, boolean left) {
        Optional<Field> named = node.get().find(left ? "LeftChild" : "RightChild");
        if (named.isPresent()) {
            return values.get(address, named.get());
        }
        boolean balanced =
                node.get()
                        .find("VadNode")
                        .filter(field -> field.type().startsWith("_RTL_BALANCED_NODE"))
                        .isPresent();
        int offset = (balanced ? 0 : pointer) + (left ? 0 : pointer);
        return values.integer(address + offset, pointer);
    }

    private Optional<DumpRegion> region(long address) {
        long start = page(address, "StartingVpn") << PAGE_SHIFT;
        long last = (page(address, "EndingVpn") + 1 << PAGE_SHIFT) - 1;
        Optional<Field> unit = node.get().find("u");
        if (unit.isEmpty() || Long.compareUnsigned(start, last) > 0) {
            return Optional.empty();
        }
        long at = address + unit.get().offset();
        boolean image = flag(at, "ImageMap") != 0 || flag(at, "VadType") == IMAGE_MAP;
        boolean isPrivate = flag(at, "PrivateMemory") != 0;
        int protection = (int) flag(at, "Protection") & PROTECTION;
        String state = isPrivate && flag(at, "MemCommit") == 0 ? "" : "commit";
        String kind = image ? "image" : isPrivate ? "private" : "mapped";
        return Optional.of(
                new DumpRegion(start, last, start, state, PROTECTIONS.get(protection), kind));
    }

    private long page(long address, String field) {
        long low = values.get(address, node.get().field(field));
        long high =
                node.get().find(field + "High").map(more -> values.get(address, more)).orElse(0L);
        return low | high << Integer.SIZE;
    }

    private long flag(long at, String name) {
        return flags.get()
                .find(name)
                .filter(field -> cursor.seek(at, flags.get().size()))
                .map(field -> field.get(cursor))
                .orElse(0L);
    }
}
