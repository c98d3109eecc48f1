package org.cairn.ui.internal.details;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Block;
import org.cairn.store.Store;
import org.cairn.store.StoredHeap;
import org.cairn.ui.BlockDetails;
import org.cairn.ui.internal.parts.Part;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What one plug-in tells of blocks. Used on background threads. */
final class ContributedDetails {
    private static final String HEAP_KIND = "heapKind";

    private final Part<BlockDetails> part;
    private @Nullable BlockDetails details;

    ContributedDetails(Part<BlockDetails> part) {
        this.part = part;
    }

    /** The sections; a part that throws becomes a section that names it. */
    List<Section> of(Block block, Analysis analysis, Store store, Progress progress)
            throws IOException {
        StoredHeap heap = store.heaps().get(block.heapId() - 1);
        if (part.attribute(HEAP_KIND)
                .filter(kind -> !kind.equals(heap.root().kind()))
                .isPresent()) {
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        try {
            for (Table table :
                    details()
                            .of(
                                    block,
                                    heap,
                                    analysis.system().processes().get(heap.processId() - 1),
                                    progress)) {
                sections.add(TableSections.of(table));
            }
        } catch (CancelledException cancelled) {
            throw cancelled;
        } catch (IOException untold) {
            sections.add(Section.saying(part.name(), String.valueOf(untold.getMessage())));
        } catch (CoreException | RuntimeException | Error failure) {
            sections.add(Section.saying(part.name(), part.failed(failure)));
        }
        return sections;
    }

    private synchronized BlockDetails details() throws CoreException {
        BlockDetails known = details;
        if (known == null) {
            known = part.create();
            details = known;
        }
        return known;
    }
}
