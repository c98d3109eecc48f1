package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.memory.PagingMode;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.SyntheticMachine;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A layout that the user demands for the memory of a machine. */
class LayoutOptionTest extends SampleCommands {
    private static final String TABLE = "win7-sp1-x64";
    private static final int MEGABYTES = 4;

    @Test
    void aLayoutForAnotherProcessorIsRefused() throws IOException {
        Path memory = folder().resolve("memory.raw");
        Files.write(
                memory,
                new SyntheticMachine(
                                new ShippedTypes().named(TABLE).orElseThrow(),
                                PagingMode.X64,
                                MEGABYTES)
                        .raw());
        CommandRun fitting = cairn("info", memory, "--layout", TABLE);
        assertThat(fitting.status()).isZero();
        assertThat(fitting.out()).contains("Windows 7 SP1 (build 7601) x64");
        for (String other : new String[] {"win7-sp1-x86", "os2"}) {
            CommandRun run = cairn("info", memory, "--layout", other);
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("--layout " + other, "of Windows 7 SP1 (build 7601) x64");
        }
    }

    /** Memory without a system may be of any, and a scan looks for none. */
    @Test
    void aLayoutIsTakenWhereNothingSpeaksAgainstIt() throws IOException {
        Path memory = folder().resolve("memory.raw");
        Files.write(memory, new byte[1 << 20]);
        assertThat(cairn("info", memory, "--layout", TABLE).status()).isZero();
        assertThat(cairn("info", memory, "--layout", "win7-sp1-x86", "--scan").status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "windows"})
    void reactOsIsNotTakenForWindows(String layout) throws IOException {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        Path dump = corpus.orElseThrow().file("reactos/reactos-x86-64M.elf", folder());
        CommandRun run = cairn("info", dump, "--layout", layout);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--layout " + layout, "the dump is of ReactOS");
        assertThat(run.out()).isEmpty();
    }
}
