package org.cairn.cli;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.io.Writer;

/**
 * The output of commands, whose failures are told from those of other files. Once it has failed,
 * each flush fails for the same reason: who writes help texts ignores failures.
 */
final class Output extends Writer {
    private final Writer target;
    private @Nullable IOException lost;

    Output(Writer target) {
        this.target = target;
    }

    @Override
    @NonNullByDefault({})
    public void write(char[] text, int offset, int length) throws OutputException {
        try {
            target.write(text, offset, length);
        } catch (IOException failure) {
            throw lost(failure);
        }
    }

    @Override
    @NonNullByDefault({})
    public void write(String text, int offset, int length) throws OutputException {
        try {
            target.write(text, offset, length);
        } catch (IOException failure) {
            throw lost(failure);
        }
    }

    @Override
    public void flush() throws OutputException {
        IOException before = lost;
        if (before != null) {
            throw new OutputException(before);
        }
        try {
            target.flush();
        } catch (IOException failure) {
            throw lost(failure);
        }
    }

    @Override
    public void close() throws OutputException {
        try {
            target.close();
        } catch (IOException failure) {
            throw lost(failure);
        }
    }

    private OutputException lost(IOException failure) {
        lost = failure;
        return new OutputException(failure);
    }
}
