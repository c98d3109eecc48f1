package org.cairn.ui.internal.look;

import org.cairn.ui.widgets.hex.HexPalette;
import org.cairn.ui.widgets.hex.RangeStyle;
import org.cairn.ui.widgets.table.TablePalette;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.themes.ITheme;
import org.eclipse.ui.themes.IThemeManager;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The colours and fonts of the present theme as the user has them. They belong to the platform:
 * nobody disposes of them. Used on the UI thread.
 */
public final class Look {
    private static final String FIXED = "org.cairn.ui.font.fixed";
    private static final String TEXT = "org.cairn.ui.font.text";
    private static final String NOT_STYLED = "org.eclipse.e4.ui.css.disabled";
    private static final List<Shade> SERIES =
            Stream.of(Shade.values()).filter(shade -> shade.name().startsWith("SERIES_")).toList();

    private final IThemeManager themes;

    /**
     * Creates the look of a workbench.
     *
     * @param themes its themes
     */
    public Look(IThemeManager themes) {
        this.themes = themes;
    }

    /**
     * The look of the running workbench.
     *
     * @return the look
     */
    public static Look ofWorkbench() {
        return new Look(PlatformUI.getWorkbench().getThemeManager());
    }

    /**
     * A colour.
     *
     * @param shade what it is for
     * @return its present value
     */
    public Color color(Shade shade) {
        return theme().getColorRegistry().get(shade.id());
    }

    /**
     * The colours of the series of a chart.
     *
     * @return eight, and one for all further ones together
     */
    public List<Color> series() {
        return SERIES.stream().map(this::color).toList();
    }

    /**
     * The font of texts in tables.
     *
     * @return proportional
     */
    public Font text() {
        return theme().getFontRegistry().get(TEXT);
    }

    /**
     * The font of addresses and bytes.
     *
     * @return monospaced
     */
    public Font fixed() {
        return theme().getFontRegistry().get(FIXED);
    }

    /**
     * What a table is painted with.
     *
     * @return present colours and fonts
     */
    public TablePalette tablePalette() {
        return new TablePalette(
                color(Shade.BACKGROUND),
                color(Shade.ALTERNATE),
                color(Shade.TEXT),
                color(Shade.MUTED),
                color(Shade.SELECTION),
                color(Shade.SELECTION_TEXT),
                color(Shade.SELECTION_IDLE),
                color(Shade.GRID),
                color(Shade.HEADER),
                color(Shade.HEADER_TEXT),
                color(Shade.BAR),
                color(Shade.WARNING),
                color(Shade.ERROR),
                text(),
                fixed());
    }

    /**
     * What memory is painted with.
     *
     * @return present colours and font
     */
    public HexPalette hexPalette() {
        Map<RangeStyle, Color> tints = new EnumMap<>(RangeStyle.class);
        for (RangeStyle style : RangeStyle.values()) {
            tints.put(style, color(tint(style)));
        }
        return new HexPalette(
                color(Shade.BACKGROUND),
                color(Shade.TEXT),
                color(Shade.HEX_ZERO),
                color(Shade.HEX_ADDRESS),
                color(Shade.HEX_ABSENT),
                color(Shade.HEX_SELECTION),
                color(Shade.HEX_CARET),
                color(Shade.HEX_HOVER),
                color(Shade.HEX_OUTLINE),
                tints,
                fixed());
    }

    private static Shade tint(RangeStyle style) {
        return switch (style) {
            case HEADER -> Shade.TINT_HEADER;
            case USER -> Shade.TINT_USER;
            case FREE -> Shade.TINT_FREE;
            case SLACK -> Shade.TINT_SLACK;
            case METADATA -> Shade.TINT_METADATA;
            case ANOMALY -> Shade.TINT_ANOMALY;
            case MARK -> Shade.TINT_MARK;
        };
    }

    /**
     * Whether texts are lighter than what is behind them.
     *
     * @return whether the theme is a dark one
     */
    public boolean isDark() {
        return brightness(Shade.BACKGROUND) < brightness(Shade.TEXT);
    }

    private float brightness(Shade shade) {
        RGB colour = color(shade).getRGB();
        return colour.getHSB()[2];
    }

    /**
     * Paints something now, and again whenever a colour or font changes, here or in the system.
     *
     * @param control what is painted; ends the telling when it is disposed of
     * @param paint takes colours and fonts from this look
     */
    public void follow(Control control, Runnable paint) {
        paint.run();
        Repaint repaint = new Repaint(control, paint);
        Display display = control.getDisplay();
        themes.addPropertyChangeListener(repaint);
        display.addListener(SWT.Settings, repaint);
        control.addDisposeListener(
                _ -> {
                    themes.removePropertyChangeListener(repaint);
                    display.removeListener(SWT.Settings, repaint);
                });
    }

    /**
     * Keeps the platform's style sheets from a control, which has its colours from a look alone.
     *
     * @param control and none of those in it
     */
    public static void keepStylesFrom(Control control) {
        control.setData(NOT_STYLED, Boolean.TRUE);
    }

    private ITheme theme() {
        return themes.getCurrentTheme();
    }
}
