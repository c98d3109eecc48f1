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
 * @param doubt what of it is inferred, to be said of each heap that is read by it, or empty
 */
record PageHeapLayout(
        String name,
        int pointerSize,
        RootFields root,
        NodeFields node,
        TreeFields tree,
        InformationFields information,
        String doubt) {
    /** The size of a page. */
    static final int PAGE = 0x1000;

    private static final String ROOT = "_DPH_HEAP_ROOT";
    private static final String NODE = "_DPH_HEAP_BLOCK";
    private static final String INFORMATION = "_DPH_BLOCK_INFORMATION";
    private static final String TABLE = "_RTL_AVL_TABLE";
    private static final String LINKS = "_RTL_BALANCED_LINKS";
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
        TraceFields.table(context, architecture, ROOT, NODE, INFORMATION, TABLE, LINKS)
                .ifPresent(table -> layouts.add(bind(table)));
        if (architecture != Architecture.ARM64) {
            int build = context.system().build();
            layouts.add(
                    build != 0 && build < VISTA ? 0 : layouts.size(),
                    XpPageHeap.layout(architecture));
        }
        return layouts;
    }

    private static PageHeapLayout bind(TypeTable table) {
        Structure links = table.structure(LINKS);
        return new PageHeapLayout(
                table.id().name(),
                table.id().architecture().pointerSize(),
                RootFields.bind(table),
                NodeFields.bind(table.structure(NODE)),
                TreeFields.bind(links),
                InformationFields.bind(table.structure(INFORMATION)),
                "");
    }
}
