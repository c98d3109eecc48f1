package org.cairn.ui.internal.overview;

import org.cairn.analysis.Overview.Coverage;
import org.cairn.dump.Remark.Severity;
import org.cairn.ui.Asker;
import org.cairn.ui.ViewIds;
import org.cairn.ui.internal.look.Numbers;
import org.cairn.ui.internal.look.Shade;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;

import java.util.List;
import java.util.OptionalDouble;

/** The key figures, each a tile that leads to what it counts. */
final class FiguresSection extends Section {
    private static final int BETWEEN = 8;
    private static final String NOTHING = "\u2013";
    private static final int COLUMNS = 6;
    private static final int LEAST_WIDTH = 130;

    private final Asker asker = new Asker("the key figures");
    private final Composite row;
    private final GridLayout tiles = new GridLayout(COLUMNS, true);
    private final Tile heaps;
    private final Tile busy;
    private final Tile free;
    private final Tile owned;
    private final Tile coverage;
    private final Tile anomalies;

    FiguresSection(Composite parent, OverviewPage page) {
        super(parent, page, "");
        row = page.look().plain(new Composite(area(), SWT.NONE));
        row.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        tiles.marginWidth = 0;
        tiles.marginHeight = 0;
        tiles.horizontalSpacing = BETWEEN;
        tiles.verticalSpacing = BETWEEN;
        row.setLayout(tiles);
        heaps = tile(() -> page.bring(ViewIds.HEAPS));
        busy = tile(() -> blocks("busy"));
        free = tile(() -> blocks("free"));
        owned = tile(() -> page.bring(ViewIds.OWNERS));
        coverage = tile(() -> page.bring(ViewIds.HEAPS));
        anomalies = tile(() -> page.bring(ViewIds.ANOMALIES));
    }

    private Tile tile(Runnable action) {
        Tile tile = new Tile(row, page().look(), action);
        tile.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        return tile;
    }

    /** Puts the tiles into one row or two. */
    void fit(int width) {
        tiles.numColumns = width >= COLUMNS * LEAST_WIDTH ? COLUMNS : COLUMNS / 2;
    }

    private void blocks(String state) {
        page().go(ViewIds.BLOCKS, place -> place.atDump().withTerms(List.of("state = " + state)));
    }

    @Override
    void show() {
        whenDecoded(
                known ->
                        asker.ask(
                                page().session(),
                                progress -> KeyFigures.ask(known, progress),
                                this::fill,
                                this::failed));
    }

    private void fill(KeyFigures figures) {
        if (heaps.isDisposed()) {
            return;
        }
        heaps.show(
                Numbers.grouped(figures.heapCount()),
                joined(figures.heapCount() == 1 ? "heap" : "heaps", figures.missingHeaps()),
                "",
                Shade.TEXT);
        busy.show(
                Numbers.size(figures.busy().bytes()),
                "busy, " + Numbers.counted(figures.busy().count(), "block", "blocks"),
                Numbers.counted(figures.busy().bytes(), "byte", "bytes")
                        + " in "
                        + Numbers.counted(figures.busy().count(), "busy block", "busy blocks"),
                Shade.TEXT);
        free.show(
                Numbers.size(figures.free().bytes()),
                "free, " + Numbers.counted(figures.free().count(), "block", "blocks"),
                Numbers.counted(figures.free().bytes(), "byte", "bytes")
                        + " in "
                        + Numbers.counted(figures.free().count(), "free block", "free blocks"),
                Shade.TEXT);
        owned.show(
                share(figures.owned()),
                "owners known",
                "share of the busy bytes whose owner is known",
                Shade.TEXT);
        coverage.show(
                share(figures.coverage().known()),
                "coverage",
                coverage(figures.coverage()),
                Shade.TEXT);
        anomalies.show(
                Numbers.grouped(figures.anomalyCount()),
                joined(
                        figures.anomalyCount() == 1 ? "anomaly" : "anomalies",
                        figures.anomalyParts()),
                "",
                figures.worst().map(FiguresSection::shade).orElse(Shade.TEXT));
        page().reflow();
    }

    private static String share(OptionalDouble share) {
        return share.isPresent() ? Numbers.percent(share.getAsDouble()) : NOTHING;
    }

    private static String coverage(Coverage known) {
        return known.partialHeaps() > 0
                ? "not known, since "
                        + Numbers.counted(known.partialHeaps(), "heap was", "heaps were")
                        + " decoded in part"
                : "share of the "
                        + Numbers.counted(known.reserved(), "byte", "bytes")
                        + " of all heaps in the dump whose contents are known";
    }

    private static String joined(String what, String parts) {
        return parts.isEmpty() ? what : what + ", " + parts;
    }

    private static Shade shade(Severity severity) {
        return switch (severity) {
            case ERROR -> Shade.ERROR;
            case WARNING -> Shade.WARNING;
            case INFO -> Shade.INFO;
        };
    }
}
