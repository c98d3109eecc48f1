package org.cairn.types.internal;

import java.io.IOException;

/** A server was reached, but what it answered is not taken: why. */
public final class SymbolRefusal extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message why, a phrase
     */
    public SymbolRefusal(String message) {
        super(message);
    }
}
