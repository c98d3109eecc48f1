package org.cairn.ui.internal.memory;

import org.cairn.system.ProcessImage;
import org.cairn.ui.DumpSession;
import org.cairn.ui.MemoryRendering;
import org.cairn.ui.Place;
import org.cairn.ui.internal.parts.Part;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.IMemento;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The renderings of the view Memory, of which one is shown. Each is made when it is first shown.
 */
final class RenderingStack {
    private static final String CHOSEN = "rendering";

    private final Composite area;
    private final StackLayout layout = new StackLayout();
    private final List<RenderingPage> pages;
    private @Nullable RenderingPage top;
    private @Nullable MenuManager menu;
    private @Nullable Shown shown;

    /** What is shown, to be shown again by another rendering. */
    private record Shown(DumpSession dump, ProcessImage process, Place place) {}

    RenderingStack(
            Composite parent, List<Part<MemoryRendering>> parts, @Nullable IMemento settings) {
        area = new Composite(parent, SWT.NONE);
        area.setLayout(layout);
        pages = parts.stream().map(part -> new RenderingPage(area, part, settings)).toList();
        @Nullable String chosen = settings == null ? null : settings.getString(CHOSEN);
        Optional<RenderingPage> first =
                pages.stream().filter(page -> page.part().id().equals(chosen)).findFirst();
        first.or(() -> pages.stream().findFirst()).ifPresent(this::choose);
    }

    /** The default first. */
    static List<Part<MemoryRendering>> ordered(List<Part<MemoryRendering>> parts) {
        return Stream.concat(
                        parts.stream().filter(RenderingStack::isDefault),
                        parts.stream().filter(part -> !isDefault(part)))
                .toList();
    }

    private static boolean isDefault(Part<MemoryRendering> part) {
        return part.attribute("default").map(Boolean::parseBoolean).orElse(false);
    }

    Control control() {
        return area;
    }

    /** Number of the one that is shown, -1 when there are none. */
    int chosen() {
        return top == null ? -1 : pages.indexOf(top);
    }

    void choose(int index) {
        choose(pages.get(index));
    }

    private void choose(RenderingPage page) {
        if (page == top) {
            return;
        }
        top = page;
        layout.topControl = page.control();
        Shown again = shown;
        if (again != null) {
            page.show(again.dump(), again.process(), again.place());
        }
        hangMenu();
        area.layout();
    }

    void show(DumpSession dump, ProcessImage process, Place place) {
        shown = new Shown(dump, process, place);
        area.setVisible(true);
        RenderingPage page = top;
        if (page != null) {
            page.show(dump, process, place);
        }
    }

    void clear() {
        shown = null;
        area.setVisible(false);
        pages.forEach(RenderingPage::clear);
    }

    void setMenu(MenuManager contextMenu) {
        menu = contextMenu;
        hangMenu();
    }

    private void hangMenu() {
        MenuManager hung = menu;
        RenderingPage page = top;
        if (hung != null && page != null && page.control().getMenu() == null) {
            page.setMenu(hung.createContextMenu(page.control()));
        }
    }

    Optional<String> selectedText() {
        RenderingPage page = top;
        return page == null ? Optional.empty() : page.selectedText();
    }

    void fillMenu(IMenuManager into) {
        RenderingPage page = top;
        if (page != null) {
            page.fillMenu(into);
        }
    }

    void save(IMemento settings) {
        RenderingPage page = top;
        if (page != null) {
            settings.putString(CHOSEN, page.part().id());
        }
        pages.forEach(each -> each.save(settings));
    }

    void setFocus() {
        RenderingPage page = top;
        if (page != null) {
            page.setFocus();
        }
    }
}
