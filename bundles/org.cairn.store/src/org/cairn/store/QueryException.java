package org.cairn.store;

import org.eclipse.jdt.annotation.Nullable;

/**
 * An SQL text that does not work: it is malformed, names something that is not there, does more
 * than read, or fails on the data. The message says what, in the words of the database.
 */
public final class QueryException extends StoreException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line for people
     * @param cause what went wrong below, or null
     */
    public QueryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
