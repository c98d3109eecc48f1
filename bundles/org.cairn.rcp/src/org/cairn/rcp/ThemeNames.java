package org.cairn.rcp;

import org.eclipse.core.commands.IParameterValues;
import org.eclipse.jdt.annotation.NonNullByDefault;

import java.util.Map;

/** The themes that can be chosen, for Quick Access. */
public final class ThemeNames implements IParameterValues {
    private static final Map<String, String> NAMES =
            Map.of(
                    "Light", "org.eclipse.e4.ui.css.theme.e4_default",
                    "Dark", "org.eclipse.e4.ui.css.theme.e4_dark");

    @Override
    @NonNullByDefault({})
    public Map<String, String> getParameterValues() {
        return NAMES;
    }
}
