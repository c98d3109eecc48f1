package org.cairn.cli;

import org.cairn.memory.FailureReason;

import java.io.IOException;
import java.util.Locale;

/** The output of a command cannot be written: it is closed, or its disk is full. */
final class OutputException extends IOException {
    private static final long serialVersionUID = 1;

    OutputException(IOException cause) {
        super("the output cannot be written: " + FailureReason.of(cause), cause);
    }

    /** Whoever read the output, such as {@code head}, has seen enough. */
    boolean isClosedPipe() {
        return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
}
