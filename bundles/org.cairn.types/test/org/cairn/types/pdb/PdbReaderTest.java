package org.cairn.types.pdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Progress;
import org.cairn.types.Enumeration;
import org.cairn.types.IsfReader;
import org.cairn.types.PdbIdentity;
import org.cairn.types.SymbolFiles;
import org.cairn.types.SymbolPath;
import org.cairn.types.SymbolSearch;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

class PdbReaderTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void findsAPdbFileByItsIdentity() throws Exception {
        Path file = folder.resolve("shapes.pdb");
        try (var bytes = PdbReaderTest.class.getResourceAsStream("shapes-x64.pdb")) {
            Files.write(file, Objects.requireNonNull(bytes).readAllBytes());
        }
        Pdb pdb = Pdb.open(file);
        PdbIdentity wanted = new PdbIdentity("shapes.pdb", pdb.guid(), pdb.age());
        PdbIdentity other = new PdbIdentity("shapes.pdb", pdb.guid(), pdb.age() + 1);
        SymbolFiles files =
                new SymbolFiles(
                        new SymbolSearch(
                                SymbolPath.parse(folder.toString(), folder),
                                Optional.of(new PdbReader()),
                                new IsfReader(),
                                Optional.empty()));

        TypeTable table = files.types(wanted, Progress.NONE).orElseThrow();
        assertThat(table.id().pdb()).contains(wanted);
        assertThat(table.structures()).isNotEmpty();
        assertThat(table.symbols().size()).isPositive();
        Enumeration colour = table.enumeration("_COLOUR").orElseThrow();
        assertThat(colour.size()).isEqualTo(4);
        assertThat(colour.constants())
                .containsExactly(
                        new Enumeration.Constant("Red", 0),
                        new Enumeration.Constant("Green", 5),
                        new Enumeration.Constant("Blue", -1));
        assertThat(files.types(other, Progress.NONE)).isEmpty();
    }
}
