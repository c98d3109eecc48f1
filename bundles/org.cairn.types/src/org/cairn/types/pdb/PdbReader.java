package org.cairn.types.pdb;

import org.cairn.memory.Progress;
import org.cairn.types.PdbIdentity;
import org.cairn.types.SymbolFileReader;
import org.cairn.types.TypeFormatException;
import org.cairn.types.TypeTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads PDB files for a symbol search: types and symbols at once. */
public final class PdbReader implements SymbolFileReader {
    /** Creates a reader. */
    public PdbReader() {
        // stateless
    }

    @Override
    public Optional<PdbIdentity> identity(Path file) throws IOException, TypeFormatException {
        return identity(file, Pdb.open(file));
    }

    private static Optional<PdbIdentity> identity(Path file, Pdb pdb) {
        return PdbIdentity.of(file.getFileName().toString(), pdb.guid(), pdb.age());
    }

    @Override
    public TypeTable read(Path file) throws IOException, TypeFormatException {
        Pdb pdb = Pdb.open(file);
        TypeTable types = pdb.readTypes(Progress.NONE);
        TypeTable.Id id = types.id();
        return new TypeTable(
                new TypeTable.Id(
                        id.name(),
                        id.family(),
                        id.system(),
                        id.build(),
                        id.architecture(),
                        id.source(),
                        identity(file, pdb)),
                new TypeTable.Contents(
                        types.structures(),
                        pdb.readEnumerations(Progress.NONE),
                        pdb.readSymbols(Progress.NONE)));
    }
}
