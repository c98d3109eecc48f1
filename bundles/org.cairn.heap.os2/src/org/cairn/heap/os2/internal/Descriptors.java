package org.cairn.heap.os2.internal;

import org.cairn.dump.DumpSelector;
import org.eclipse.jdt.annotation.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Segment descriptors by selector and by base. */
final class Descriptors {
    private final Map<Integer, DumpSelector> bySelector = new HashMap<>();
    private final Map<Long, DumpSelector> byBase = new HashMap<>();

    Descriptors(List<DumpSelector> selectors) {
        for (DumpSelector selector : selectors) {
            bySelector.putIfAbsent(selector.selector(), selector);
            if (selector.base() != 0) {
                byBase.putIfAbsent(selector.base(), selector);
            }
        }
    }

    boolean isEmpty() {
        return bySelector.isEmpty();
    }

    @Nullable
    DumpSelector find(int selector) {
        return bySelector.get(selector & ~DumpSelector.PRIVILEGE);
    }

    @Nullable
    DumpSelector atBase(long base) {
        return byBase.get(base);
    }
}
