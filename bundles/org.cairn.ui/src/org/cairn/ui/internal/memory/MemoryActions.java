package org.cairn.ui.internal.memory;

import org.cairn.memory.AddressSpace;
import org.cairn.store.Block;
import org.cairn.store.BlockAt;
import org.cairn.store.Store;
import org.cairn.system.ProcessImage;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;
import org.cairn.ui.internal.address.PlaceProcess;
import org.cairn.ui.internal.look.Icon;
import org.cairn.ui.internal.look.TextClipboard;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.IToolBarManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.actions.ActionFactory;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** What can be done in the view Memory, whatever its rendering. */
final class MemoryActions {
    private final Asker step = new Asker("the next memory");
    private final Supplier<@Nullable DumpSession> dump;
    private final Supplier<@Nullable ProcessImage> process;
    private final RenderingStack renderings;
    private final IAction previousBlock =
            action("&Previous block", Icon.PREVIOUS, () -> block(BlockAt::previous));
    private final IAction nextBlock = action("&Next block", Icon.NEXT, () -> block(BlockAt::next));
    private final IAction previousStretch =
            action("Pre&vious mapped memory", null, () -> stretch(Stretches::before));
    private final IAction nextStretch =
            action("Ne&xt mapped memory", null, () -> stretch(Stretches::after));

    /** A step from a stretch of memory to another one. */
    private interface Step {
        OptionalLong from(Stretches stretches, long address);
    }

    MemoryActions(
            Supplier<@Nullable DumpSession> dump,
            Supplier<@Nullable ProcessImage> process,
            RenderingStack renderings) {
        this.dump = dump;
        this.process = process;
        this.renderings = renderings;
    }

    void contributeTo(IViewSite site) {
        IAction copy = action("&Copy", null, this::copy);
        site.getActionBars().setGlobalActionHandler(ActionFactory.COPY.getId(), copy);
        IToolBarManager tools = site.getActionBars().getToolBarManager();
        tools.add(previousBlock);
        tools.add(nextBlock);
        IMenuManager menu = site.getActionBars().getMenuManager();
        menu.setRemoveAllWhenShown(true);
        menu.addMenuListener(
                shown -> {
                    renderings.fillMenu(shown);
                    shown.add(new Separator());
                    addSteps(shown);
                });
        // A menu without entries has no button.
        menu.add(previousBlock);
        site.getActionBars().updateActionBars();
    }

    void fillContextMenu(IMenuManager menu) {
        menu.add(action("&Copy", null, this::copy));
        renderings.fillMenu(menu);
        menu.add(new Separator());
        addSteps(menu);
    }

    private void addSteps(IMenuManager menu) {
        menu.add(previousBlock);
        menu.add(nextBlock);
        menu.add(previousStretch);
        menu.add(nextStretch);
    }

    private void copy() {
        renderings.selectedText().ifPresent(TextClipboard::put);
    }

    private void block(Function<BlockAt, Optional<Block>> neighbour) {
        DumpSession session = dump.get();
        ProcessImage image = process.get();
        if (session == null || image == null || session.store().isEmpty()) {
            return;
        }
        Store store = session.store().get();
        Place now = session.places().now();
        long from = now.block().map(Block::address).orElse(now.address().orElse(0));
        step.ask(
                session,
                progress ->
                        neighbour.apply(
                                store.blockAt(
                                        from,
                                        Optional.of(PlaceProcess.heaps(session, image)),
                                        progress)),
                found ->
                        found.ifPresentOrElse(
                                block -> session.places().go(place -> place.atBlock(block)),
                                MemoryActions::nothing),
                _ -> nothing());
    }

    private void stretch(Step way) {
        DumpSession session = dump.get();
        ProcessImage image = process.get();
        if (session == null || image == null) {
            return;
        }
        AddressSpace space = image.space();
        long from = session.places().now().address().orElse(0);
        step.ask(
                session,
                progress -> way.from(new Stretches(space, progress), from),
                found ->
                        found.ifPresentOrElse(
                                session.places()::goToAddress, MemoryActions::nothing),
                _ -> nothing());
    }

    private static void nothing() {
        Display.getCurrent().beep();
    }

    private static IAction action(String name, @Nullable Icon icon, Runnable what) {
        IAction action =
                new Action(name) {
                    @Override
                    public void run() {
                        what.run();
                    }
                };
        if (icon != null) {
            action.setImageDescriptor(icon.descriptor());
        }
        return action;
    }
}
