package org.cairn.platform.tests;

import org.cairn.analysis.AnalysisService;
import org.cairn.cli.CommandLineTool;
import org.cairn.platform.ExtensionContributions;
import org.eclipse.core.runtime.RegistryFactory;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/**
 * What a command line came to.
 *
 * @param status the exit status
 * @param out what was written to standard output
 * @param err what was written to standard error
 */
record CommandRun(int status, String out, String err) {
    static CommandRun of(Path cache, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        AnalysisService service =
                new AnalysisService(
                        ExtensionContributions.read(RegistryFactory.getRegistry()), cache);
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int status =
                new CommandLineTool(service, new PrintWriter(out), new PrintWriter(err)).run(texts);
        return new CommandRun(status, out.toString(), err.toString());
    }
}
