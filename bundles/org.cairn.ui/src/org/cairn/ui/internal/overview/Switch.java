package org.cairn.ui.internal.overview;

import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.internal.overview.PageLook.Face;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Link;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A line of links of which one is chosen and no link at the moment. */
final class Switch {
    private static final String BETWEEN = "   ";

    private final Link link;
    private List<String> texts = List.of();
    private int chosen;

    Switch(Composite parent, OverviewPage page, String name, IntConsumer action) {
        link = page.look().text(new Link(parent, SWT.NONE), Shade.TEXT, Face.TEXT);
        AccessibleName.set(link, name);
        link.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        link.addListener(
                SWT.Selection,
                event -> {
                    choose(Integer.parseInt(event.text));
                    action.accept(chosen);
                });
    }

    void show(List<String> choices) {
        texts = List.copyOf(choices);
        choose(Math.min(chosen, Math.max(0, texts.size() - 1)));
        ((GridData) link.getLayoutData()).exclude = texts.size() < 2;
        link.setVisible(texts.size() > 1);
    }

    private void choose(int number) {
        chosen = number;
        link.setText(
                IntStream.range(0, texts.size())
                        .mapToObj(
                                i ->
                                        i == chosen
                                                ? texts.get(i)
                                                : "<a href=\"" + i + "\">" + texts.get(i) + "</a>")
                        .collect(Collectors.joining(BETWEEN)));
    }

    int chosen() {
        return chosen;
    }
}
