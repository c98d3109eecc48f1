package org.cairn.ui.internal.memory;

import org.cairn.store.Block;
import org.cairn.ui.internal.look.TextClipboard;
import org.cairn.ui.widgets.hex.ByteSelection;
import org.cairn.ui.widgets.hex.CopyForm;
import org.cairn.ui.widgets.hex.HexCanvas;
import org.cairn.ui.widgets.hex.TextEncoding;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.jface.action.Separator;

import java.util.Optional;

/** What can be done with bytes. */
final class HexMenu {
    private final HexCanvas canvas;
    private final HexSettings settings;

    HexMenu(HexCanvas canvas, HexSettings settings) {
        this.canvas = canvas;
        this.settings = settings;
    }

    void fill(IMenuManager menu, Optional<Block> block) {
        MenuManager copy = new MenuManager("Copy &as");
        copy.add(action("&Hex", () -> copy(CopyForm.HEX)));
        copy.add(action("&Text", () -> copy(CopyForm.TEXT)));
        copy.add(action("&C array", () -> copy(CopyForm.C_ARRAY)));
        menu.add(copy);
        IAction select = action("Select the &whole block", () -> block.ifPresent(this::select));
        select.setEnabled(block.isPresent());
        menu.add(select);
        menu.add(new Separator());
        MenuManager words = new MenuManager("Word &size");
        for (int size : HexSettings.WORD_SIZES) {
            String name = "&" + size + (size == 1 ? " byte" : " bytes");
            words.add(
                    choice(
                            name,
                            settings.wordSize() == size,
                            () -> {
                                settings.wordSize(size);
                                settings.apply(canvas);
                            }));
        }
        menu.add(words);
        MenuManager texts = new MenuManager("&Text");
        texts.add(encoding("&ASCII", TextEncoding.ASCII));
        texts.add(encoding("&UTF-16", TextEncoding.UTF_16LE));
        menu.add(texts);
    }

    private IAction encoding(String name, TextEncoding encoding) {
        return choice(
                name,
                settings.encoding() == encoding,
                () -> {
                    settings.encoding(encoding);
                    settings.apply(canvas);
                });
    }

    private void select(Block block) {
        if (block.size() != 0) {
            canvas.setSelection(
                    new ByteSelection(block.address(), block.address() + block.size() - 1));
        }
    }

    private void copy(CopyForm form) {
        TextClipboard.put(canvas.copy(form));
    }

    private static IAction action(String name, Runnable what) {
        return new Action(name) {
            @Override
            public void run() {
                what.run();
            }
        };
    }

    private static IAction choice(String name, boolean chosen, Runnable what) {
        IAction action =
                new Action(name, IAction.AS_RADIO_BUTTON) {
                    @Override
                    public void run() {
                        if (isChecked()) {
                            what.run();
                        }
                    }
                };
        action.setChecked(chosen);
        return action;
    }
}
