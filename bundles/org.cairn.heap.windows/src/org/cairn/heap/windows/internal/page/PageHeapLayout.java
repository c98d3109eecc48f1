package org.cairn.heap.windows.internal.page;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.windows.internal.stack.TraceFields;
import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a walk needs to know of a version of the page heap. From Vista on to 11 the
 * structures are the same but for the pointer size: busy nodes form a tree. Before, all nodes are
 * in lists.
 *
 * @param name of the table that it comes from
 * @param pointerSize 4 or 8 bytes
 * @param root {@code _DPH_HEAP_ROOT}
 * @param node {@code _DPH_HEAP_BLOCK}
 * @param tree {@code _RTL_BALANCED_LINKS}, or {@link TreeFields#NONE}
 * @param information {@code _DPH_BLOCK_INFORMATION}
 */
record PageHeapLayout(
        String name,
        int pointerSize,
        RootFields root,
        NodeFields node,
        TreeFields tree,
        InformationFields information) {
    /** The size of a page. */
    static final int PAGE = 0x1000;

    private static final String ROOT = "_DPH_HEAP_ROOT";
    private static final int VISTA = 6000;

    /** Whether busy nodes form a tree. */
    boolean hasTree() {
        return !tree.equals(TreeFields.NONE);
    }

    Architecture architecture() {
        return pointerSize == Integer.BYTES ? Architecture.X86 : Architecture.X64;
    }

    /**
     * The layouts that a page heap of an architecture may have.
     *
     * @param context its process
     * @param architecture of the heap
     * @return the likeliest for the claimed build first
     */
    static List<PageHeapLayout> candidates(DecodeContext context, Architecture architecture) {
        List<PageHeapLayout> layouts = new ArrayList<>();
        TraceFields.table(context, architecture, ROOT).ifPresent(table -> layouts.add(bind(table)));
        if (architecture == Architecture.X86) {
            int build = context.system().build();
            layouts.add(build != 0 && build < VISTA ? 0 : layouts.size(), XpPageHeap.LAYOUT);
        }
        return layouts;
    }

    private static PageHeapLayout bind(TypeTable table) {
        Structure links = table.structure("_RTL_BALANCED_LINKS");
        return new PageHeapLayout(
                table.id().name(),
                table.id().architecture().pointerSize(),
                RootFields.bind(table),
                NodeFields.bind(table.structure("_DPH_HEAP_BLOCK")),
                TreeFields.bind(links),
                InformationFields.bind(table.structure("_DPH_BLOCK_INFORMATION")));
    }
}
