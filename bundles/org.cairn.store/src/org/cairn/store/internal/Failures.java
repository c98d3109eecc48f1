package org.cairn.store.internal;

import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.QueryException;
import org.cairn.store.StoreException;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** Turns the driver's exceptions into those of the store. */
public final class Failures {
    private static final String INTERRUPTED = "INTERRUPT Error";

    // What DuckDB puts before a message when neither the text nor the data is the reason.
    private static final List<String> NOT_THE_QUERY =
            List.of(
                    "Out of Memory Error",
                    "IO Error",
                    "Data Corruption Error",
                    "Serialization Error",
                    "INTERNAL Error",
                    "FATAL Error",
                    "TransactionContext Error",
                    "Connection Error");

    // An excerpt of the SQL text, which is not always what the user wrote; all 46 ways to use a
    // plus
    // sign; which settings to change, all of which are locked.
    private static final Pattern DETAILS =
            Pattern.compile(
                    "\\R\\s*(?:LINE \\d+:|Candidate functions:|This limit was set by"
                            + "|Possible solutions:)");

    private Failures() {}

    /**
     * Names the failure of a statement that a user wrote.
     *
     * @param e the driver's exception
     * @param what what was done, such as the path of the store
     * @return the exception to throw
     * @throws CancelledException when the statement was cancelled
     */
    public static StoreException ofQuery(SQLException e, String what) {
        String message = message(e);
        if (NOT_THE_QUERY.stream().anyMatch(message::startsWith)) {
            return ofStore(e, what);
        }
        checkCancelled(message);
        return new QueryException(message, e);
    }

    /**
     * Names the failure of a statement of our own.
     *
     * @param e the driver's exception
     * @param what what was done, such as the path of the store
     * @return the exception to throw
     * @throws CancelledException when the statement was cancelled
     */
    public static StoreException ofStore(SQLException e, String what) {
        String message = message(e);
        checkCancelled(message);
        return new StoreException(what + ": " + message, e);
    }

    private static void checkCancelled(String message) {
        if (message.startsWith(INTERRUPTED)) {
            throw new CancelledException();
        }
    }

    /**
     * The driver's message in one line, without what does not help.
     *
     * @param e the driver's exception
     * @return one line
     */
    public static String message(SQLException e) {
        String text = e.getMessage();
        if (text == null) {
            return e.toString();
        }
        return line(DETAILS.split(text, 2)[0]);
    }

    /**
     * What a chain of failures began with.
     *
     * @param failure the last of the chain
     * @return the message of the first, in one line
     */
    static String root(Throwable failure) {
        Throwable first = failure;
        for (Throwable next = first.getCause(); next != null; next = first.getCause()) {
            first = next;
        }
        return line(first.getMessage() == null ? first.toString() : first.getMessage());
    }

    /**
     * Makes one line of several.
     *
     * @param text lines
     * @return the lines with semicolons between them
     */
    static String line(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
