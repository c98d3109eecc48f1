package org.cairn.types.pdb;

import org.cairn.memory.Architecture;
import org.cairn.memory.MappedFile;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.types.Enumeration;
import org.cairn.types.SymbolTable;
import org.cairn.types.TypeFormatException;
import org.cairn.types.TypeTable;
import org.cairn.types.internal.ImageMachine;
import org.cairn.types.internal.pdb.DbiStream;
import org.cairn.types.internal.pdb.EnumerationReader;
import org.cairn.types.internal.pdb.InfoStream;
import org.cairn.types.internal.pdb.MsfFile;
import org.cairn.types.internal.pdb.SymbolReader;
import org.cairn.types.internal.pdb.TypeReader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program database. Only what ties it to an image is kept; types and symbols are read from the
 * file each time they are asked for, and the file is open only meanwhile. Immutable.
 *
 * <p>Read are files of linkers since 2002 (MSF 7.00). Limits: 128 MiB of types, of which 500,000
 * are defined with 1,000,000 fields, and 128 MiB or 1,048,576 of public and global symbols.
 */
public final class Pdb {
    private final Path file;
    private final String guid;
    private final int age;
    private final int machine;
    private final Map<String, Integer> namedStreams;

    private Pdb(Path file, InfoStream info, DbiStream image) throws TypeFormatException {
        this.file = file;
        this.guid = info.guid();
        this.age = image.age();
        this.machine = image.machine();
        this.namedStreams = info.streams();
    }

    /**
     * Reads which image a file belongs to.
     *
     * @param file the file
     * @return the description
     * @throws TypeFormatException when it is no PDB file, or a damaged one
     * @throws IOException when it cannot be read
     */
    public static Pdb open(Path file) throws IOException, TypeFormatException {
        return read(
                file, streams -> new Pdb(file, InfoStream.read(streams), new DbiStream(streams)));
    }

    /**
     * The GUID that the image's debug directory has as well.
     *
     * @return its 32 digits in the order of the text form, in capitals, without separators
     */
    public String guid() {
        return guid;
    }

    /**
     * The age that the image's debug directory has as well: that of the image's description. Tools
     * that add to the file later count in another place, which is not told here.
     *
     * @return how often the image was linked anew, unsigned
     */
    public int age() {
        return age;
    }

    /**
     * The processor.
     *
     * @return empty when the file does not tell it, or tells none that Cairn knows
     */
    public Optional<Architecture> architecture() {
        return ImageMachine.architecture(machine);
    }

    /**
     * The streams that have names, such as {@code srcsrv} of a file that tells where sources are.
     *
     * @return their numbers in the file by name
     */
    public Map<String, Integer> namedStreams() {
        return namedStreams;
    }

    /**
     * The layouts of structures, classes and unions. They are read when they are first asked for;
     * the table then throws {@link UncheckedIOException}, which says what {@link #readTypes} would,
     * when the file has become unreadable or is damaged.
     *
     * @return the table, named as the file without {@code .pdb}
     * @throws TypeFormatException when the machine is not known
     */
    public TypeTable types() throws TypeFormatException {
        Architecture architecture = knownArchitecture();
        return TypeTable.deferred(
                id(architecture),
                () -> {
                    try {
                        return structures(architecture, Progress.NONE);
                    } catch (TypeFormatException e) {
                        throw new UncheckedIOException(new IOException(e.getMessage(), e));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /**
     * Reads the layouts of structures, classes and unions now.
     *
     * @param progress counts type records and may cancel
     * @return the table, named as the file without {@code .pdb}
     * @throws TypeFormatException when the machine is not known, or the types are damaged or more
     *     than the limits allow
     * @throws IOException when the file cannot be read
     */
    public TypeTable readTypes(Progress progress) throws IOException, TypeFormatException {
        Architecture architecture = knownArchitecture();
        return new TypeTable(id(architecture), structures(architecture, progress));
    }

    /**
     * Reads the public and global symbols that have an address in the image.
     *
     * @param progress counts bytes and may cancel
     * @return the symbols; names of C without what the calling convention adds to them on x86
     * @throws TypeFormatException when the symbols are damaged or more than the limits allow
     * @throws IOException when the file cannot be read
     */
    public SymbolTable readSymbols(Progress progress) throws IOException, TypeFormatException {
        boolean decorated = architecture().filter(Architecture.X86::equals).isPresent();
        return read(file, streams -> new SymbolReader(streams, decorated, progress).read());
    }

    /**
     * Reads the names of enumerations' values.
     *
     * @param progress may cancel
     * @return the enumerations, in the order of the file
     * @throws TypeFormatException when the machine is not known, or the types are damaged or have
     *     more than 1,000,000 values
     * @throws IOException when the file cannot be read
     */
    public List<Enumeration> readEnumerations(Progress progress)
            throws IOException, TypeFormatException {
        int pointerSize = knownArchitecture().pointerSize();
        return read(file, streams -> new EnumerationReader(streams, pointerSize, progress).read());
    }

    private Architecture knownArchitecture() throws TypeFormatException {
        return architecture()
                .orElseThrow(
                        () ->
                                new TypeFormatException(
                                        file,
                                        0,
                                        "machine type 0x%x is not supported".formatted(machine)));
    }

    private List<Structure> structures(Architecture architecture, Progress progress)
            throws IOException, TypeFormatException {
        return read(
                file,
                streams -> new TypeReader(streams, architecture.pointerSize(), progress).read());
    }

    private TypeTable.Id id(Architecture architecture) {
        String name = file.getFileName().toString();
        return new TypeTable.Id(
                name.replaceFirst("(?i)\\.pdb$", ""),
                "windows",
                "windows " + name,
                0,
                architecture,
                "PDB " + guid + "-" + Integer.toUnsignedString(age));
    }

    private static <T> T read(Path file, Reading<T> reading)
            throws IOException, TypeFormatException {
        try (MappedFile mapped = MappedFile.open(file)) {
            return reading.read(new MsfFile(mapped));
        }
    }

    private interface Reading<T> {
        T read(MsfFile streams) throws TypeFormatException;
    }
}
