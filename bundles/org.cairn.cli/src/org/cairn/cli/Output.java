package org.cairn.cli;

import org.eclipse.jdt.annotation.NonNullByDefault;

import java.io.IOException;
import java.io.Writer;

/** The output of commands, whose failures are told from those of other files. */
final class Output extends Writer {
    private final Writer target;

    Output(Writer target) {
        this.target = target;
    }

    @Override
    @NonNullByDefault({})
    public void write(char[] text, int offset, int length) throws OutputException {
        try {
            target.write(text, offset, length);
        } catch (IOException failure) {
            throw new OutputException(failure);
        }
    }

    @Override
    @NonNullByDefault({})
    public void write(String text, int offset, int length) throws OutputException {
        try {
            target.write(text, offset, length);
        } catch (IOException failure) {
            throw new OutputException(failure);
        }
    }

    @Override
    public void flush() throws OutputException {
        try {
            target.flush();
        } catch (IOException failure) {
            throw new OutputException(failure);
        }
    }

    @Override
    public void close() throws OutputException {
        try {
            target.close();
        } catch (IOException failure) {
            throw new OutputException(failure);
        }
    }
}
