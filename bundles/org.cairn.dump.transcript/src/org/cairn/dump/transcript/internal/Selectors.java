package org.cairn.dump.transcript.internal;

import org.cairn.dump.DumpSelector;
import org.eclipse.jdt.annotation.Nullable;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The segment descriptors in a text. A selector of a local table stands for another segment in each
 * process, so the description that comes last before a line counts; a line before all descriptions
 * uses the first.
 */
final class Selectors {
    /** As many descriptors as there are selectors; more are not kept. */
    private static final int MOST = 1 << 16;

    private final Set<DumpSelector> all = new LinkedHashSet<>();
    private final Map<Integer, DumpSelector> current = new HashMap<>();

    /** Takes a descriptor on the first way through the text. */
    void collect(DumpSelector selector) {
        if (all.size() < MOST && all.add(selector)) {
            current.putIfAbsent(selector.selector(), selector);
        }
    }

    /** Takes a descriptor on the second way through the text. */
    void meet(DumpSelector selector) {
        current.put(selector.selector(), selector);
    }

    /** The descriptor that counts now. */
    @Nullable
    DumpSelector find(int selector) {
        return current.get(selector & ~DumpSelector.PRIVILEGE);
    }

    List<DumpSelector> all() {
        return List.copyOf(all);
    }
}
