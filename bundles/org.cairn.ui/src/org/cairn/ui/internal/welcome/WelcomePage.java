package org.cairn.ui.internal.welcome;

import org.cairn.ui.DumpEditors;
import org.cairn.ui.internal.commands.OpenHandler;
import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.internal.recent.RecentDumps;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.FontDescriptor;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.jface.resource.ResourceManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.IHandlerService;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the welcome page shows. */
final class WelcomePage {
    private static final int WIDTH = 440;
    private static final int MARGIN = 48;
    private static final int GAP = 56;
    private static final int TITLE_HEIGHT = 28;
    private static final int HEADING_HEIGHT = 14;
    private static final String ESCAPED_AMPERSAND = "&&";

    private final IWorkbenchWindow window;
    private final Look look = Look.ofWorkbench();
    private final ScrolledComposite scrolled;
    private final Composite page;
    private final Composite left;
    private final Composite right;
    private final Link open;
    private final Font title;
    private final Font heading;

    WelcomePage(Composite parent, IWorkbenchWindow window) {
        this.window = window;
        scrolled = new ScrolledComposite(parent, SWT.H_SCROLL | SWT.V_SCROLL);
        scrolled.setExpandHorizontal(true);
        scrolled.setExpandVertical(true);
        ResourceManager fonts = new LocalResourceManager(JFaceResources.getResources(), scrolled);
        FontDescriptor text = FontDescriptor.createFrom(JFaceResources.getDialogFont());
        title = fonts.create(text.setHeight(TITLE_HEIGHT));
        heading = fonts.create(text.setHeight(HEADING_HEIGHT));
        page = new Composite(scrolled, SWT.NONE);
        GridLayoutFactory.fillDefaults()
                .numColumns(2)
                .margins(MARGIN, MARGIN)
                .spacing(GAP, 0)
                .applyTo(page);
        Composite head = column(2);
        text(head, "Cairn").setFont(title);
        text(
                head,
                "A workbench for the heaps and pools in memory dumps: every block, who owns it,"
                        + " and what is wrong, with the bytes as evidence.");
        left = column(1);
        right = column(1);
        heading(left, "Start");
        open = link(left, "Open Dump...", "Open a dump", this::openDump);
        text(left, "or drop files here");
        recent(RecentDumps.ofWorkspace().all());
        steps();
        scrolled.setContent(page);
        samples();
        look.follow(scrolled, this::paintAfterStyles);
        resize();
    }

    void setFocus() {
        open.setFocus();
    }

    private void recent(List<Path> dumps) {
        if (dumps.isEmpty()) {
            return;
        }
        heading(left, "Recent dumps");
        for (Path dump : dumps) {
            dump(left, dump, String.valueOf(dump.getParent()));
        }
    }

    private void steps() {
        heading(right, "First steps");
        text(right, "1.  Open a dump. Its heaps are there at once; the blocks follow.");
        text(
                right,
                "2.  Choose a heap or an owner: Blocks shows theirs, Memory the bytes of the"
                        + " chosen one, Details its header field by field.");
        text(
                right,
                "3.  Look at Anomalies: what contradicts the format, and where."
                        + " Alt+Left leads back, Ctrl+G to an address, Ctrl+3 to every command.");
    }

    /** Looked for in the background; the section appears when there are some. */
    private void samples() {
        Job search =
                Job.createSystem(
                        "Looking for samples",
                        _ -> {
                            Optional<Path> folder = SampleFolder.find();
                            List<Sample> found = folder.map(Sample::in).orElse(List.of());
                            scrolled.getDisplay().asyncExec(() -> show(found));
                        });
        search.schedule();
    }

    private void show(List<Sample> samples) {
        if (samples.isEmpty() || scrolled.isDisposed()) {
            return;
        }
        heading(right, "Samples");
        for (Sample sample : samples) {
            dump(right, sample.file(), sample.about());
        }
        resize();
        paintAfterStyles();
    }

    private void resize() {
        scrolled.setMinSize(page.computeSize(SWT.DEFAULT, SWT.DEFAULT));
        page.layout(true, true);
    }

    private Composite column(int columns) {
        Composite column = new Composite(page, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 6).applyTo(column);
        GridDataFactory.swtDefaults()
                .align(SWT.BEGINNING, SWT.BEGINNING)
                .span(columns, 1)
                .hint(columns == 1 ? WIDTH : WIDTH * 2 + GAP, SWT.DEFAULT)
                .applyTo(column);
        return column;
    }

    private void heading(Composite column, String words) {
        Label label = text(column, words);
        label.setFont(heading);
        GridDataFactory.fillDefaults().indent(0, HEADING_HEIGHT * 2).applyTo(label);
    }

    private static Label text(Composite column, String words) {
        Label label = new Label(column, SWT.WRAP);
        label.setText(words.replace("&", ESCAPED_AMPERSAND));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(label);
        return label;
    }

    private void dump(Composite column, Path file, String about) {
        String name = String.valueOf(file.getFileName());
        Composite both = new Composite(column, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 1).applyTo(both);
        GridDataFactory.fillDefaults().grab(true, false).applyTo(both);
        link(both, name, "Open " + file, () -> DumpEditors.open(window, file));
        Label label = text(both, about);
        label.setData(Shade.MUTED);
    }

    private static Link link(Composite column, String words, String name, Runnable action) {
        Link link = new Link(column, SWT.NONE);
        link.setText("<a>" + words.replace("&", ESCAPED_AMPERSAND).replace("<", "&lt;") + "</a>");
        link.setToolTipText(name);
        AccessibleName.set(link, name);
        link.addListener(SWT.Selection, _ -> action.run());
        return link;
    }

    private void openDump() {
        try {
            window.getService(IHandlerService.class).executeCommand(OpenHandler.COMMAND, null);
        } catch (CommandException failure) {
            ILog.of(getClass()).error("cannot open a dump", failure);
        }
    }

    /** The platform styles new controls when it comes to events; these colours come after that. */
    private void paintAfterStyles() {
        scrolled.getDisplay().asyncExec(this::paint);
    }

    private void paint() {
        if (!scrolled.isDisposed()) {
            paint(scrolled);
        }
    }

    private void paint(Control control) {
        control.setBackground(look.color(Shade.BACKGROUND));
        control.setForeground(
                look.color(control.getData() == Shade.MUTED ? Shade.MUTED : Shade.TEXT));
        if (control instanceof Link link) {
            link.setLinkForeground(look.color(Shade.INFO));
        }
        if (control instanceof Composite composite) {
            for (Control child : composite.getChildren()) {
                paint(child);
            }
        }
    }
}
