package org.cairn.types;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which PDB file belongs to a module: what the CodeView record of the module and the PDB file
 * itself say. Two files with the same identity describe the same build of the same module.
 *
 * @param name the file's name without folders, such as {@code ntkrnlmp.pdb}; safe as the name of a
 *     file on every system
 * @param guid 32 hexadecimal digits in the order of the GUID's text form, upper case; 8 digits, the
 *     signature, of a PDB 2.0 file
 * @param age how often the file was written, unsigned
 */
public record PdbIdentity(String name, String guid, int age) {
    private static final Pattern GUID = Pattern.compile("[0-9A-F]{32}|[0-9A-F]{8}");
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}<>:\"/\\\\|?*]");
    private static final Pattern TEXT =
            Pattern.compile("(.+) ([0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}) (\\d{1,10})");
    private static final int MAX_NAME = 200;

    /** Checks the parts. */
    public PdbIdentity {
        if (!isSafe(name) || !GUID.matcher(guid).matches()) {
            throw new IllegalArgumentException("PDB " + name + " " + guid);
        }
    }

    /**
     * The identity that a file tells.
     *
     * @param path name of the PDB file, with or without folders in the manner of Windows or Unix
     * @param guid in any case, with or without braces and dashes
     * @param age unsigned
     * @return the identity, or empty when the name cannot be the name of a file or the GUID is none
     */
    public static Optional<PdbIdentity> of(String path, String guid, int age) {
        String name = path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
        String digits = guid.replaceAll("[{}-]", "").toUpperCase(Locale.ROOT);
        return isSafe(name) && GUID.matcher(digits).matches()
                ? Optional.of(new PdbIdentity(name, digits, age))
                : Optional.empty();
    }

    /**
     * Reads the identity of a module in a dump.
     *
     * @param text {@code name GUID age}, the age decimal
     * @return the identity, or empty when the text is something else or cannot be used
     */
    public static Optional<PdbIdentity> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? of(matcher.group(1), matcher.group(2), (int) Long.parseLong(matcher.group(3)))
                : Optional.empty();
    }

    private static boolean isSafe(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && !UNSAFE.matcher(name).find()
                && name.strip().equals(name)
                && !name.startsWith(".")
                && !name.endsWith(".");
    }

    /**
     * The name of the folder that holds the file in a symbol store.
     *
     * @return the GUID and the age, hexadecimal
     */
    public String key() {
        return guid + Integer.toHexString(age);
    }

    @Override
    public String toString() {
        return name + " " + guid + " " + Integer.toUnsignedString(age);
    }
}
