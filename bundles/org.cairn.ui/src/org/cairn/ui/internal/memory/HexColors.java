package org.cairn.ui.internal.memory;

import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.widgets.hex.HexPalette;
import org.cairn.ui.widgets.hex.RangeStyle;
import org.eclipse.swt.graphics.Color;

import java.util.EnumMap;
import java.util.Map;

/** Memory in the colours of the theme. */
final class HexColors {
    private HexColors() {}

    static HexPalette of(Look look) {
        Map<RangeStyle, Color> tints = new EnumMap<>(RangeStyle.class);
        for (RangeStyle style : RangeStyle.values()) {
            tints.put(style, look.color(tint(style)));
        }
        return new HexPalette(
                look.color(Shade.BACKGROUND),
                look.color(Shade.TEXT),
                look.color(Shade.HEX_ZERO),
                look.color(Shade.HEX_ADDRESS),
                look.color(Shade.HEX_ABSENT),
                look.color(Shade.HEX_SELECTION),
                look.color(Shade.HEX_CARET),
                look.color(Shade.HEX_HOVER),
                look.color(Shade.HEX_OUTLINE),
                tints,
                look.fixed());
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
}
