package org.cairn.ui;

import org.cairn.analysis.Analysis;
import org.cairn.memory.WrittenAddress;
import org.cairn.store.Block;
import org.cairn.store.Store;
import org.cairn.system.AddressPlace;
import org.cairn.system.ProcessImage;
import org.cairn.ui.Place.Focus;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Display;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The place in a dump that all its views show, and the way that led there. Used on the UI thread.
 */
public final class Places {
    private static final int LONGEST_WAY = 200;

    private final DumpSession session;
    private final List<Place> way = new ArrayList<>(List.of(Place.WHOLE));
    private final List<Consumer<Place>> listeners = new CopyOnWriteArrayList<>();
    private final Asker holder = new Asker("the block at an address");
    private int position;

    Places(DumpSession session) {
        this.session = session;
    }

    /**
     * The present place.
     *
     * @return the place
     */
    public Place now() {
        return way.get(position);
    }

    /**
     * Goes to a place, which becomes the end of the way. A block that is being looked for is looked
     * for on when the place has the same address and only differs otherwise, such as by a filter.
     *
     * @param step from the present place to the next one
     */
    public void go(UnaryOperator<Place> step) {
        Place next = step.apply(now());
        if (next.equals(now())) {
            return;
        }
        boolean isSought =
                next.focus() == Focus.ADDRESS
                        && next.block().isEmpty()
                        && next.address().equals(now().address());
        if (!isSought) {
            holder.cancel();
        }
        way.subList(position + 1, way.size()).clear();
        way.add(next);
        if (way.size() > LONGEST_WAY) {
            way.remove(0);
        }
        position = way.size() - 1;
        tell();
    }

    /**
     * Goes to an address: at once to the memory there, and to the block that holds it as soon as
     * that is found.
     *
     * @param address unsigned
     */
    public void goToAddress(long address) {
        go(place -> place.atAddress(address, null));
        Optional<Store> store = session.store();
        if (store.isEmpty() || now().block().isPresent()) {
            return;
        }
        Store known = store.get();
        holder.ask(
                session,
                progress -> known.blockAt(address, Optional.empty(), progress).block(),
                found -> found.ifPresent(block -> refine(address, block)),
                _ -> holder.cancel());
    }

    /**
     * Goes to an address in any form. That of a physical address is searched in the background;
     * when no page maps it, a sound tells.
     *
     * @param written as the user wrote it
     */
    public void goTo(WrittenAddress written) {
        Optional<Analysis> analysis = session.analysis();
        if (written instanceof WrittenAddress.Linear linear) {
            goToAddress(linear.address());
        } else if (analysis.isPresent()) {
            List<ProcessImage> processes = analysis.get().system().processes();
            holder.ask(
                    session,
                    progress -> AddressPlace.of(written, processes, progress).address(),
                    this::goToFound,
                    _ -> holder.cancel());
        }
    }

    private void goToFound(OptionalLong address) {
        if (address.isPresent()) {
            goToAddress(address.getAsLong());
        } else {
            Display.getDefault().beep();
        }
    }

    /** The same step of the way, but with the block that was found. */
    private void refine(long address, @Nullable Block block) {
        way.set(position, now().atAddress(address, block));
        tell();
    }

    /**
     * Whether there is a place before this one.
     *
     * @return whether {@link #back} does something
     */
    public boolean canGoBack() {
        return position > 0;
    }

    /**
     * Whether there is a place after this one.
     *
     * @return whether {@link #forward} does something
     */
    public boolean canGoForward() {
        return position < way.size() - 1;
    }

    /** Goes to the place before this one. */
    public void back() {
        move(-1);
    }

    /** Goes to the place that {@link #back} came from. */
    public void forward() {
        move(1);
    }

    private void move(int steps) {
        int to = position + steps;
        if (to >= 0 && to < way.size()) {
            holder.cancel();
            position = to;
            tell();
        }
    }

    private void tell() {
        Place place = now();
        listeners.forEach(listener -> listener.accept(place));
    }

    /**
     * Tells of each new place.
     *
     * @param listener told on the UI thread
     */
    public void addListener(Consumer<Place> listener) {
        listeners.add(listener);
    }

    /**
     * Ends the telling.
     *
     * @param listener that was added
     */
    public void removeListener(Consumer<Place> listener) {
        listeners.remove(listener);
    }
}
