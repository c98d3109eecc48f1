package org.cairn.product.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The script {@code cairn} of a checkout, with a build of the test's own. */
class CheckoutTest {
    private static final String LIB = "features/org.cairn.runtime.feature/rootfiles/lib";
    private static final String PRODUCT =
            "releng/org.cairn.product.%1$s/target/products/cairn-%1$s/linux/gtk/x86_64/cairn";

    /** Waits for a process of its own, as when a Maven is fetched, and ends after it. */
    private static final String BUILD =
            """
            sh -c 'trap exit TERM; trap "echo >ended" EXIT; echo >ready; sleep 60 && echo >slept' &
            trap 'wait; exit' TERM
            wait
            """;

    private static final int TERMINATED = 143;
    private static final long POLL_MILLIS = 20;

    @TempDir private @Nullable Path own;

    @BeforeEach
    void checkOut() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the products for Linux");
        Files.copy(
                Installation.root().resolve("cairn"),
                checkout().resolve("cairn"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(checkout().resolve(LIB));
        String library = LIB + "/opens-window.sh";
        Files.copy(Installation.root().resolve(library), checkout().resolve(library));
    }

    @Test
    void whoeverEndsItEndsItsBuild() throws IOException, InterruptedException {
        write("mvnw", BUILD);
        Process cairn = start("open");
        while (!Files.exists(checkout().resolve("ready"))) {
            assertThat(cairn.isAlive()).as("builds").isTrue();
            Thread.sleep(POLL_MILLIS);
        }
        cairn.destroy();
        assertThat(cairn.waitFor()).isEqualTo(TERMINATED);
        assertThat(checkout().resolve("ended")).exists();
        assertThat(checkout().resolve("slept")).doesNotExist();
        assertThat(Files.isSymbolicLink(checkout().resolve("target/cairn.lock"))).isFalse();
        assertThat(checkout().resolve("target/cairn-desktop.stamp")).doesNotExist();
    }

    @Test
    void onlyTheWindowNeedsTheDesktopProduct() throws IOException, InterruptedException {
        assertThat(answer("open", "x64.dmp")).isEqualTo("desktop open x64.dmp");
        assertThat(answer("open", "--", "--help")).isEqualTo("desktop open -- --help");
        assertThat(answer("open", "--help")).isEqualTo("headless open --help");
        assertThat(answer("info", "open")).isEqualTo("headless info open");
    }

    /** Lets both products be there, of which each says its name, and asks for one. */
    private String answer(String... arguments) throws IOException, InterruptedException {
        write("mvnw", "");
        for (String kind : List.of("desktop", "headless")) {
            write(PRODUCT.formatted(kind) + "/cairn", "echo " + kind + " \"$@\"");
        }
        Process cairn = start(arguments);
        String answer = new String(cairn.getInputStream().readAllBytes()).strip();
        assertThat(cairn.waitFor()).isZero();
        return answer;
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(checkout().resolve("cairn").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(checkout().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(new File("/dev/null"))
                .start();
    }

    private void write(String script, String text) throws IOException {
        Path file = checkout().resolve(script);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path checkout() {
        return Objects.requireNonNull(own);
    }
}
