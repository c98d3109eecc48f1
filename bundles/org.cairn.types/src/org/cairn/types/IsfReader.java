package org.cairn.types;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;

import org.cairn.types.internal.IsfParser;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads symbol files in the Intermediate Symbol Format of Volatility 3 (schema 6.2.0 and before:
 * {@code metadata}, {@code base_types}, {@code user_types}, {@code enums}, {@code symbols}), plain
 * or packed with gzip or xz. The types of symbols are left out.
 *
 * <p>The name of a table is the name of its file without {@code .json}, {@code .json.gz} or {@code
 * .json.xz}; its build number is 0 when the file does not tell one, as most do not.
 */
public final class IsfReader implements SymbolFileReader {
    private static final long MAX_TEXT = 256L << 20;
    private static final int MAX_NESTING = 64;
    private static final int MAX_STRING = 1 << 16;
    private static final int MAX_FILES = 100;
    private static final int MAX_FOLDER_DEPTH = 4;
    private static final String SUFFIX = "\\.json(\\.gz|\\.xz)?";
    private static final String DAMAGED = "the packed data are damaged or incomplete";
    private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
    private static final byte[] XZ_MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

    /** KiB; the level 9 of xz, which makers of symbol files like, takes 65 MiB. */
    private static final int XZ_MEMORY = 100 << 10;

    private final JsonFactory json;

    /** Creates a reader of files of up to 256 MiB, unpacked. */
    public IsfReader() {
        this(MAX_TEXT);
    }

    /** Creates a reader of files of up to a number of bytes, unpacked. */
    IsfReader(long maxText) {
        json =
                new JsonFactoryBuilder()
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxDocumentLength(maxText)
                                        .maxNestingDepth(MAX_NESTING)
                                        .maxNameLength(MAX_STRING)
                                        .maxStringLength(MAX_STRING)
                                        .build())
                        .build();
    }

    /**
     * Reads a file, or all files of a folder and its subfolders whose name ends with {@code .json},
     * {@code .json.gz} or {@code .json.xz}.
     *
     * @param path the file or folder
     * @return the tables, in order of the files' paths
     * @throws TypeFormatException when one of the files is not a symbol file, or there is none in
     *     the folder, or more than 100
     * @throws IOException when a file cannot be read
     */
    public List<TypeTable> readAll(Path path) throws IOException, TypeFormatException {
        if (!Files.isDirectory(path)) {
            return List.of(read(path));
        }
        List<Path> files;
        try (Stream<Path> found = Files.walk(path, MAX_FOLDER_DEPTH)) {
            files = found.filter(IsfReader::isSymbolFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (files.isEmpty() || files.size() > MAX_FILES) {
            throw new TypeFormatException(
                    path,
                    0,
                    files.size()
                            + " files *.json, *.json.gz or *.json.xz, expected 1 to "
                            + MAX_FILES);
        }
        List<TypeTable> tables = new ArrayList<>();
        for (Path file : files) {
            tables.add(read(file));
        }
        return tables;
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its table
     * @throws TypeFormatException when it is not a symbol file
     * @throws IOException when it cannot be read
     */
    @Override
    public TypeTable read(Path file) throws IOException, TypeFormatException {
        return parsed(file, IsfParser::read);
    }

    @Override
    public Optional<PdbIdentity> identity(Path file) throws IOException, TypeFormatException {
        return parsed(file, IsfParser::readIdentity);
    }

    private <T> T parsed(Path file, Question<T> question) throws IOException, TypeFormatException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream text = unpacked(raw);
                JsonParser parser = json.createParser(text)) {
            try {
                return question.of(new IsfParser(file, tableName(file), parser));
            } catch (JsonProcessingException e) {
                throw new TypeFormatException(
                        file,
                        offset(parser),
                        e.getOriginalMessage().lines().findFirst().orElse(""));
            } catch (ZipException | EOFException | XZIOException e) {
                throw new TypeFormatException(file, offset(parser), damage(e));
            }
        } catch (ZipException | EOFException | XZIOException e) {
            throw new TypeFormatException(file, 0, damage(e));
        }
    }

    private static String damage(IOException failure) {
        return failure instanceof MemoryLimitException
                ? "unpacking needs more than " + (XZ_MEMORY >> 10) + " MiB of memory"
                : DAMAGED;
    }

    private static long offset(JsonParser parser) {
        return Math.max(parser.currentLocation().getByteOffset(), 0);
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        raw.mark(XZ_MAGIC.length);
        byte[] magic = raw.readNBytes(XZ_MAGIC.length);
        raw.reset();
        if (Arrays.equals(magic, XZ_MAGIC)) {
            return new XZInputStream(raw, XZ_MEMORY);
        }
        return Arrays.mismatch(magic, GZIP_MAGIC) == GZIP_MAGIC.length
                ? new GZIPInputStream(raw)
                : raw;
    }

    private static boolean isSymbolFile(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && name.matches(".*" + SUFFIX);
    }

    private static String tableName(Path file) {
        return file.getFileName().toString().replaceFirst("(?i)" + SUFFIX + "$", "");
    }

    private interface Question<T> {
        T of(IsfParser parser) throws IOException, TypeFormatException;
    }
}
