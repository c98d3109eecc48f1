package org.cairn.memory;

import java.util.HashMap;
import java.util.Map;

/** Counts how often an enumeration enters each table on each level. */
final class Visits {
    private final Map<Long, Integer> counts = new HashMap<>();

    /** Whether a table may be entered once more. */
    boolean enter(long table, int level) {
        return counts.merge(table | level, 1, Integer::sum) <= TranslatedMemory.MAX_VISITS;
    }
}
