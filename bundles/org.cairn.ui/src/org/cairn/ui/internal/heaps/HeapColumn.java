package org.cairn.ui.internal.heaps;

import org.cairn.analysis.Overview.HeapSum;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Addresses;
import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.heaps.HeapTree.HeapNode;
import org.cairn.ui.internal.heaps.HeapTree.MoreSegments;
import org.cairn.ui.internal.heaps.HeapTree.ProcessNode;
import org.cairn.ui.internal.heaps.HeapTree.SegmentNode;
import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.internal.look.Shade;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jface.viewers.StyledString;
import org.eclipse.jface.viewers.StyledString.Styler;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.TextStyle;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** The columns of the tree of heaps. */
enum HeapColumn {
    /** What it is. */
    NAME("Heap", "0x1c9785d0000  process heap", false) {
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
    BUSY("Busy", "999.9 KiB", true) {
        @Override
        StyledString text(Object element) {
            return amount(element, sum -> sum.busy().bytes(), Numbers::size);
        }
    },
    /** Number of busy blocks. */
    BLOCKS("Blocks", "999,999", true) {
        @Override
        StyledString text(Object element) {
            return amount(element, sum -> sum.busy().count(), Numbers::grouped);
        }
    },
    /** Bytes in free blocks. */
    FREE("Free", "999.9 KiB", true) {
        @Override
        StyledString text(Object element) {
            return amount(element, sum -> sum.free().bytes(), Numbers::size);
        }
    },
    /** Reserved bytes. */
    RESERVED("Reserved", "1020.0 KiB", true) {
        @Override
        StyledString text(Object element) {
            return element instanceof SegmentNode segment
                    ? new StyledString(Numbers.size(segment.range().size()))
                    : amount(element, HeapSum::reserved, Numbers::size);
        }
    },
    /** What contradicts the format. */
    ANOMALIES("Anomalies", "999,999", true) {
        @Override
        StyledString text(Object element) {
            return amount(
                    element,
                    HeapSum::anomalies,
                    anomalies -> anomalies == 0 ? "" : Numbers.grouped(anomalies));
        }
    };

    /** As addresses of broken blocks look in tables. */
    private static final Styler WRONG =
            new Styler() {
                @Override
                @NonNullByDefault({})
                public void applyStyles(TextStyle style) {
                    style.foreground = Look.ofWorkbench().color(Shade.ERROR);
                }
            };

    private static final int PADDING = 14;

    /** What is before the name of a heap: three levels and a picture. */
    private static final int INDENT = 66;

    private final String title;
    private final String widest;
    private final boolean number;

    HeapColumn(String title, String widest, boolean number) {
        this.title = title;
        this.widest = widest;
        this.number = number;
    }

    String title() {
        return title;
    }

    /** The width at first, in pixels, with room for a text of the usual kind and for the title. */
    int width(GC gc) {
        int text = Math.max(gc.textExtent(widest).x, gc.textExtent(title).x);
        return text + PADDING + (number ? 0 : INDENT);
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
        StyledString text = new StyledString(Addresses.hex(heap.root().address()));
        if (heap.sums().map(HeapSum::anomalies).orElse(0L) > 0) {
            text.setStyle(0, text.length(), WRONG);
        }
        text.append(
                "  " + (name.isEmpty() ? heap.root().kind() : name), StyledString.QUALIFIER_STYLER);
        if (heap.root().status() != Status.PRESENT) {
            text.append("  " + heap.root().status().label(), StyledString.DECORATIONS_STYLER);
        }
        return text;
    }

    private static StyledString amount(
            Object element, ToLongFunction<HeapSum> value, LongFunction<String> form) {
        Optional<HeapSum> sums = element instanceof HeapNode heap ? heap.sums() : Optional.empty();
        return new StyledString(sums.map(known -> form.apply(value.applyAsLong(known))).orElse(""));
    }
}
