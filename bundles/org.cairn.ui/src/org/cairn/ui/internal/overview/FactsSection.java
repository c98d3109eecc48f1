package org.cairn.ui.internal.overview;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Progress;
import org.cairn.ui.Asker;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.internal.overview.PageLook.Face;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Names and texts beside each other; the texts can be selected and copied. */
final class FactsSection extends Section {
    private static final int BETWEEN = 16;
    private static final int MOST = 200;

    private final Asker asker;
    private final Source source;
    private final Composite grid;
    private List<Fact> shown = List.of();

    /** Where the facts come from. */
    @FunctionalInterface
    private interface Source {
        List<Fact> facts(Analysis analysis, Progress progress) throws IOException;
    }

    private FactsSection(Composite parent, OverviewPage page, String title, Source source) {
        super(parent, page, title);
        this.asker = new Asker(title);
        this.source = source;
        grid = page.look().plain(new Composite(area(), SWT.NONE));
        grid.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.horizontalSpacing = BETWEEN;
        grid.setLayout(layout);
        visible(false);
    }

    /** What the dump is. */
    static FactsSection identity(Composite parent, OverviewPage page) {
        return new FactsSection(
                parent,
                page,
                "Properties of the dump",
                (analysis, _) -> Fact.all(analysis.identity()));
    }

    /** What is missing or doubtful in it. */
    static FactsSection remarks(Composite parent, OverviewPage page) {
        return new FactsSection(
                parent,
                page,
                "Remarks",
                (analysis, progress) -> Fact.all(analysis.remarks(progress)));
    }

    @Override
    void show() {
        Optional<Analysis> analysis = page().session().analysis();
        analysis.ifPresent(
                known ->
                        asker.ask(
                                page().session(),
                                progress -> source.facts(known, progress),
                                this::showFacts,
                                this::failed));
    }

    private void showFacts(List<Fact> facts) {
        if (grid.isDisposed() || facts.equals(shown)) {
            return;
        }
        shown = facts;
        for (Control old : grid.getChildren()) {
            old.dispose();
        }
        facts.stream().limit(MOST).forEach(this::add);
        note(facts.size() > MOST ? "The first " + MOST + " of " + facts.size() + "." : "");
        visible(!facts.isEmpty());
        page().reflow();
    }

    private void add(Fact fact) {
        PageLook look = page().look();
        Label name = look.text(new Label(grid, SWT.NONE), shade(fact.name()), Face.TEXT);
        name.setText(fact.name().replace("&", "&&"));
        name.setLayoutData(new GridData(SWT.BEGINNING, SWT.TOP, false, false));
        Text value = look.text(new Text(grid, SWT.READ_ONLY | SWT.WRAP), Shade.TEXT, Face.TEXT);
        value.setText(fact.text());
        AccessibleName.set(value, fact.name());
        value.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
    }

    /** The colour of the name, which for remarks is their severity. */
    private static Shade shade(String name) {
        return switch (name) {
            case "error" -> Shade.ERROR;
            case "warning" -> Shade.WARNING;
            default -> Shade.MUTED;
        };
    }
}
