package org.cairn.ui.internal.overview;

import org.cairn.analysis.Overview;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.internal.overview.PageLook.Face;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

import java.util.Optional;
import java.util.function.Consumer;

/** A part of the overview, titled or not, which fills itself in the background. */
abstract class Section {
    private static final int SPACE_BELOW_TITLE = 6;

    private final OverviewPage page;
    private final Composite area;
    private final Label note;

    Section(Composite parent, OverviewPage page, String title) {
        this.page = page;
        area = page.look().plain(new Composite(parent, SWT.NONE));
        area.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = SPACE_BELOW_TITLE;
        area.setLayout(layout);
        Label heading = page.look().text(new Label(area, SWT.NONE), Shade.TEXT, Face.HEADING);
        heading.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        heading.setText(title);
        visible(heading, !title.isEmpty());
        note = page.look().text(new Label(area, SWT.WRAP), Shade.MUTED, Face.TEXT);
        note.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        note("");
    }

    final OverviewPage page() {
        return page;
    }

    /** Where the section has its contents, below one another. */
    final Composite area() {
        return area;
    }

    /** Shows the present state of the dump; is called when that has changed. */
    abstract void show();

    /** Says below the title what is incomplete, or nothing. */
    final void note(String text) {
        note.setText(text.replace("&", "&&"));
        visible(note, !text.isEmpty());
    }

    /** Shows or hides the whole section. */
    final void visible(boolean isVisible) {
        visible(area, isVisible);
    }

    /** Shows or hides a part; hidden, it takes no room. */
    final void visible(Control part, boolean isVisible) {
        GridData data = (GridData) part.getLayoutData();
        data.exclude = !isVisible;
        part.setVisible(isVisible);
    }

    /** Asks about the blocks, once they are decoded; the section is hidden until then. */
    final void whenDecoded(Consumer<Overview> question) {
        Optional<Overview> overview = page.overview();
        visible(overview.isPresent());
        overview.ifPresent(question);
    }

    /** Says why there is no answer. */
    final void failed(String reason) {
        note(reason);
        page.reflow();
    }
}
