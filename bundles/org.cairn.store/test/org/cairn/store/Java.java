package org.cairn.store;

import org.cairn.dump.Remark;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.types.TypeTable;
import org.duckdb.DuckDBDriver;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Other processes for tests. */
final class Java {
    private Java() {}

    static String command() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Starts a main class of the tests. The driver unpacks its library, 70 MB, into the temporary
     * folder, and does not delete it when the process is killed.
     */
    static Process start(Path temporary, Class<?> main, String... arguments)
            throws IOException, URISyntaxException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                command(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                classPath(),
                                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    // The class path of a test runner is not always in java.class.path.
    private static String classPath() throws URISyntaxException {
        StringJoiner path = new StringJoiner(File.pathSeparator);
        for (Class<?> type :
                List.of(
                        Java.class,
                        Store.class,
                        HeapRoot.class,
                        ProcessImage.class,
                        TypeTable.class,
                        Remark.class,
                        Progress.class,
                        DuckDBDriver.class)) {
            path.add(
                    Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                            .toString());
        }
        return path.toString();
    }
}
