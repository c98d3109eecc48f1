package org.cairn.ui.widgets.hex;

import org.cairn.ui.widgets.Request;

import java.util.function.Consumer;

/** Where a hex canvas gets its bytes from. */
@FunctionalInterface
public interface ByteSource {
    /**
     * Begins to fetch bytes. Called on the UI thread, so it must return at once.
     *
     * @param address of the first one, unsigned
     * @param count how many, at least 1; the range does not go beyond the last address
     * @param answer told once, on any thread; not told when the request is cancelled
     * @return the request, to be cancelled when the bytes are no longer wanted
     */
    Request fetch(long address, int count, Consumer<ByteBlock> answer);
}
