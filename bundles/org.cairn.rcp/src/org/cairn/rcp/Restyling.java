package org.cairn.rcp;

import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Tree;

/**
 * Gives all controls the system's colours and then the styles of the theme, whenever the system has
 * new colours. That is so some time after another theme was chosen, too. The light style sheet says
 * nothing of what is to look as the system has it, so without this the texts of trees and labels
 * would stay light when the light theme follows the dark one.
 */
@SuppressWarnings("restriction")
final class Restyling implements Listener {
    /**
     * A control without a colour of its own ignores that it shall have none, though it still shows
     * the system's old one: it must be given one first.
     */
    private static final Color UNLIKELY = new Color(1, 2, 3);

    @Override
    @NonNullByDefault({})
    public void handleEvent(Event event) {
        IThemeEngine engine = ThemeHandler.engine();
        if (engine == null) {
            return;
        }
        for (Shell shell : event.display.getShells()) {
            restore(shell);
            engine.applyStyles(shell, true);
        }
    }

    private static void restore(Control control) {
        control.setForeground(UNLIKELY);
        control.setForeground(null);
        control.setBackground(UNLIKELY);
        control.setBackground(null);
        switch (control) {
            case Tree tree -> {
                tree.setHeaderForeground(null);
                tree.setHeaderBackground(null);
            }
            case Table table -> {
                table.setHeaderForeground(null);
                table.setHeaderBackground(null);
            }
            case Link link -> link.setLinkForeground(null);
            case Composite composite -> {
                for (Control child : composite.getChildren()) {
                    restore(child);
                }
            }
            default -> control.redraw();
        }
    }
}
