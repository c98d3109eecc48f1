package org.cairn.ui.driver;

import org.cairn.memory.Addresses;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpSession.State;
import org.cairn.ui.ViewIds;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchPartReference;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.intro.IIntroManager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Takes pictures of the window with {@code samples/nt-win10-x64-corrupt.dmp}, and of each view as
 * large as the window, light and dark, in two sizes: {@code what-theme-size.png}.
 */
final class PictureVisit {
    private static final List<Point> SIZES = List.of(new Point(1280, 800), new Point(1920, 1080));

    private static final String OWNED_BLOCK = "0x1c97a061e50";
    private static final String OVERRUN_BLOCK = "0x1c9785d8d20";
    private static final String FILTER = "size > 100, owner = render.dll";
    private static final String ANOMALY = "nt.checksum";
    private static final int BROKEN_SIZE = 40;

    private final Path folder;
    private final Window window = Window.ofWorkbench();
    private final DumpSession session = window.session();
    private final List<String> names = new ArrayList<>();
    private String suffix = "";
    private Rectangle seen = new Rectangle(0, 0, 0, 0);

    PictureVisit(Path folder) {
        this.folder = folder;
    }

    private enum Theme {
        LIGHT("light", "org.eclipse.e4.ui.css.theme.e4_default"),
        DARK("dark", "org.eclipse.e4.ui.css.theme.e4_dark");

        private final String label;
        private final String id;

        Theme(String label, String id) {
            this.label = label;
            this.id = id;
        }
    }

    List<String> take() throws IOException {
        window.waitFor(session, State.READY);
        Path broken = folder.resolve("broken.dmp");
        Files.write(broken, Arrays.copyOf(Files.readAllBytes(session.file()), BROKEN_SIZE));
        for (Theme theme : Theme.values()) {
            window.command("org.cairn.rcp.theme", Map.of("org.cairn.rcp.theme.id", theme.id));
            for (Point size : SIZES) {
                suffix = "-%s-%dx%d.png".formatted(theme.label, size.x, size.y);
                resize(size);
                movePointerAway();
                takeParts();
                takeDialogs();
                takeOtherEditors(broken);
            }
        }
        return names;
    }

    /** Without a window manager there is nothing around the window, whatever its bounds say. */
    private void resize(Point size) {
        window.shell().act(shell -> shell.setBounds(0, 0, size.x, size.y));
        window.shell()
                .act(
                        shell -> {
                            Rectangle client = shell.getClientArea();
                            Point end = shell.toDisplay(client.width, client.height);
                            shell.setSize(2 * size.x - end.x, 2 * size.y - end.y);
                        });
        seen = new Rectangle(0, 0, size.x, size.y);
    }

    private void takeParts() {
        goTo(OWNED_BLOCK);
        take("window");
        Found<Text> filter = window.view(ViewIds.BLOCKS).find(Text.class, "Blocks filter");
        filter.type(FILTER);
        filter.enter();
        take("filter");
        filter.type("");
        filter.enter();
        window.view(ViewIds.ANOMALIES).table("Anomalies").select(ANOMALY);
        take("anomaly");
        goTo(OVERRUN_BLOCK);
        window.view(ViewIds.BLOCKS);
        take("overrun");
        for (String view : ViewIds.ALL) {
            window.view(view);
            takeZoomed(
                    view.substring(view.lastIndexOf('.') + 1),
                    () -> page().findViewReference(view));
        }
        takeZoomed("overview", () -> page().getReference(page().getActiveEditor()));
        Ui.begin(() -> page().resetPerspective());
    }

    private void takeDialogs() {
        window.menu("Navigate", "Go to Address...").click();
        Found<Shell> dialog = window.dialog("Go to Address");
        dialog.find(Combo.class, "Address").type("000001c9`785d8d20");
        take("address");
        window.closeDialogs();
        window.command(
                "org.eclipse.ui.window.preferences",
                Map.of("preferencePageId", "org.cairn.ui.preferences"));
        window.dialog("Preferences");
        take("preferences");
        window.closeDialogs();
    }

    private void takeOtherEditors(Path broken) {
        window.waitFor(window.open(broken), State.FAILED);
        take("broken");
        Ui.begin(() -> page().closeEditor(page().getActiveEditor(), false));
        IIntroManager welcome = PlatformUI.getWorkbench().getIntroManager();
        window.command("org.eclipse.ui.help.quickStartAction");
        Waiting.until("the welcome page", () -> welcome.getIntro() != null, () -> "none");
        take("welcome");
        Ui.begin(() -> welcome.closeIntro(welcome.getIntro()));
    }

    private IWorkbenchPage page() {
        return window.page();
    }

    private void goTo(String address) {
        long wanted = Addresses.parse(address).orElseThrow();
        Ui.begin(() -> session.places().goToAddress(wanted));
        Waiting.until(
                "the block at " + address,
                () -> session.places().now().block().isPresent(),
                () -> session.places().now().toString());
    }

    /** Where it would cause no tool tip. */
    private static void movePointerAway() {
        Ui.act(
                () -> {
                    Display display = Ui.display();
                    Rectangle screen = display.getBounds();
                    display.setCursorLocation(screen.width - 1, screen.height - 1);
                });
    }

    /** Makes a part as large as the window for a picture. */
    private void takeZoomed(String name, Supplier<IWorkbenchPartReference> part) {
        Ui.begin(() -> page().toggleZoom(part.get()));
        take(name);
        Ui.begin(() -> page().toggleZoom(part.get()));
    }

    private void take(String name) {
        window.waitUntilQuiet(session);
        Picture.takeStill(seen, folder.resolve(name + suffix));
        names.add(name + suffix);
    }
}
