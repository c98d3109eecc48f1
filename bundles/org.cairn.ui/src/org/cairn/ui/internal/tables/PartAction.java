package org.cairn.ui.internal.tables;

import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.action.Action;
import org.eclipse.ui.IWorkbenchPartSite;
import org.eclipse.ui.PartInitException;

import java.util.function.Consumer;

/** An entry of a menu that does something in a view. */
public final class PartAction extends Action {
    private static final String KEY_MARK = "&";
    private static final String TAB = "\t";

    private final Consumer<Boolean> doing;

    private PartAction(String words, int style, Consumer<Boolean> doing) {
        // Else the platform takes what comes behind a tab for a key, and what follows & for a mark.
        super(words.replace(KEY_MARK, KEY_MARK + KEY_MARK).replace(TAB, " "), style);
        this.doing = doing;
    }

    /**
     * An entry.
     *
     * @param words what it says
     * @param doing what it does
     * @return the entry
     */
    public static PartAction of(String words, Runnable doing) {
        return new PartAction(words, AS_PUSH_BUTTON, _ -> doing.run());
    }

    /**
     * An entry with a check mark.
     *
     * @param words what it says
     * @param isChecked at first
     * @param doing takes whether it is checked
     * @return the entry
     */
    public static PartAction check(String words, boolean isChecked, Consumer<Boolean> doing) {
        PartAction action = new PartAction(words, AS_CHECK_BOX, doing);
        action.setChecked(isChecked);
        return action;
    }

    /**
     * An entry that shows a view.
     *
     * @param site of the part that has the menu
     * @param words what it says
     * @param view identity of the view
     * @return the entry
     */
    public static PartAction show(IWorkbenchPartSite site, String words, String view) {
        return of(
                words,
                () -> {
                    try {
                        site.getPage().showView(view);
                    } catch (PartInitException failure) {
                        ILog.of(PartAction.class).error("cannot show " + view, failure);
                    }
                });
    }

    @Override
    public void run() {
        doing.accept(isChecked());
    }
}
