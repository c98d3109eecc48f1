package org.cairn.types.internal;

import org.cairn.types.PdbIdentity;
import org.cairn.types.SymbolAttempt;
import org.cairn.types.SymbolFileReader;
import org.cairn.types.TypeFormatException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for a symbol file in one folder. Names are compared without case, as on the systems that
 * such folders come from.
 */
public final class LocalSymbols {
    /** What {@code symstore} leaves in place of a file that it packed, or that lies elsewhere. */
    private static final String POINTER = "file.ptr";

    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_LOOSE_ISF = 50;

    private final Path folder;
    private final PdbIdentity wanted;
    private final List<SymbolAttempt> attempts;
    private final int before;

    /**
     * Prepares a search.
     *
     * @param folder where to look
     * @param wanted what for
     * @param attempts takes what was tried
     */
    public LocalSymbols(Path folder, PdbIdentity wanted, List<SymbolAttempt> attempts) {
        this.folder = folder;
        this.wanted = wanted;
        this.attempts = attempts;
        this.before = attempts.size();
    }

    /**
     * Whether there is such a folder.
     *
     * @return whether it can be searched
     */
    public boolean isThere() {
        if (!Files.isDirectory(folder)) {
            say(folder, "no such folder");
        }
        return attempts.size() == before;
    }

    /** Says that nothing was there, when nothing else has been said. */
    public void end(Optional<Path> found) {
        if (found.isEmpty() && attempts.size() == before) {
            say(folder, "neither a PDB nor an ISF file of " + wanted);
        }
    }

    /**
     * Looks for the PDB file.
     *
     * @param loose whether the folder may have it elsewhere than a store
     * @param reader tells the identity of a file; empty when PDB files cannot be read
     * @param noReader what to say then
     * @return the file
     */
    public Optional<Path> pdb(boolean loose, Optional<SymbolFileReader> reader, String noReader) {
        List<String> names = new ArrayList<>();
        if (loose) {
            names.addAll(StoreNames.loosePdb(wanted));
        }
        if (find(StoreNames.TWO_TIERS).isPresent()) {
            names.add(StoreNames.pdb(wanted, true));
        }
        names.add(StoreNames.pdb(wanted, false));
        for (String name : names) {
            Optional<Path> file = find(name);
            if (file.isPresent() && reader.isEmpty()) {
                say(file.get(), noReader);
            } else if (file.isPresent() && isWanted(file.get(), reader.get())) {
                return file;
            } else if (file.isEmpty()) {
                refusePacked(name);
            }
        }
        return Optional.empty();
    }

    private void refusePacked(String name) {
        find(name.substring(0, name.length() - 1) + "_")
                .ifPresent(file -> say(file, "packed (.pd_): unpack it with expand or cabextract"));
        find(name.substring(0, name.lastIndexOf('/') + 1) + POINTER)
                .filter(_ -> name.indexOf('/') > 0)
                .ifPresent(file -> say(file, "points to another place, which is not followed"));
    }

    /**
     * Looks for an ISF file.
     *
     * @param loose whether the folder may have it under any name
     * @param reader tells the identity of a file
     * @return the file
     */
    public Optional<Path> isf(boolean loose, SymbolFileReader reader) {
        for (String name : loose ? StoreNames.looseIsf(wanted) : StoreNames.isf(wanted)) {
            Optional<Path> file = find(name);
            if (file.isPresent() && isWanted(file.get(), reader)) {
                return file;
            }
        }
        return loose ? anyIsf(reader) : Optional.empty();
    }

    private Optional<Path> anyIsf(SymbolFileReader reader) {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(LocalSymbols::isIsf).sorted().limit(MAX_LOOSE_ISF).toList();
        } catch (IOException failure) {
            say(folder, "cannot be read: " + failure.getMessage());
            return Optional.empty();
        }
        return files.stream().filter(file -> isWanted(file, reader)).findFirst();
    }

    private static boolean isIsf(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.matches(".*\\.json(\\.gz|\\.xz)?") && Files.isRegularFile(file);
    }

    private boolean isWanted(Path file, SymbolFileReader reader) {
        try {
            String difference = difference(reader.identity(file), wanted);
            if (difference.isEmpty()) {
                attempts.add(new SymbolAttempt(file.toString(), true, "same GUID and age"));
                return true;
            }
            say(file, difference);
        } catch (IOException | TypeFormatException failure) {
            say(file, "cannot be read: " + failure.getMessage());
        }
        return false;
    }

    /**
     * Compares what a file says of itself with what is wanted. The name is not compared: files are
     * renamed.
     *
     * @param found the identity in the file
     * @param wanted the identity of the module
     * @return empty when it is the file, else why it is not
     */
    public static String difference(Optional<PdbIdentity> found, PdbIdentity wanted) {
        if (found.isEmpty()) {
            return "does not tell whose types it holds";
        }
        PdbIdentity identity = found.get();
        if (!identity.guid().equals(wanted.guid())) {
            return "another build: GUID " + identity.guid() + ", wanted " + wanted.guid();
        }
        return identity.age() == wanted.age()
                ? ""
                : "another build: age "
                        + Integer.toUnsignedString(identity.age())
                        + ", wanted "
                        + Integer.toUnsignedString(wanted.age());
    }

    private void say(Path place, String outcome) {
        attempts.add(new SymbolAttempt(place.toString(), false, outcome));
    }

    /** The file of a relative name, in any case. */
    private Optional<Path> find(String relative) {
        Path place = folder;
        for (String part : relative.split("/")) {
            Path exact = place.resolve(part);
            Optional<Path> next = Files.exists(exact) ? Optional.of(exact) : anyCase(place, part);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            place = next.get();
        }
        return Files.isRegularFile(place) ? Optional.of(place) : Optional.empty();
    }

    private static Optional<Path> anyCase(Path folder, String name) {
        int seen = 0;
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    if (entry.getFileName().toString().equalsIgnoreCase(name)) {
                        return Optional.of(entry);
                    }
                    if (++seen == MAX_ENTRIES) {
                        break;
                    }
                }
            } catch (IOException unreadable) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
