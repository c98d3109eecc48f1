package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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

    /** Folders are made in the cache only: a mistyped path leaves nothing behind. */
    @Test
    void aStoreThatCannotBeMadeIsAMistake() {
        Path missing = folder().resolve("no");
        CommandRun run =
                cairn("heaps", sample("nt-win7-x86.dmp"), "--store", missing.resolve("x.cairn"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--store: " + missing + ": no such folder");
        assertThat(missing).doesNotExist();
        Path tooLong = folder().resolve("n".repeat(300));
        CommandRun named = cairn("heaps", sample("nt-win7-x86.dmp"), "--store", tooLong);
        assertThat(named.status()).isEqualTo(2);
        assertThat(named.out()).isEmpty();
        assertThat(named.err()).contains("--store: " + tooLong + ": cannot be");
    }

    /** What the kernel makes of its own has no room for other files, for no user. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatTakesNoFilesIsNamed() {
        Path store = Path.of("/proc/x.cairn");
        CommandRun run = cairn("heaps", sample("nt-win7-x86.dmp"), "--store", store);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("--store: " + store + ": cannot be written: no such file or folder");
        assertThat(run.err().lines()).hasSize(1);
    }
}
