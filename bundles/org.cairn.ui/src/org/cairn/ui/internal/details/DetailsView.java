package org.cairn.ui.internal.details;

import org.cairn.analysis.Analysis;
import org.cairn.store.Block;
import org.cairn.store.Store;
import org.cairn.ui.Asker;
import org.cairn.ui.BlockDetails;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpView;
import org.cairn.ui.Place;
import org.cairn.ui.internal.look.TextClipboard;
import org.cairn.ui.internal.parts.Part;
import org.eclipse.core.runtime.RegistryFactory;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.actions.ActionFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The view of details: all that is known of what was chosen last. */
public final class DetailsView extends DumpView {
    private static final String POINT = "blockDetails";

    private final Asker known = new Asker("details");
    private final List<Contributor> contributors = new ArrayList<>();
    private @Nullable DetailsPane pane;
    private @Nullable DumpSession described;
    private List<Section> sections = List.of();

    /** A plug-in that tells of blocks, with what it has told of the present one. */
    private static final class Contributor {
        private final ContributedDetails details;
        private final Asker asker;
        private List<Section> told = List.of();

        Contributor(Part<BlockDetails> part) {
            details = new ContributedDetails(part);
            asker = new Asker(part.name());
        }
    }

    @Override
    protected void createControls(Composite parent) {
        DetailsPane created = new DetailsPane(parent, this::follow);
        for (Part<BlockDetails> part :
                Part.read(RegistryFactory.getRegistry(), POINT, BlockDetails.class)) {
            contributors.add(new Contributor(part));
        }
        IAction copy = action("&Copy", () -> TextClipboard.put(created.selectedText()));
        IAction selectAll = action("Select &All", () -> created.control().selectAll());
        getViewSite().getActionBars().setGlobalActionHandler(ActionFactory.COPY.getId(), copy);
        getViewSite()
                .getActionBars()
                .setGlobalActionHandler(ActionFactory.SELECT_ALL.getId(), selectAll);
        MenuManager menu = new MenuManager();
        menu.add(copy);
        menu.add(selectAll);
        created.control().setMenu(menu.createContextMenu(created.control()));
        pane = created;
    }

    private static IAction action(String name, Runnable what) {
        return new Action(name) {
            @Override
            public void run() {
                what.run();
            }
        };
    }

    private void follow(Link link) {
        DumpSession dump = dump();
        if (dump != null) {
            link.follow(dump.places());
        }
    }

    @Override
    protected void showDump(@Nullable DumpSession dump) {
        if (dump != null && dump.analysis().isEmpty()) {
            replace(unread(dump));
        } else if (dump != described) {
            replace(List.of());
        }
        described = dump;
    }

    private void replace(List<Section> others) {
        known.cancel();
        forget();
        show(others);
    }

    private static List<Section> unread(DumpSession dump) {
        String name = dump.name();
        return List.of(
                Section.saying(
                        name,
                        dump.message().isEmpty() ? "The dump is being read." : dump.message()));
    }

    @Override
    protected void showPlace(DumpSession dump, Place place) {
        Optional<Analysis> analysis = dump.analysis();
        if (analysis.isEmpty()) {
            return;
        }
        known.ask(
                dump,
                progress -> new PlaceDetails(dump, analysis.get(), progress).of(place),
                found -> {
                    forget();
                    show(found);
                    if (place.block().isPresent() && dump.store().isPresent()) {
                        askContributors(
                                dump, analysis.get(), dump.store().get(), place.block().get());
                    }
                },
                reason -> {
                    forget();
                    show(List.of(Section.saying("Details", reason)));
                });
    }

    /** Each on its own, so that a slow one keeps no other waiting. */
    private void askContributors(DumpSession dump, Analysis analysis, Store store, Block block) {
        for (Contributor contributor : contributors) {
            contributor.asker.ask(
                    dump,
                    progress -> contributor.details.of(block, analysis, store, progress),
                    told -> tell(contributor, told),
                    reason -> tell(contributor, List.of(Section.saying("Details", reason))));
        }
    }

    private void tell(Contributor contributor, List<Section> told) {
        contributor.told = told;
        DetailsPane shown = pane;
        if (shown != null && !shown.control().isDisposed()) {
            List<Section> all = new ArrayList<>(sections);
            contributors.forEach(each -> all.addAll(each.told));
            shown.update(all);
        }
    }

    private void forget() {
        for (Contributor contributor : contributors) {
            contributor.asker.cancel();
            contributor.told = List.of();
        }
    }

    private void show(List<Section> found) {
        sections = found;
        DetailsPane shown = pane;
        if (shown != null && !shown.control().isDisposed()) {
            shown.show(found);
        }
    }

    @Override
    public void setFocus() {
        DetailsPane shown = pane;
        if (shown != null) {
            shown.control().setFocus();
        }
    }
}
