package org.cairn.ui.tests;

import org.cairn.ui.driver.Picture;
import org.cairn.ui.driver.Window;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.widgets.Shell;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import java.nio.file.Path;

/** Watches all tests of the window, begins each with an empty one, and shows how one failed. */
@NonNullByDefault({})
final class WindowExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(SuiteReport.class, _ -> SuiteReport.begin());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        empty();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            Path file =
                    Samples.results()
                            .resolve(
                                    "failed-" + context.getRequiredTestMethod().getName() + ".png");
            Picture.take(Window.ofWorkbench().shell().read(Shell::getBounds), file);
        }
        empty();
    }

    private static void empty() {
        Window window = Window.ofWorkbench();
        window.closeDialogs();
        window.closeEditors();
    }
}
