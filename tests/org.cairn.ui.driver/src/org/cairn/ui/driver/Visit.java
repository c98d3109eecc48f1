package org.cairn.ui.driver;

import org.eclipse.ui.IStartup;
import org.eclipse.ui.PlatformUI;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives a product from within, when this bundle was put into it and a system property asks for it;
 * then closes the window. {@code cairn.visit.report=FILE} writes what can be seen of the open dump
 * ({@link ReportVisit}), {@code cairn.visit.pictures=FOLDER} takes pictures of the window ({@link
 * PictureVisit}). A failure is written, too.
 */
public final class Visit implements IStartup {
    @Override
    public void earlyStartup() {
        String report = System.getProperty("cairn.visit.report");
        String pictures = System.getProperty("cairn.visit.pictures");
        if (report != null) {
            run(Path.of(report), new ReportVisit()::lines);
        } else if (pictures != null) {
            Path folder = Path.of(pictures);
            run(folder.resolve("pictures.txt"), () -> new PictureVisit(folder).take());
        }
    }

    /** What is done there. */
    @FunctionalInterface
    private interface Steps {
        List<String> run() throws IOException;
    }

    private static void run(Path file, Steps steps) {
        List<String> lines = new ArrayList<>();
        try {
            lines.addAll(steps.run());
        } catch (IOException | RuntimeException | AssertionError failure) {
            lines.add("failure: " + failure);
            for (StackTraceElement frame : failure.getStackTrace()) {
                lines.add("failure:   at " + frame);
            }
        }
        try {
            Files.write(file, lines);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            Ui.begin(PlatformUI.getWorkbench()::close);
        }
    }
}
