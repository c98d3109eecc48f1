package org.cairn.rcp;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.e4.ui.css.swt.theme.ITheme;
import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.commands.IElementUpdater;
import org.eclipse.ui.menus.UIElement;

import java.util.Map;

/**
 * Makes the window light or dark, at once and for the next start. The engine of styles is meant for
 * the platform's own preference page only, but nothing else can change a running window.
 */
@SuppressWarnings("restriction")
public final class ThemeHandler extends AbstractHandler implements IElementUpdater {
    private static final String COMMAND = "org.cairn.rcp.theme";
    private static final String THEME = "org.cairn.rcp.theme.id";

    @Override
    @NonNullByDefault({})
    public Object execute(ExecutionEvent event) {
        String theme = event.getParameter(THEME);
        IThemeEngine engine = engine();
        if (theme != null && engine != null) {
            engine.setTheme(theme, true);
            PlatformUI.getWorkbench()
                    .getService(ICommandService.class)
                    .refreshElements(COMMAND, null);
        }
        return null;
    }

    @Override
    @NonNullByDefault({})
    public void updateElement(UIElement element, @SuppressWarnings("rawtypes") Map parameters) {
        IThemeEngine engine = engine();
        ITheme active = engine == null ? null : engine.getActiveTheme();
        element.setChecked(active != null && active.getId().equals(parameters.get(THEME)));
    }

    /** There is none when styles are off, as in the high contrast mode of a system. */
    static @Nullable IThemeEngine engine() {
        return PlatformUI.getWorkbench().getService(IThemeEngine.class);
    }
}
