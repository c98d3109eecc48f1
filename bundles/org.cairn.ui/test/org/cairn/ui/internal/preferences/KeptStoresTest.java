package org.cairn.ui.internal.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

final class KeptStoresTest {
    @Test
    void onlyStoresThatAreNotOpenAreDeleted(@TempDir Path cache) throws IOException {
        Path folder = Files.createDirectory(cache.resolve("stores"));
        Path old = Files.write(folder.resolve("old.cairn"), new byte[3]);
        Path open = Files.write(folder.resolve("open.cairn"), new byte[4]);
        Path foreign = Files.write(folder.resolve("letter.txt"), new byte[5]);
        Path deeper = Files.createDirectory(folder.resolve("deeper.cairn"));

        KeptStores stores = KeptStores.in(cache);
        stores.delete(Set.of(open));

        assertThat(stores.files()).containsExactlyInAnyOrder(old, open);
        assertThat(stores.bytes()).isEqualTo(7);
        assertThat(old).doesNotExist();
        assertThat(List.of(open, foreign, deeper)).allMatch(Files::exists);
    }

    @Test
    void cacheThatIsNotThereIsEmpty(@TempDir Path cache) throws IOException {
        assertThat(KeptStores.in(cache.resolve("gone"))).isEqualTo(new KeptStores(List.of(), 0));
    }
}
