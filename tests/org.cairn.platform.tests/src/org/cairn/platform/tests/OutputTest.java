package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.AnalysisService;
import org.cairn.cli.CommandLineTool;
import org.cairn.platform.ExtensionContributions;
import org.eclipse.core.runtime.RegistryFactory;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;

/** An output that takes nothing. */
class OutputTest extends SampleCommands {
    private static final String FULL = "No space left on device";

    /** An output that fails once, when what it has is to be written, and then has nothing. */
    private static final class Failing extends Writer {
        private final String reason;
        private boolean filled;

        Failing(String reason) {
            this.reason = reason;
        }

        @Override
        @NonNullByDefault({})
        public void write(char[] text, int offset, int length) {
            filled = true;
        }

        @Override
        public void flush() throws IOException {
            boolean fails = filled;
            filled = false;
            if (fails) {
                throw new IOException(reason);
            }
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heaps DUMP", "heaps DUMP --format json", "analyze DUMP", "--help"})
    void aFullOutputIsToldOnce(String line) {
        StringWriter err = new StringWriter();
        assertThat(run(FULL, line, err)).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "cairn: the output cannot be written: " + FULL + "\n");
    }

    /** Whoever read it, such as head, has seen enough. */
    @Test
    void aClosedPipeIsNoFailure() {
        StringWriter err = new StringWriter();
        assertThat(run("Broken pipe", "heaps DUMP", err)).isZero();
        assertThat(err.toString()).isEmpty();
    }

    private int run(String reason, String line, StringWriter err) {
        AnalysisService service =
                new AnalysisService(
                        ExtensionContributions.read(RegistryFactory.getRegistry()),
                        folder().resolve("cache"));
        String[] arguments = line.split(" ");
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("DUMP")) {
                arguments[i] = sample("nt-win7-x86.dmp").toString();
            }
        }
        Writer out = new Failing(reason);
        return new CommandLineTool(service, out, new PrintWriter(err)).run(arguments);
    }
}
