package org.cairn.ui.internal.tables;

import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.widgets.AccessibleName;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Text;

import java.util.List;
import java.util.function.Consumer;

/** A field for a filter, what there is to say of it, and a chip for each filter that is active. */
public final class FilterBar extends Composite {
    private static final int PAUSE_MILLIS = 500;

    private final Look look;
    private final Text field;
    private final Link message;
    private final ChipRow chips;
    private final Settling typing;
    private @Nullable Consumer<String> apply;
    private @Nullable Runnable leave;
    private @Nullable Runnable answer;
    private boolean isSetting;

    /**
     * Makes the controls.
     *
     * @param parent to make them in
     * @param look colours and fonts
     * @param name of the field, for people who cannot see it
     * @param hint what can be typed
     */
    public FilterBar(Composite parent, Look look, String name, String hint) {
        super(parent, SWT.NONE);
        this.look = look;
        GridLayout layout = new GridLayout(1, false);
        layout.marginWidth = 4;
        layout.marginHeight = 3;
        layout.verticalSpacing = 3;
        setLayout(layout);
        field = new Text(this, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        field.setMessage(hint);
        field.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        AccessibleName.set(field, name);
        message = new Link(this, SWT.WRAP);
        message.setLayoutData(hidden(new GridData(SWT.FILL, SWT.CENTER, true, false)));
        message.addListener(SWT.Selection, _ -> run(answer));
        chips = new ChipRow(this, look);
        chips.setLayoutData(hidden(new GridData(SWT.FILL, SWT.CENTER, true, false)));
        typing = new Settling(field, PAUSE_MILLIS);
        field.addListener(SWT.Modify, _ -> modified());
        field.addListener(SWT.DefaultSelection, _ -> applyNow());
        field.addListener(SWT.KeyDown, this::pressed);
    }

    private static GridData hidden(GridData data) {
        data.exclude = true;
        return data;
    }

    /**
     * Sets what is done with a typed text.
     *
     * @param filter takes the text after Enter or a pause
     */
    public void onApply(Consumer<String> filter) {
        apply = filter;
    }

    /**
     * Sets where Escape and Arrow Down lead from the field.
     *
     * @param exit sets the focus elsewhere
     */
    public void onLeave(Runnable exit) {
        leave = exit;
    }

    /** The field, for those who want to set its font or add proposals. */
    Text field() {
        return field;
    }

    private void modified() {
        if (!isSetting) {
            typing.soon(this::apply);
        }
    }

    private void applyNow() {
        typing.forget();
        apply();
    }

    private void apply() {
        Consumer<String> taker = apply;
        if (taker != null) {
            taker.accept(field.getText());
        }
    }

    private static void run(@Nullable Runnable what) {
        if (what != null) {
            what.run();
        }
    }

    private void pressed(Event event) {
        if (event.keyCode == SWT.ESC || event.keyCode == SWT.ARROW_DOWN) {
            event.doit = false;
            run(leave);
        }
    }

    /**
     * Shows another text in the field; it counts as applied.
     *
     * @param text what to show
     */
    public void setText(String text) {
        if (!field.getText().equals(text)) {
            typing.forget();
            isSetting = true;
            field.setText(text);
            field.setSelection(text.length());
            isSetting = false;
        }
    }

    /**
     * What stands in the field.
     *
     * @return the text, applied or not
     */
    public String text() {
        return field.getText();
    }

    /** Sets the focus into the field and selects its text. */
    public void edit() {
        field.setFocus();
        field.selectAll();
    }

    /**
     * Says what is wrong with the text in the field.
     *
     * @param sentence for people, or empty when nothing is
     */
    public void error(String sentence) {
        say(escaped(sentence), Shade.ERROR, null);
    }

    /**
     * Says what was done.
     *
     * @param sentence for people
     */
    public void done(String sentence) {
        say(escaped(sentence), Shade.MUTED, null);
    }

    /**
     * Says something with something to do about it.
     *
     * @param sentence for people
     * @param choice what can be done
     * @param then does it
     */
    public void note(String sentence, String choice, Runnable then) {
        say(escaped(sentence) + " <a>" + escaped(choice) + "</a>", Shade.MUTED, then);
    }

    // A link takes & for the mark of a key, and < for the beginning of a tag.
    private static String escaped(String text) {
        return text.replace("&", "&&").replace("<a", "< a").replace("</a", "< /a");
    }

    private void say(String text, Shade shade, @Nullable Runnable then) {
        answer = then;
        message.setForeground(look.color(shade));
        if (!text.equals(message.getText())) {
            message.setText(text);
            show(message, !text.isEmpty());
        }
    }

    /**
     * Shows a chip for each active filter.
     *
     * @param active all of them
     */
    public void showChips(List<Chip> active) {
        if (chips.show(active)) {
            show(chips, !active.isEmpty());
        }
    }

    private void show(Control control, boolean isShown) {
        control.setVisible(isShown);
        ((GridData) control.getLayoutData()).exclude = !isShown;
        control.requestLayout();
    }
}
