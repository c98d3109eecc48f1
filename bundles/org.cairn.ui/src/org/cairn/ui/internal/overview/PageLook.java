package org.cairn.ui.internal.overview;

import org.cairn.ui.internal.look.Look;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.widgets.chart.ChartPalette;
import org.eclipse.jface.resource.FontDescriptor;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.resource.LocalResourceManager;
import org.eclipse.jface.resource.ResourceManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Link;

import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Colours and fonts of the overview; each control is told how to dress, now and after a change. */
final class PageLook {
    private static final String DRESS = PageLook.class.getName();
    private static final int LARGER = 4;

    private final Look look;
    private final ResourceManager fonts;

    PageLook(Look look, Control owner) {
        this.look = look;
        this.fonts = new LocalResourceManager(JFaceResources.getResources(), owner);
    }

    Color color(Shade shade) {
        return look.color(shade);
    }

    Font text() {
        return look.text();
    }

    Font fixed() {
        return look.fixed();
    }

    /** Of the names of sections. */
    Font heading() {
        return fonts.create(FontDescriptor.createFrom(text()).setStyle(SWT.BOLD));
    }

    /** Of the name of the dump and of key figures. */
    Font large() {
        return fonts.create(FontDescriptor.createFrom(text()).increaseHeight(LARGER));
    }

    ChartPalette chart() {
        return new ChartPalette(
                color(Shade.BACKGROUND),
                color(Shade.TEXT),
                color(Shade.MUTED),
                color(Shade.GRID),
                color(Shade.HEADER),
                color(Shade.MUTED),
                color(Shade.SERIES_1),
                color(Shade.SERIES_OTHER),
                color(Shade.SERIES_OTHER),
                color(Shade.WARNING),
                text());
    }

    /** Makes a control, and dresses it as a text of some colour and font. */
    <C extends Control> C text(C control, Shade shade, Face face) {
        return dress(
                control,
                (own, made) -> {
                    made.setForeground(own.color(shade));
                    made.setFont(face.of(own));
                    if (made instanceof Link link) {
                        link.setLinkForeground(own.color(Shade.INFO));
                    }
                    return made;
                });
    }

    /** Dresses a control in the background alone. */
    <C extends Control> C plain(C control) {
        return dress(control, (_, made) -> made);
    }

    /** Dresses a control, now and whenever the look changes. */
    <C extends Control> C dress(C control, BiFunction<PageLook, C, C> how) {
        Consumer<PageLook> dress =
                own -> {
                    control.setBackground(own.color(Shade.BACKGROUND));
                    how.apply(own, control);
                };
        Look.keepStylesFrom(control);
        control.setData(DRESS, dress);
        dress.accept(this);
        return control;
    }

    /** Dresses a control and all in it again. */
    void again(Control control) {
        if (control.getData(DRESS) instanceof Consumer<?> dress) {
            accept(dress);
        }
        if (control instanceof Composite parts) {
            for (Control part : parts.getChildren()) {
                again(part);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void accept(Consumer<?> dress) {
        ((Consumer<PageLook>) dress).accept(this);
    }

    /** The fonts of texts. */
    enum Face {
        /** Proportional. */
        TEXT {
            @Override
            Font of(PageLook look) {
                return look.text();
            }
        },
        /** Monospaced. */
        FIXED {
            @Override
            Font of(PageLook look) {
                return look.fixed();
            }
        },
        /** Bold. */
        HEADING {
            @Override
            Font of(PageLook look) {
                return look.heading();
            }
        },
        /** Large. */
        LARGE {
            @Override
            Font of(PageLook look) {
                return look.large();
            }
        };

        abstract Font of(PageLook look);
    }
}
