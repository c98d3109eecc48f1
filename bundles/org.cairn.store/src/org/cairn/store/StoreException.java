package org.cairn.store;

import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;

/** A store cannot be written or read: the disk is full, the file is damaged, memory is short. */
public class StoreException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line for people
     * @param cause what went wrong below, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
