package org.cairn.ui.driver;

import org.cairn.ui.widgets.table.PagedTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Item;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.Widget;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A widget that was found. What is done to it happens on the UI thread, as an event of its own, and
 * what it leads to is waited for by asking for that.
 *
 * @param <W> its class
 */
public final class Found<W extends Widget> {
    private final W widget;

    Found(W widget) {
        this.widget = widget;
    }

    /**
     * The widget, for use on the UI thread.
     *
     * @return as found
     */
    public W widget() {
        return widget;
    }

    /**
     * Asks the widget something.
     *
     * @param <T> the answer
     * @param question asked on the UI thread
     * @return the answer
     */
    public <T> T read(Function<W, T> question) {
        return Ui.ask(() -> question.apply(widget));
    }

    /**
     * Does something to the widget.
     *
     * @param action done on the UI thread, as an event
     */
    public void act(Consumer<W> action) {
        Ui.begin(() -> action.accept(widget));
    }

    /**
     * Waits for the widget.
     *
     * @param what is waited for, such as "three rows"
     * @param condition asked on the UI thread
     * @return this
     */
    public Found<W> waitFor(String what, Predicate<W> condition) {
        Waiting.until(
                what, () -> condition.test(widget), () -> String.join("\n", Shown.texts(widget)));
        return this;
    }

    /**
     * Waits until a text can be seen in the widget.
     *
     * @param part of one of its {@link #texts}
     * @return this
     */
    public Found<W> waitForText(String part) {
        return waitFor(
                "the text " + part,
                shown -> Shown.texts(shown).stream().anyMatch(text -> text.contains(part)));
    }

    /**
     * Finds a widget inside of this one; waits until it is there and visible.
     *
     * @param <V> its class
     * @param type its class
     * @param name its accessible name, its text without mnemonic, or its tool tip
     * @return the first one
     */
    public <V extends Widget> Found<V> find(Class<V> type, String name) {
        return find(type, found -> Names.has(found, name), type.getSimpleName() + " " + name);
    }

    /**
     * Finds the only widget of a class inside of this one; waits until it is there and visible.
     *
     * @param <V> its class
     * @param type its class
     * @return the first one
     */
    public <V extends Widget> Found<V> find(Class<V> type) {
        return find(type, _ -> true, "a " + type.getSimpleName());
    }

    /**
     * Finds one of our tables; waits until it is there and visible.
     *
     * @param name its accessible name
     * @return the table
     */
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Found<PagedTable<?>> table(String name) {
        return (Found) find(PagedTable.class, name);
    }

    private <V extends Widget> Found<V> find(Class<V> type, Predicate<V> test, String what) {
        return Waiting.untilThere(
                what,
                () -> all(type).stream().filter(test).findFirst().map(Found::new),
                this::seen);
    }

    private <V extends Widget> List<V> all(Class<V> type) {
        List<V> all = new ArrayList<>();
        Shown.visit(
                widget,
                inner -> {
                    if (type.isInstance(inner)) {
                        all.add(type.cast(inner));
                    }
                });
        return all;
    }

    private String seen() {
        List<String> seen = new ArrayList<>();
        Shown.visit(
                widget,
                inner -> {
                    if (!Names.of(inner).isEmpty()) {
                        seen.add(
                                inner.getClass().getSimpleName()
                                        + " "
                                        + Names.of(inner).getFirst());
                    }
                });
        return String.join("\n", seen);
    }

    /**
     * How many visible widgets of a class are inside of this one.
     *
     * @param type their class
     * @return at least 0
     */
    public int count(Class<? extends Widget> type) {
        return Ui.ask(() -> all(type).size());
    }

    /**
     * What is written on the widget.
     *
     * @return its text, or empty when it has rows or none
     */
    public String text() {
        return read(Names::text);
    }

    /**
     * What can be seen in the widget and in those inside of it: labels, fields, buttons, and rows
     * with a tab between cells. Of a tree: what is expanded; of one of our tables: what is not
     * scrolled away.
     *
     * @return in the order of the widgets
     */
    public List<String> texts() {
        return read(Shown::texts);
    }

    /**
     * Whether it can be used.
     *
     * @return false for what is greyed out
     */
    public boolean isEnabled() {
        return read(Actions::isEnabled);
    }

    /** Clicks on it: a button, a tool, a menu's item, a tab, a link, or the middle of a control. */
    public void click() {
        act(Actions::click);
    }

    /**
     * Clicks with the left button of the mouse.
     *
     * @param x relative to the control
     * @param y relative to the control
     */
    public void clickAt(int x, int y) {
        act(clicked -> Actions.clickAt((Control) clicked, x, y, 1));
    }

    /**
     * Clicks twice with the left button of the mouse.
     *
     * @param x relative to the control
     * @param y relative to the control
     */
    public void doubleClickAt(int x, int y) {
        act(clicked -> Actions.clickAt((Control) clicked, x, y, 2));
    }

    /**
     * Chooses a row of a tree, a table, a list, or one of our tables; waits until it is there.
     *
     * @param path texts that are part of the row; in a tree one for each level, which are expanded
     */
    public void select(String... path) {
        for (int i = 1; widget instanceof Tree tree && i < path.length; i++) {
            String[] upper = List.of(path).subList(0, i).toArray(String[]::new);
            Item item = row(upper);
            Ui.begin(() -> Actions.expand(tree, item));
        }
        if (widget instanceof PagedTable<?> table) {
            long rank =
                    Waiting.untilThere(
                            "the row " + path[0],
                            () -> Rows.rank(table, path[0]),
                            () -> String.join("\n", Shown.texts(widget)));
            act(_ -> Actions.choose(table, rank));
        } else {
            Item item = row(path);
            act(chosen -> Actions.choose(chosen, item));
        }
    }

    private Item row(String... path) {
        return Waiting.untilThere(
                "the row " + List.of(path),
                () -> Rows.item(widget, path),
                () -> String.join("\n", Shown.texts(widget)));
    }

    /**
     * Types into a field in place of what is there, and sets off what each change sets off.
     *
     * @param words to type
     */
    public void type(String words) {
        act(typed -> Actions.type(typed, words));
    }

    /** Presses Enter in a field, a tree or a table. */
    public void enter() {
        act(
                entered -> {
                    entered.notifyListeners(
                            SWT.DefaultSelection, Actions.event(entered, SWT.DefaultSelection));
                });
    }

    /**
     * Presses a key in a control.
     *
     * @param code of SWT, such as {@link SWT#ARROW_DOWN}, or a character
     * @param modifiers such as {@link SWT#MOD1}, or 0
     */
    public void press(int code, int modifiers) {
        act(pressed -> Actions.press((Control) pressed, code, modifiers));
    }

    /**
     * The first of the rows' texts that contains something.
     *
     * @param part of a text
     * @return the whole text, if there is one
     */
    public Optional<String> textWith(String part) {
        return texts().stream().filter(text -> text.contains(part)).findFirst();
    }
}
