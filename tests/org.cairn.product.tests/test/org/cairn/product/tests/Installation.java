package org.cairn.product.tests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

/**
 * The desktop product for Linux, unpacked by the user of a new account, with the driver of the
 * window put into it as third parties are told to do.
 */
final class Installation {
    private static final String PRODUCTS = "releng/org.cairn.product.desktop/target/products";
    private static final String DRIVER = "org.cairn.ui.driver";
    private static final String OUT = "out.txt";
    private static final String ERR = "err.txt";
    private static final int LIMIT_MINUTES = 5;

    private final Path program;
    private final Path home;

    private Installation(Path program, Path home) {
        this.program = program;
        this.home = home;
    }

    /**
     * What a process came to.
     *
     * @param status its exit status
     * @param out its standard output
     * @param err its standard error
     */
    record Run(int status, String out, String err) {}

    /** Unpacks the archive; in a build for this machine only there is none, but its content. */
    static Installation in(Path folder) throws IOException, InterruptedException {
        Path products = root().resolve(PRODUCTS);
        Path archive = products.resolve("cairn-desktop-linux.gtk.x86_64.tar.gz");
        Path place = Files.createDirectories(folder.resolve("unpacked here"));
        List<String> command =
                Files.exists(archive)
                        ? List.of("tar", "-xzf", archive.toString())
                        : List.of(
                                "cp",
                                "-a",
                                products.resolve("cairn-desktop/linux/gtk/x86_64/cairn").toString(),
                                ".");
        Process unpacking =
                new ProcessBuilder(command).directory(place.toFile()).inheritIO().start();
        if (unpacking.waitFor() != 0) {
            throw new IOException("cannot unpack: " + command);
        }
        Path program = place.resolve("cairn");
        addDriver(program);
        return new Installation(program, Files.createDirectories(folder.resolve("home")));
    }

    private static void addDriver(Path program) throws IOException {
        Path jar = root().resolve("tests/" + DRIVER + "/target/" + DRIVER + "-1.0.0-SNAPSHOT.jar");
        String name = "plugins/" + DRIVER + ".jar";
        Files.copy(jar, program.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        String version;
        try (JarFile file = new JarFile(jar.toFile())) {
            version = file.getManifest().getMainAttributes().getValue("Bundle-Version");
        }
        Files.writeString(
                program.resolve(
                        "configuration/org.eclipse.equinox.simpleconfigurator/bundles.info"),
                "%s,%s,%s,4,false\n".formatted(DRIVER, version, name),
                StandardOpenOption.APPEND);
    }

    /** The folder of the user. */
    Path home() {
        return home;
    }

    /** Starts {@code cairn} and does not wait for it; what it writes goes to two files. */
    Process start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(program.resolve("cairn").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> own = builder.environment();
        own.keySet().retainAll(List.of("PATH", "DISPLAY", "XAUTHORITY"));
        own.put("HOME", home.toString());
        own.put("JAVA_HOME", System.getProperty("java.home"));
        own.putAll(environment);
        own.values().removeIf(String::isEmpty);
        return builder.redirectInput(new File("/dev/null"))
                .redirectOutput(home.resolve(OUT).toFile())
                .redirectError(home.resolve(ERR).toFile())
                .start();
    }

    /** Runs {@code cairn} to its end. */
    Run run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(folder, environment, arguments);
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("does not end: " + List.of(arguments));
        }
        return new Run(
                process.exitValue(),
                Files.readString(home.resolve(OUT)),
                Files.readString(home.resolve(ERR)));
    }

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("target-platform/cairn.target"))) {
            folder = Objects.requireNonNull(folder.getParent(), "not inside the source tree");
        }
        return folder;
    }
}
