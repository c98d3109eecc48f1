package org.cairn.ui.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cairn.analysis.table.Format;
import org.cairn.memory.Progress;
import org.cairn.store.StoreException;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class TextExportTest {
    /** No rows, or a failure where the first should be. */
    private record Rows(boolean failing) implements RowCursor<String> {
        @Override
        public @Nullable String next() throws StoreException {
            if (failing) {
                throw new StoreException("cannot be read", null);
            }
            return null;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @Test
    void whatHasANameLikeThatOfAnUnfinishedFileStays(@TempDir Path folder) throws IOException {
        Path dump = Files.writeString(folder.resolve("blocks.csv.part"), "a dump");
        Path target = Files.writeString(folder.resolve("blocks.csv"), "an earlier export");

        export(false).write(target, Progress.NONE);

        assertThat(dump).hasContent("a dump");
        assertThat(target).content().doesNotContain("earlier");
        assertThat(folder).isDirectoryNotContaining(file -> !List.of(dump, target).contains(file));
    }

    @Test
    void failureLeavesEverythingAsItWas(@TempDir Path folder) throws IOException {
        Path target = Files.writeString(folder.resolve("blocks.csv"), "an earlier export");

        assertThatThrownBy(() -> export(true).write(target, Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot be read");

        assertThat(target).hasContent("an earlier export");
        assertThat(folder).isDirectoryNotContaining(file -> !target.equals(file));
    }

    @Test
    void reasonIsMoreThanThePath() {
        assertThat(ExportJob.reason(new AccessDeniedException("/x/blocks.csv")))
                .doesNotContain("/x/");
        assertThat(ExportJob.reason(new FileSystemException("/x/blocks.csv", null, "no space")))
                .isEqualTo("no space");
        assertThat(ExportJob.reason(new IOException("broken"))).isEqualTo("broken");
    }

    private static Export export(boolean failing) {
        return new TextExport<>(Format.CSV, "blocks", List.of(), 0, _ -> new Rows(failing));
    }
}
