package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the decoded blocks are kept. */
class StoreOptionTest extends SampleCommands {
    @Test
    void aStoreIsMadeAndUsed() {
        Path store = folder().resolve("kept.cairn");
        String first = cairn("heaps", sample("nt-win7-x86.dmp"), "--store", store).out();
        assertThat(store).isRegularFile();
        assertThat(cairn("heaps", sample("nt-win7-x86.dmp"), "--store", store).out())
                .isEqualTo(first);
        assertThat(cairn("heaps", sample("nt-win7-x86.dmp"), "--no-store").out()).isEqualTo(first);
        CommandRun foreign =
                cairn("heaps", sample("nt-win7-x86.dmp"), "--store", sample("os2-handbook.txt"));
        assertThat(foreign.status()).isEqualTo(2);
    }

    @Test
    void aFileThatOnlyLooksLikeAStoreIsNotReplaced() throws IOException {
        Path notes = folder().resolve("notes");
        Files.writeString(notes, "12345678DUCK my notes");
        CommandRun run = cairn("heaps", sample("nt-win7-x86.dmp"), "--store", notes);
        assertThat(run.status()).isEqualTo(2);
        assertThat(notes).hasContent("12345678DUCK my notes");
    }
}
