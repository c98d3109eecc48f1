package org.cairn.ui.internal.look;

import org.cairn.heap.HeapRoot.Status;

import java.util.ArrayList;
import java.util.List;

/** Says what is missing in an answer. */
public final class Incomplete {
    /** In the order in which they are said. */
    public static final List<Status> NOT_ALL_THERE =
            List.of(Status.ABSENT, Status.PARTIAL, Status.FOREIGN);

    private Incomplete() {}

    /**
     * What of the heaps is missing.
     *
     * @param statuses one for each heap
     * @return such as {@code 6 of 9 heaps are absent, 1 is partial}; empty when all are there
     */
    public static String heaps(List<Status> statuses) {
        List<String> parts = new ArrayList<>();
        for (Status status : NOT_ALL_THERE) {
            long count = statuses.stream().filter(each -> each == status).count();
            if (count > 0) {
                String of =
                        parts.isEmpty()
                                ? " of " + Numbers.counted(statuses.size(), "heap", "heaps")
                                : "";
                parts.add(
                        Numbers.grouped(count)
                                + of
                                + (count == 1 ? " is " : " are ")
                                + status.label());
            }
        }
        return String.join(", ", parts);
    }
}
