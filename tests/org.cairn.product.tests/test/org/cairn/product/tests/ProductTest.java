package org.cairn.product.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.product.tests.Installation.Run;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The desktop product does what the README says. */
class ProductTest {
    private static final String SAMPLE = "nt-win10-x64.dmp";
    private static final String DUMP = "it's \"größer\" ✓ x64.dmp";
    private static final String HEAP = "0x1c978700000";
    private static final long POLL_MILLIS = 50;

    @TempDir private static @Nullable Path shared;
    private static @Nullable Installation unpacked;

    @TempDir private @Nullable Path own;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the archive for Linux");
        unpacked = Installation.in(Objects.requireNonNull(shared));
    }

    @BeforeEach
    void putDump() throws IOException {
        Files.copy(Installation.root().resolve("samples").resolve(SAMPLE), folder().resolve(DUMP));
    }

    @Test
    void theWindowShowsADumpAndRemembersIt() throws IOException, InterruptedException {
        Map<String, String> visit = visit("x64.dmp/shop.exe/" + HEAP);
        Run first = installation().run(folder(), visit, "open", DUMP);
        List<String> seen = seen();
        assertThat(seen)
                .contains("title: " + DUMP + " - Cairn", "editor: " + DUMP)
                .contains("view: Heaps", "view: Blocks", "view: Memory", "view: Details")
                .anyMatch(line -> line.startsWith("heaps: 0x1c9785d0000"))
                .anyMatch(line -> line.startsWith("details: ") && line.contains(HEAP))
                .noneMatch(line -> line.startsWith("failure"))
                .noneMatch(line -> line.startsWith("dialog"));
        assertThat(first).isEqualTo(new Run(0, "", ""));

        Run second = installation().run(folder(), visit("x64.dmp/shop.exe/" + HEAP), "open");
        assertThat(seen()).contains("title: " + DUMP + " - Cairn", "editor: " + DUMP);
        assertThat(second).isEqualTo(new Run(0, "", ""));
        try (Stream<Path> kept = Files.walk(installation().home())) {
            assertThat(kept).noneMatch(file -> file.endsWith(".metadata/.log"));
        }
    }

    @Test
    void twoWindowsAtOnceHaveStatesOfTheirOwn() throws IOException, InterruptedException {
        Path state = folder().resolve("state");
        Map<String, String> chosen = Map.of("CAIRN_WORKSPACE", state.toString());
        Process first = installation().start(folder(), chosen, "open", DUMP);
        try {
            waitFor(state.resolve(".metadata/.lock"), first);
            Run second = installation().run(folder(), join(visit("x64.dmp"), chosen), "open", DUMP);
            assertThat(seen()).contains("editor: " + DUMP);
            assertThat(second.status()).isZero();
            assertThat(folder().resolve("state-2/.metadata")).isDirectory();
            assertThat(first.isAlive()).isTrue();
        } finally {
            first.destroy();
            first.waitFor();
        }
    }

    @Test
    void withoutADisplayThatIsSaid() throws IOException, InterruptedException {
        Run run = installation().run(folder(), Map.of("DISPLAY", ""), "open", DUMP);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("no display").hasLineCount(1);
        Run wrong = installation().run(folder(), Map.of("DISPLAY", ":65000"), "open", DUMP);
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).contains("cannot open a window").hasLineCount(1);
    }

    @Test
    void theCommandLineIsThereToo() throws IOException, InterruptedException {
        Map<String, String> dark = Map.of("DISPLAY", "");
        assertThat(installation().run(folder(), dark, "--version").out())
                .isEqualTo("Cairn 1.0.0\n");
        Run analysis = installation().run(folder(), dark, "analyze", DUMP);
        assertThat(analysis.status()).isZero();
        assertThat(analysis.out()).contains(DUMP, HEAP);
    }

    @Test
    void theLibraryOfTheDatabaseIsNotUnpackedAtEachStart()
            throws IOException, InterruptedException {
        String options = "-Djava.io.tmpdir=" + folder().resolve("absent");
        Run blocks =
                installation().run(folder(), Map.of("CAIRN_JAVA_OPTS", options), "blocks", DUMP);
        assertThat(blocks.status()).as(blocks.err()).isZero();
        assertThat(blocks.out()).contains(HEAP);
    }

    @Test
    void whatOpenDoesNotKnowIsSaid() throws IOException, InterruptedException {
        Map<String, String> dark = Map.of("DISPLAY", "");
        Run wrong = installation().run(folder(), dark, "open", DUMP, "--frobnicate");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("--frobnicate");
        Run help = installation().run(folder(), dark, "open", DUMP, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("cairn open");
    }

    /** Lets the window be looked at and closed from within; rows are chosen in the heaps. */
    private Map<String, String> visit(String rows) {
        String options = "-Dcairn.visit.report=%s -Dcairn.visit.select=%s";
        return Map.of("CAIRN_JAVA_OPTS", options.formatted(report(), rows));
    }

    private List<String> seen() throws IOException {
        List<String> lines = Files.readAllLines(report());
        Files.delete(report());
        return lines;
    }

    private Path report() {
        return folder().resolve("seen.txt");
    }

    private static void waitFor(Path file, Process process) throws InterruptedException {
        while (!Files.exists(file)) {
            assertThat(process.isAlive()).as("still running, without " + file).isTrue();
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static Map<String, String> join(Map<String, String> one, Map<String, String> other) {
        Map<String, String> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    private Path folder() {
        return Objects.requireNonNull(own);
    }

    private static Installation installation() {
        return Objects.requireNonNull(unpacked);
    }
}
