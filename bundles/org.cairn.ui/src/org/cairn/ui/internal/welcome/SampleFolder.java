package org.cairn.ui.internal.welcome;

import org.eclipse.core.runtime.Platform;
import org.eclipse.osgi.service.datalocation.Location;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the samples lie: beside the product, or where {@code cairn.samples} says. */
final class SampleFolder {
    private static final String PROPERTY = "cairn.samples";
    private static final String FOLDER = "samples";

    private SampleFolder() {}

    /** A folder that may not exist; empty when the product lies in none. */
    static Optional<Path> find() {
        String chosen = System.getProperty(PROPERTY);
        if (chosen != null && !chosen.isBlank()) {
            return Optional.of(Path.of(chosen));
        }
        Location product = Platform.getInstallLocation();
        if (product == null || !"file".equals(product.getURL().getProtocol())) {
            return Optional.empty();
        }
        URI folder = URI.create(product.getURL().toString().replace(" ", "%20"));
        return Optional.of(Path.of(folder).resolve(FOLDER));
    }
}
