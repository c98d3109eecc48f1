package org.cairn.ui.driver;

import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpSession.State;
import org.cairn.ui.ViewIds;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchPartReference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Takes pictures of the window, and of each view as large as the window, light and dark, in two
 * sizes: {@code view-theme-size.png}.
 */
final class PictureVisit {
    private static final Map<String, String> THEMES =
            Map.of(
                    "light", "org.eclipse.e4.ui.css.theme.e4_default",
                    "dark", "org.eclipse.e4.ui.css.theme.e4_dark");
    private static final List<Point> SIZES = List.of(new Point(1280, 800), new Point(1920, 1080));

    private final Path folder;
    private final Window window = Window.ofWorkbench();
    private final List<String> names = new ArrayList<>();

    PictureVisit(Path folder) {
        this.folder = folder;
    }

    List<String> take() {
        DumpSession session = window.session();
        window.waitFor(session, State.READY);
        for (Entry<String, String> theme : THEMES.entrySet()) {
            window.command(
                    "org.cairn.rcp.theme", Map.of("org.cairn.rcp.theme.id", theme.getValue()));
            for (Point size : SIZES) {
                window.shell().act(shell -> shell.setBounds(0, 0, size.x, size.y));
                String suffix = "-%s-%dx%d".formatted(theme.getKey(), size.x, size.y);
                take(session, "window" + suffix);
                for (String view : ViewIds.ALL) {
                    window.view(view);
                    Ui.begin(() -> zoom(view));
                    take(session, view.substring(view.lastIndexOf('.') + 1) + suffix);
                    Ui.begin(() -> zoom(view));
                }
                Ui.begin(() -> window.page().resetPerspective());
            }
        }
        return names;
    }

    /** Makes a view as large as the window, or as it was before. */
    private void zoom(String view) {
        IWorkbenchPage page = window.page();
        IWorkbenchPartReference part = page.findViewReference(view);
        page.toggleZoom(part);
    }

    private void take(DumpSession session, String name) {
        window.waitUntilQuiet(session);
        Found<Shell> shell = window.shell();
        shell.act(Shell::update);
        Rectangle area = shell.read(Shell::getBounds);
        Picture.take(area, folder.resolve(name + ".png"));
        names.add(name + ".png");
    }
}
