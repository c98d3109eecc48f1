package org.cairn.ui.internal.heaps;

import org.cairn.analysis.Overview.HeapSum;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Addresses;
import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.heaps.HeapTree.HeapNode;
import org.cairn.ui.internal.heaps.HeapTree.MoreSegments;
import org.cairn.ui.internal.heaps.HeapTree.ProcessNode;
import org.cairn.ui.internal.heaps.HeapTree.SegmentNode;
import org.cairn.ui.internal.look.Numbers;
import org.eclipse.jface.viewers.StyledString;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** The columns of the tree of heaps. */
enum HeapColumn {
    /** What it is. */
    NAME("Heap", 265, false) {
        @Override
        StyledString text(Object element) {
            return switch (element) {
                case HeapTree dump -> named(DumpSession.nameOf(dump.file()), "");
                case ProcessNode process -> named(process.name(), process.id());
                case HeapNode heap -> heap(heap);
                case SegmentNode segment ->
                        named(Addresses.hex(segment.range().address()), segment.kind());
                case MoreSegments _ -> named("more segments", "not shown");
                default -> new StyledString(String.valueOf(element));
            };
        }
    },
    /** Bytes in busy blocks. */
    BUSY("Busy", 74, true) {
        @Override
        StyledString text(Object element) {
            return amount(element, sum -> sum.busy().bytes(), Numbers::size);
        }
    },
    /** Number of busy blocks. */
    BLOCKS("Blocks", 70, true) {
        @Override
        StyledString text(Object element) {
            return amount(element, sum -> sum.busy().count(), Numbers::grouped);
        }
    },
    /** Bytes in free blocks. */
    FREE("Free", 74, true) {
        @Override
        StyledString text(Object element) {
            return amount(element, sum -> sum.free().bytes(), Numbers::size);
        }
    },
    /** Reserved bytes. */
    RESERVED("Reserved", 80, true) {
        @Override
        StyledString text(Object element) {
            return element instanceof SegmentNode segment
                    ? new StyledString(Numbers.size(segment.range().size()))
                    : amount(element, HeapSum::reserved, Numbers::size);
        }
    };

    private final String title;
    private final int width;
    private final boolean number;

    HeapColumn(String title, int width, boolean number) {
        this.title = title;
        this.width = width;
        this.number = number;
    }

    String title() {
        return title;
    }

    int width() {
        return width;
    }

    boolean isNumber() {
        return number;
    }

    abstract StyledString text(Object element);

    private static StyledString named(String name, String more) {
        StyledString text = new StyledString(name);
        if (!more.isEmpty()) {
            text.append("  " + more, StyledString.QUALIFIER_STYLER);
        }
        return text;
    }

    private static StyledString heap(HeapNode heap) {
        String name = heap.root().name();
        StyledString text =
                named(
                        Addresses.hex(heap.root().address()),
                        name.isEmpty() ? heap.root().kind() : name);
        if (heap.root().status() != Status.PRESENT) {
            text.append("  " + heap.root().status().label(), StyledString.DECORATIONS_STYLER);
        }
        long anomalies = heap.sums().map(HeapSum::anomalies).orElse(0L);
        if (anomalies > 0) {
            text.append(
                    "  " + Numbers.counted(anomalies, "anomaly", "anomalies"),
                    StyledString.COUNTER_STYLER);
        }
        return text;
    }

    private static StyledString amount(
            Object element, ToLongFunction<HeapSum> value, LongFunction<String> form) {
        Optional<HeapSum> sums = element instanceof HeapNode heap ? heap.sums() : Optional.empty();
        return new StyledString(sums.map(known -> form.apply(value.applyAsLong(known))).orElse(""));
    }
}
