package org.cairn.ui.internal.memory;

import org.cairn.memory.Run;
import org.cairn.store.Block;
import org.cairn.store.Store;
import org.cairn.system.ProcessImage;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.MemoryRendering;
import org.cairn.ui.Place;
import org.cairn.ui.internal.address.PlaceProcess;
import org.cairn.ui.internal.look.Look;
import org.cairn.ui.widgets.AccessibleName;
import org.cairn.ui.widgets.hex.ByteSelection;
import org.cairn.ui.widgets.hex.CopyForm;
import org.cairn.ui.widgets.hex.HexCanvas;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.IMemento;

import java.util.List;
import java.util.Optional;

/** Memory as bytes and text, tinted by the blocks that they belong to. */
public final class HexRendering implements MemoryRendering {
    private static final int CARET_REST_MILLIS = 150;
    private static final int DIGITS_OF_BYTE = 2;

    private final HexSettings settings = new HexSettings();
    private final Asker scope = new Asker("the segment around an address");
    private final Asker ranges = new Asker("the blocks that are seen");
    private final Asker pointer = new Asker("the memory at an address");
    private final Runnable caretRests = this::caretRests;
    private @Nullable HexCanvas canvas;
    private @Nullable DumpSession dump;
    private @Nullable ProcessImage process;
    private Optional<Store> store = Optional.empty();
    private Optional<Block> block = Optional.empty();
    private ByteSelection scrolled = new ByteSelection(0, -1);
    private boolean following;

    @Override
    public Control create(Composite parent) {
        HexCanvas created = new HexCanvas(parent, SWT.NONE);
        AccessibleName.set(created, "Memory");
        Look look = Look.ofWorkbench();
        look.follow(created, () -> created.setPalette(look.hexPalette()));
        created.setBytesPerRow(HexCanvas.AUTO);
        settings.apply(created);
        created.onVisible(this::seen);
        created.onSelect(_ -> caretMoved());
        created.onActivate((_, value) -> follow(value));
        canvas = created;
        return created;
    }

    @Override
    public void show(DumpSession shown, ProcessImage image, Place place) {
        HexCanvas bytes = canvas;
        if (bytes == null) {
            return;
        }
        bytes.getDisplay().timerExec(-1, caretRests);
        boolean other = shown != dump || image != process;
        boolean decoded = !shown.store().equals(store);
        dump = shown;
        process = image;
        store = shown.store();
        block = place.block();
        following = true;
        if (other) {
            bytes.setAddressDigits(image.architecture().pointerSize() * DIGITS_OF_BYTE);
            bytes.setRanges(List.of());
            bytes.setSource(new MemorySource(shown, image.space()));
        }
        bytes.setHighlight(highlight(place));
        place.address().ifPresent(address -> goTo(bytes, address, other));
        following = false;
        if (decoded && !other) {
            ByteSelection visible = bytes.visibleBytes();
            seen(visible.first(), visible.last());
        }
        if (place.address().isPresent()) {
            scroll(shown, image, place.address().getAsLong(), other || decoded);
        }
    }

    private static @Nullable ByteSelection highlight(Place place) {
        Optional<Block> chosen = place.block();
        if (chosen.isEmpty() || chosen.get().size() == 0) {
            return null;
        }
        long first = chosen.get().address();
        return new ByteSelection(first, first + chosen.get().size() - 1);
    }

    /** Does not scroll to what is seen and selected already. */
    private static void goTo(HexCanvas bytes, long address, boolean always) {
        if (always
                || !bytes.visibleBytes().contains(address)
                || !bytes.selection().contains(address)) {
            bytes.goTo(address);
        }
    }

    private void scroll(DumpSession shown, ProcessImage image, long address, boolean always) {
        if (scrolled.contains(address) && !always) {
            return;
        }
        scope.ask(
                shown,
                progress -> MemoryScope.around(shown, image, address, progress),
                this::scrollWithin,
                _ -> scope.cancel());
    }

    private void scrollWithin(ByteSelection range) {
        HexCanvas bytes = canvas;
        if (bytes != null && !bytes.isDisposed()) {
            scrolled = range;
            bytes.setRange(range.first(), range.last());
        }
    }

    private void seen(long first, long last) {
        DumpSession shown = dump;
        ProcessImage image = process;
        if (shown == null || image == null || store.isEmpty()) {
            return;
        }
        Store blocks = store.get();
        ranges.ask(
                shown,
                progress ->
                        new VisibleRanges(blocks, PlaceProcess.heaps(shown, image), progress)
                                .between(first, last),
                found -> {
                    HexCanvas bytes = canvas;
                    if (bytes != null && !bytes.isDisposed()) {
                        bytes.setRanges(found);
                    }
                },
                _ -> ranges.cancel());
    }

    private void caretMoved() {
        HexCanvas bytes = canvas;
        if (bytes != null && !following) {
            bytes.getDisplay().timerExec(CARET_REST_MILLIS, caretRests);
        }
    }

    private void caretRests() {
        HexCanvas bytes = canvas;
        DumpSession shown = dump;
        if (bytes != null && !bytes.isDisposed() && shown != null) {
            shown.places().goToAddress(bytes.selection().first());
        }
    }

    private void follow(long address) {
        HexCanvas bytes = canvas;
        DumpSession shown = dump;
        ProcessImage image = process;
        if (bytes == null || shown == null || image == null) {
            return;
        }
        bytes.getDisplay().timerExec(-1, caretRests);
        pointer.ask(
                shown,
                _ -> image.space().runAt(address) instanceof Run.Mapped,
                mapped -> {
                    if (mapped) {
                        shown.places().goToAddress(address);
                    } else {
                        bytes.getDisplay().beep();
                    }
                },
                _ -> pointer.cancel());
    }

    @Override
    public void clear() {
        scope.cancel();
        ranges.cancel();
        pointer.cancel();
        dump = null;
        process = null;
        store = Optional.empty();
        block = Optional.empty();
        HexCanvas bytes = canvas;
        if (bytes != null) {
            bytes.setSource(null);
            bytes.setRanges(List.of());
            bytes.setHighlight(null);
        }
    }

    @Override
    public Optional<String> selectedText() {
        HexCanvas bytes = canvas;
        return bytes == null || dump == null
                ? Optional.empty()
                : Optional.of(bytes.copy(CopyForm.HEX));
    }

    @Override
    public void fillMenu(IMenuManager menu) {
        HexCanvas bytes = canvas;
        if (bytes != null) {
            new HexMenu(bytes, settings).fill(menu, block);
        }
    }

    @Override
    public void restore(IMemento kept) {
        settings.restore(kept);
    }

    @Override
    public void save(IMemento kept) {
        settings.save(kept);
    }
}
