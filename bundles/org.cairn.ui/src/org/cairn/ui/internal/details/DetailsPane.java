package org.cairn.ui.internal.details;

import org.cairn.ui.internal.details.Cell.Tone;
import org.cairn.ui.internal.details.Document.Line;
import org.cairn.ui.internal.details.Document.Span;
import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import java.util.List;
import java.util.function.Consumer;

/** Shows sections as one text that can be selected, with links that keys reach, too. */
final class DetailsPane {
    private static final int MARGIN = 6;
    private static final int BETWEEN_LINES = 2;

    private final StyledText text;
    private final Look look = Look.ofWorkbench();
    private final Consumer<Link> followed;
    private List<Section> sections = List.of();
    private Document document = new Document("", List.of(), List.of());
    private int width;

    /** Makes the control; links are told when they are followed. */
    DetailsPane(Composite parent, Consumer<Link> followed) {
        this.followed = followed;
        text = new StyledText(parent, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL);
        AccessibleName.set(text, "Details");
        Look.keepStylesFrom(text);
        text.setMargins(MARGIN, MARGIN, MARGIN, MARGIN);
        text.setLineSpacing(BETWEEN_LINES);
        text.setAlwaysShowScrollBars(false);
        text.setCaret(null);
        text.addListener(SWT.Resize, _ -> resized());
        text.addListener(SWT.MouseMove, this::pointerMoved);
        text.addListener(SWT.MouseUp, this::clicked);
        text.addListener(SWT.Traverse, this::traverse);
        text.addVerifyKeyListener(
                event -> {
                    Span link = selectedLink();
                    if (event.character == SWT.CR && link != null) {
                        event.doit = false;
                        follow(link);
                    }
                });
        look.follow(text, this::paint);
    }

    StyledText control() {
        return text;
    }

    String selectedText() {
        return text.getSelectionText();
    }

    /** Shows sections from the top. */
    void show(List<Section> next) {
        fill(next, 0);
    }

    /** Shows more of the same, where the text is scrolled to. */
    void update(List<Section> next) {
        fill(next, text.getTopPixel());
    }

    private void fill(List<Section> next, int top) {
        if (!next.equals(sections)) {
            sections = next;
            layOut();
        }
        text.setTopPixel(top);
    }

    private void paint() {
        text.setFont(look.text());
        text.setBackground(look.color(Shade.BACKGROUND));
        text.setForeground(look.color(Shade.TEXT));
        layOut();
    }

    private void resized() {
        int now = text.getClientArea().width;
        if (now != width) {
            int top = text.getTopPixel();
            layOut();
            text.setTopPixel(top);
        }
    }

    private void layOut() {
        width = text.getClientArea().width;
        GC gc = new GC(text);
        try {
            document =
                    DocumentLayout.of(
                            sections,
                            (words, tone) -> {
                                gc.setFont(font(tone));
                                return gc.textExtent(words).x;
                            },
                            Math.max(0, width - 2 * MARGIN));
        } finally {
            gc.dispose();
        }
        text.setRedraw(false);
        try {
            text.setText(document.text());
            text.setStyleRanges(
                    document.spans().stream().map(this::style).toArray(StyleRange[]::new));
            for (int i = 0; i < document.lines().size(); i++) {
                Line line = document.lines().get(i);
                text.setLineTabStops(
                        i, 1, line.stops().stream().mapToInt(Integer::intValue).toArray());
                text.setLineWrapIndent(i, 1, line.indent());
                if (line.title()) {
                    text.setLineBackground(i, 1, look.color(Shade.HEADER));
                }
            }
        } finally {
            text.setRedraw(true);
        }
    }

    private Font font(Tone tone) {
        return tone == Tone.FIXED ? look.fixed() : look.text();
    }

    private StyleRange style(Span span) {
        StyleRange style = new StyleRange();
        style.start = span.start();
        style.length = span.length();
        style.foreground = color(span);
        if (span.title()) {
            style.fontStyle = SWT.BOLD;
        } else if (span.tone() == Tone.FIXED) {
            style.font = look.fixed();
        }
        if (span.link() != null) {
            style.underline = true;
            style.underlineStyle = SWT.UNDERLINE_LINK;
        }
        return style;
    }

    private Color color(Span span) {
        if (span.link() != null) {
            return text.getDisplay().getSystemColor(SWT.COLOR_LINK_FOREGROUND);
        }
        return look.color(
                span.title()
                        ? Shade.HEADER_TEXT
                        : switch (span.tone()) {
                            case PLAIN, FIXED -> Shade.TEXT;
                            case MUTED -> Shade.MUTED;
                            case WARNING -> Shade.WARNING;
                            case ERROR -> Shade.ERROR;
                        });
    }

    private @Nullable Span linkAt(int offset) {
        for (Span span : document.spans()) {
            if (span.link() != null && span.start() <= offset && offset < span.end()) {
                return span;
            }
        }
        return null;
    }

    private @Nullable Span linkUnder(Event event) {
        int offset = text.getOffsetAtPoint(new Point(event.x, event.y));
        return offset < 0 ? null : linkAt(offset);
    }

    private @Nullable Span selectedLink() {
        Point selected = text.getSelection();
        Span link = linkAt(selected.x);
        return link != null && link.end() == selected.y ? link : null;
    }

    private void pointerMoved(Event event) {
        text.setCursor(
                linkUnder(event) == null
                        ? null
                        : text.getDisplay().getSystemCursor(SWT.CURSOR_HAND));
    }

    private void clicked(Event event) {
        Span link = linkUnder(event);
        if (event.button == 1 && link != null && text.getSelectionCount() == 0) {
            follow(link);
        }
    }

    /** From link to link, and out of the control behind the last one. */
    private void traverse(Event event) {
        Span to =
                switch (event.detail) {
                    case SWT.TRAVERSE_TAB_NEXT -> nextLink();
                    case SWT.TRAVERSE_TAB_PREVIOUS -> previousLink();
                    default -> null;
                };
        if (to != null) {
            text.setSelection(to.start(), to.end());
            text.showSelection();
            event.doit = false;
            event.detail = SWT.TRAVERSE_NONE;
        }
    }

    private @Nullable Span nextLink() {
        int from = selectedLink() == null ? text.getSelection().x : text.getSelection().y;
        for (Span span : document.spans()) {
            if (span.link() != null && span.start() >= from) {
                return span;
            }
        }
        return null;
    }

    private @Nullable Span previousLink() {
        int from = text.getSelection().x;
        Span last = null;
        for (Span span : document.spans()) {
            if (span.link() != null && span.end() <= from) {
                last = span;
            }
        }
        return last;
    }

    private void follow(Span span) {
        Link link = span.link();
        if (link != null) {
            followed.accept(link);
        }
    }
}
