package org.cairn.cli;

import org.cairn.analysis.AnalysisService;
import org.cairn.platform.CachePlace;
import org.cairn.platform.ExtensionContributions;
import org.eclipse.core.runtime.RegistryFactory;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.eclipse.jdt.annotation.NonNullByDefault;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The Eclipse application {@code org.cairn.cli.app}: runs one command and returns its exit status.
 */
public final class CliApplication implements IApplication {
    @Override
    @NonNullByDefault({})
    public Object start(IApplicationContext context) {
        String[] arguments =
                (String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
        Path home = Path.of(System.getProperty("user.home"));
        Path cache = CachePlace.folder(System.getenv(), System.getProperty("os.name"), home);
        AnalysisService service =
                new AnalysisService(
                        ExtensionContributions.read(RegistryFactory.getRegistry()), cache);
        PrintWriter err = new PrintWriter(writer(FileDescriptor.err));
        int status = new CommandLineTool(service, writer(FileDescriptor.out), err).run(arguments);
        err.flush();
        return status;
    }

    private static Writer writer(FileDescriptor descriptor) {
        return new BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
    }

    @Override
    public void stop() {
        // a command ends by itself; its cancellation is a shutdown hook
    }
}
