package org.cairn.ui.driver;

import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Widget;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Menus fill themselves when they are shown; here they are told that they are. */
final class Menus {
    private Menus() {}

    static @Nullable Menu of(Widget widget) {
        return widget instanceof Control control ? control.getMenu() : null;
    }

    static Optional<MenuItem> item(@Nullable Menu top, String... path) {
        Menu menu = top;
        MenuItem found = null;
        for (String step : path) {
            found = first(menu, step);
            if (found == null) {
                return Optional.empty();
            }
            menu = found.getMenu();
        }
        return found == null ? Optional.empty() : Optional.of(found);
    }

    static List<String> names(@Nullable Menu menu) {
        return Stream.of(items(menu)).map(item -> Names.plain(item.getText())).toList();
    }

    private static @Nullable MenuItem first(@Nullable Menu menu, String name) {
        for (MenuItem item : items(menu)) {
            if (Names.plain(item.getText()).equals(name)) {
                return item;
            }
        }
        return null;
    }

    private static MenuItem[] items(@Nullable Menu menu) {
        if (menu == null || menu.isDisposed()) {
            return new MenuItem[0];
        }
        menu.notifyListeners(SWT.Show, Actions.event(menu, SWT.Show));
        return menu.getItems();
    }
}
