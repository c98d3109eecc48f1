package org.cairn.ui.internal.overview;

import org.cairn.analysis.Overview;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpSession.State;
import org.cairn.ui.Place;
import org.cairn.ui.internal.look.Look;
import org.eclipse.core.runtime.ILog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchPartSite;
import org.eclipse.ui.PartInitException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What a dump is and what is in it, at a glance. Each section asks for its contents in the
 * background; what is chosen in one leads all views there.
 */
public final class OverviewPage {
    private static final int TWO_COLUMNS_FROM = 780;
    private static final int MARGIN = 16;
    private static final int BETWEEN_SECTIONS = 22;
    private static final int BETWEEN_COLUMNS = 40;
    private static final int SCROLL_STEP = 32;

    private final DumpSession session;
    private final IWorkbenchPartSite site;
    private final PageLook look;
    private final ScrolledComposite scroller;
    private final Composite content;
    private final Composite columns;
    private final Head head;
    private final FiguresSection figures;
    private final List<Section> sections;
    private boolean reflowing;

    /**
     * Makes the page.
     *
     * @param parent to make it in
     * @param session the dump
     * @param site of the editor
     */
    public OverviewPage(Composite parent, DumpSession session, IWorkbenchPartSite site) {
        this.session = session;
        this.site = site;
        scroller = new ScrolledComposite(parent, SWT.V_SCROLL);
        Look colours = Look.ofWorkbench();
        look = new PageLook(colours, scroller);
        look.plain(scroller);
        content = column(scroller, BETWEEN_SECTIONS, MARGIN);
        head = new Head(content, this);
        figures = new FiguresSection(content, this);
        columns = column(content, BETWEEN_SECTIONS, 0);
        columns.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        Composite left = inColumns();
        Composite right = inColumns();
        sections =
                List.of(
                        figures,
                        new HeapsSection(left, this),
                        new OwnersSection(left, this),
                        new SizesSection(right, this),
                        new AnomaliesSection(right, this),
                        FactsSection.remarks(content, this),
                        FactsSection.identity(content, this));
        scroller.setContent(content);
        scroller.setExpandHorizontal(true);
        scroller.setShowFocusedControl(true);
        scroller.getVerticalBar().setIncrement(SCROLL_STEP);
        scroller.addListener(SWT.Resize, _ -> arrange());
        Runnable listener = this::show;
        session.addListener(listener);
        scroller.addDisposeListener(_ -> session.removeListener(listener));
        show();
        colours.follow(
                scroller,
                () -> {
                    look.again(scroller);
                    reflow();
                });
    }

    private Composite column(Composite parent, int spacing, int margin) {
        Composite column = look.plain(new Composite(parent, SWT.NONE));
        GridLayout layout = new GridLayout();
        layout.marginWidth = margin;
        layout.marginHeight = margin;
        layout.verticalSpacing = spacing;
        layout.horizontalSpacing = BETWEEN_COLUMNS;
        column.setLayout(layout);
        return column;
    }

    private Composite inColumns() {
        Composite column = column(columns, BETWEEN_SECTIONS, 0);
        column.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        return column;
    }

    DumpSession session() {
        return session;
    }

    /** What is asked about the decoded blocks, when there are some. */
    Optional<Overview> overview() {
        return session.store().map(store -> new Overview(store, OptionalInt.empty()));
    }

    PageLook look() {
        return look;
    }

    private void show() {
        head.show();
        boolean hasFailed = session.state() == State.FAILED;
        columns.setVisible(!hasFailed);
        sections.forEach(Section::show);
        reflow();
    }

    /** Leads all views to a place, and brings a view before those that hide it. */
    void go(String view, UnaryOperator<Place> step) {
        session.places().go(step);
        bring(view);
    }

    /** Brings a view before those that hide it. */
    void bring(String view) {
        try {
            site.getPage().showView(view, null, IWorkbenchPage.VIEW_VISIBLE);
        } catch (PartInitException failure) {
            ILog.of(getClass()).error("cannot show the view " + view, failure);
        }
    }

    /** Lays everything out again, once, after contents have changed. */
    void reflow() {
        if (!reflowing && !scroller.isDisposed()) {
            reflowing = true;
            scroller.getDisplay()
                    .asyncExec(
                            () -> {
                                reflowing = false;
                                arrange();
                            });
        }
    }

    private void arrange() {
        if (scroller.isDisposed()) {
            return;
        }
        int width = scroller.getClientArea().width;
        GridLayout layout = (GridLayout) columns.getLayout();
        layout.numColumns = width >= TWO_COLUMNS_FROM ? 2 : 1;
        layout.makeColumnsEqualWidth = true;
        figures.fit(width);
        content.setSize(content.computeSize(width, SWT.DEFAULT, true));
        content.layout(true, true);
    }

    /** Gives the keyboard to the page. */
    public void setFocus() {
        scroller.setFocus();
    }
}
