package org.cairn.ui.driver;

import org.cairn.ui.DumpEditors;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpSession.State;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.e4.ui.model.application.ui.basic.MPart;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IEditorReference;
import org.eclipse.ui.IViewReference;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The window of Cairn. */
public final class Window {
    private final IWorkbenchWindow window;

    private Window(IWorkbenchWindow window) {
        this.window = window;
    }

    /**
     * The window that is open; waits until it is.
     *
     * @return the first one
     */
    public static Window ofWorkbench() {
        return Waiting.untilThere(
                "the window",
                () ->
                        Stream.of(PlatformUI.getWorkbench().getWorkbenchWindows())
                                .filter(open -> open.getActivePage() != null)
                                .findFirst()
                                .map(Window::new),
                () -> "none");
    }

    /**
     * The workbench's own view of the window, for use on the UI thread.
     *
     * @return the page
     */
    public IWorkbenchPage page() {
        return Objects.requireNonNull(window.getActivePage());
    }

    /**
     * The window as a widget: everything in it can be found from here.
     *
     * @return its shell
     */
    public Found<Shell> shell() {
        return new Found<>(Ui.ask(window::getShell));
    }

    /**
     * Opens a dump and does not wait for what is in it.
     *
     * @param dump the file
     * @return its session
     */
    public DumpSession open(Path dump) {
        Ui.begin(() -> DumpEditors.open(window, dump));
        return Waiting.untilThere(
                "the editor of " + dump,
                () ->
                        DumpEditors.active(window)
                                .filter(session -> session.file().endsWith(dump.getFileName())),
                () -> "the editors " + editorNames());
    }

    /**
     * Opens a dump and waits until its blocks are there.
     *
     * @param dump the file
     * @return its session
     */
    public DumpSession openReady(Path dump) {
        DumpSession session = open(dump);
        waitFor(session, State.READY);
        return session;
    }

    /**
     * Waits until nobody works for the views of a dump any more.
     *
     * @param session the dump
     */
    public void waitUntilQuiet(DumpSession session) {
        Waiting.until(
                "no question about " + session.file().getFileName(),
                () -> Job.getJobManager().find(session).length == 0,
                () -> Arrays.toString(Job.getJobManager().find(session)));
    }

    /**
     * Waits for a state.
     *
     * @param session the dump
     * @param state to wait for
     */
    public void waitFor(DumpSession session, State state) {
        Waiting.until(
                session.file().getFileName() + " is " + state,
                () -> session.state() == state,
                () -> session.state() + " " + session.message());
    }

    /**
     * The dump in the active editor; waits until there is one.
     *
     * @return its session
     */
    public DumpSession session() {
        return Waiting.untilThere(
                "an open dump",
                () -> DumpEditors.active(window),
                () -> "the editors " + editorNames());
    }

    /**
     * The active editor.
     *
     * @return its content; waits until there is one
     */
    public Found<Composite> editor() {
        return Waiting.untilThere(
                "an editor",
                () -> Optional.ofNullable(page().getActiveEditor()).map(Window::content),
                () -> "the editors " + editorNames());
    }

    /**
     * The names on the tabs of the editors.
     *
     * @return in the order of the tabs
     */
    public List<String> editors() {
        return Ui.ask(this::editorNames);
    }

    private List<String> editorNames() {
        return Stream.of(page().getEditorReferences()).map(IEditorReference::getPartName).toList();
    }

    /** Closes all editors and waits until they are gone. */
    public void closeEditors() {
        Ui.begin(() -> page().closeAllEditors(false));
        Waiting.until(
                "no editor",
                () -> page().getEditorReferences().length == 0,
                () -> "the editors " + editorNames());
    }

    /**
     * Brings a view to the front and opens it when it is not open.
     *
     * @param id of {@code ViewIds}
     * @return its content
     */
    public Found<Composite> view(String id) {
        Ui.begin(
                () -> {
                    try {
                        page().showView(id);
                    } catch (PartInitException failure) {
                        throw new IllegalStateException(failure);
                    }
                });
        return Waiting.untilThere(
                "the view " + id,
                () ->
                        Optional.ofNullable(page().findView(id))
                                .filter(page()::isPartVisible)
                                .map(Window::content),
                () -> "the views " + viewNames());
    }

    private List<String> viewNames() {
        return Stream.of(page().getViewReferences()).map(IViewReference::getId).toList();
    }

    /**
     * The names on the tabs of the views that can be seen.
     *
     * @return in no order
     */
    public List<String> visibleViews() {
        return Ui.ask(
                () ->
                        Stream.of(page().getViewReferences())
                                .filter(view -> page().isPartVisible(view.getPart(false)))
                                .map(IViewReference::getPartName)
                                .toList());
    }

    private static Found<Composite> content(IWorkbenchPart part) {
        Object widget = part.getSite().getService(MPart.class).getWidget();
        return new Found<>((Composite) Objects.requireNonNull(widget));
    }

    /**
     * Runs a command.
     *
     * @param id of the command
     */
    public void command(String id) {
        command(id, Map.of());
    }

    /**
     * Runs a command.
     *
     * @param id of the command
     * @param parameters by their ids
     * @throws AssertionError when there is no such command, or it is not enabled
     */
    public void command(String id, Map<String, String> parameters) {
        Command command = Ui.ask(() -> window.getService(ICommandService.class).getCommand(id));
        Waiting.until(
                "the command " + id,
                () -> command.isDefined() && command.isEnabled(),
                () -> command.isDefined() ? "that it is disabled" : "that it is not defined");
        Ui.begin(
                () -> {
                    try {
                        window.getService(IHandlerService.class)
                                .executeCommand(
                                        ParameterizedCommand.generateCommand(command, parameters),
                                        null);
                    } catch (CommandException failure) {
                        throw new IllegalStateException(failure);
                    }
                });
    }

    /**
     * An item of the menu, without opening it for the eye.
     *
     * @param path names without mnemonics, such as "File", "Open Dump..."
     * @return the item
     */
    public Found<MenuItem> menu(String... path) {
        return Waiting.untilThere(
                "the menu " + List.of(path),
                () -> Menus.item(window.getShell().getMenuBar(), path).map(Found::new),
                () -> Menus.names(window.getShell().getMenuBar()).toString());
    }

    /**
     * The menu that a click with the right button opens, not opened for the eye.
     *
     * @param on where to click
     * @param path names without mnemonics
     * @return the item
     */
    public Found<MenuItem> contextMenu(Found<?> on, String... path) {
        return Waiting.untilThere(
                "the menu " + List.of(path),
                () -> Menus.item(Menus.of(on.widget()), path).map(Found::new),
                () -> Menus.names(Menus.of(on.widget())).toString());
    }

    /**
     * A dialog; waits until it is there.
     *
     * @param title in its title bar
     * @return the dialog
     */
    public Found<Shell> dialog(String title) {
        return Waiting.untilThere(
                "the dialog " + title,
                () ->
                        shells().filter(shell -> shell.getText().equals(title))
                                .findFirst()
                                .map(Found::new),
                () -> "the dialogs " + shells().map(Shell::getText).toList());
    }

    /**
     * The titles of the dialogs that are open.
     *
     * @return in no order
     */
    public List<String> dialogs() {
        return Ui.ask(() -> shells().map(Shell::getText).toList());
    }

    /** Closes the dialogs that are open. */
    public void closeDialogs() {
        Ui.begin(() -> shells().toList().forEach(Shell::close));
        Waiting.until(
                "no dialog",
                () -> shells().findAny().isEmpty(),
                () -> "the dialogs " + shells().map(Shell::getText).toList());
    }

    /**
     * What popped up without a title bar and has a field, such as Quick Access; waits until it is
     * there.
     *
     * @return the shell
     */
    public Found<Shell> popup() {
        return Waiting.untilThere(
                "a shell with a field",
                () ->
                        own(false)
                                .map(Found::new)
                                .filter(shell -> shell.count(Text.class) > 0)
                                .findFirst(),
                () -> "nothing of the kind");
    }

    /** What has a title bar and is no window of the workbench. */
    private Stream<Shell> shells() {
        return own(true);
    }

    private Stream<Shell> own(boolean hasTitle) {
        List<Shell> own =
                Arrays.stream(PlatformUI.getWorkbench().getWorkbenchWindows())
                        .map(IWorkbenchWindow::getShell)
                        .toList();
        return Stream.of(window.getShell().getDisplay().getShells())
                .filter(shell -> shell.isVisible() && !own.contains(shell))
                .filter(shell -> (shell.getStyle() & SWT.TITLE) != 0 == hasTitle);
    }

    /**
     * What is in the title bar.
     *
     * @return the title
     */
    public String title() {
        return shell().text();
    }
}
