package org.cairn.rcp;

import org.eclipse.osgi.service.datalocation.Location;

import java.io.IOException;
import java.nio.file.Path;

/** The state of a window belongs to one running Cairn; another one takes the next folder. */
final class StateFolder {
    private static final int MOST = 100;

    /**
     * Equinox takes the rest of a place from here on for the fragment of a URL, even if escaped.
     */
    private static final char FRAGMENT = '#';

    private StateFolder() {}

    /**
     * Keeps the state in the first folder that nobody uses: the given one, or the same name with
     * {@code -2}, {@code -3} and so on behind it.
     *
     * @param location where the platform keeps state; left alone when it is chosen already
     * @param folder the first to try
     * @throws IOException when a folder cannot be written, or all are in use
     */
    static void take(Location location, Path folder) throws IOException {
        Path chosen = folder.toAbsolutePath();
        if (chosen.toString().indexOf(FRAGMENT) >= 0) {
            throw new IOException("the platform would cut its name off at " + FRAGMENT);
        }
        for (int number = 1; !location.isSet(); number++) {
            if (number > MOST) {
                throw new IOException("all " + MOST + " are in use");
            }
            Path candidate =
                    number == 1
                            ? chosen
                            : chosen.resolveSibling(chosen.getFileName() + "-" + number);
            location.set(candidate.toUri().toURL(), true);
        }
    }
}
