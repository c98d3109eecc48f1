package org.cairn.types.internal;

import org.cairn.memory.Architecture;
import org.cairn.types.PdbIdentity;
import org.cairn.types.TypeFormatException;
import org.cairn.types.TypeTable;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.Optional;

/**
 * What {@code metadata} of a file in the Intermediate Symbol Format says: a member {@code windows}
 * with {@code pdb} and, seldom, {@code pe}; or a member {@code linux} or {@code mac}.
 */
final class IsfMetadata {
    private String family = TypeTable.Id.UNKNOWN_FAMILY;
    private String database = "";
    private String guid = "";
    private int age;
    private int machine;
    private int build;

    /**
     * Reads the object.
     *
     * @param json stands at the object
     */
    void read(JsonText json) throws IOException, TypeFormatException {
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "windows" -> {
                    family = member;
                    readWindows(json);
                }
                case "linux", "mac" -> {
                    family = member;
                    json.skip();
                }
                default -> json.skip();
            }
        }
    }

    private void readWindows(JsonText json) throws IOException, TypeFormatException {
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "pdb" -> readPdb(json);
                case "pe" -> readPe(json);
                default -> json.skip();
            }
        }
    }

    private void readPdb(JsonText json) throws IOException, TypeFormatException {
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "database" -> database = json.string();
                case "GUID" -> guid = json.string();
                case "age" -> age = json.number();
                case "machine_type" -> machine = json.number();
                default -> json.skip();
            }
        }
    }

    private void readPe(JsonText json) throws IOException, TypeFormatException {
        json.enter();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "build" -> build = json.number();
                default -> json.skip();
            }
        }
    }

    /**
     * The identity of the table.
     *
     * @param name its name
     * @param pointerSize in bytes, for files that tell no machine; 0 when unknown
     * @return the identity, or null when nothing tells the architecture
     */
    TypeTable.@Nullable Id id(String name, int pointerSize) {
        Architecture architecture = architecture(pointerSize);
        if (architecture == null) {
            return null;
        }
        String pdb = guid.isEmpty() ? "" : ", PDB " + guid + "-" + age;
        return new TypeTable.Id(
                name,
                family,
                database.isEmpty() ? family : family + " " + database,
                build,
                architecture,
                "symbol file (ISF)" + pdb,
                pdb());
    }

    /** The PDB file that the types were taken from, empty when the file does not tell. */
    Optional<PdbIdentity> pdb() {
        return PdbIdentity.of(database, guid, age);
    }

    private @Nullable Architecture architecture(int pointerSize) {
        Optional<Architecture> told = ImageMachine.architecture(machine);
        if (told.isPresent()) {
            return told.get();
        }
        return switch (pointerSize) {
            case 4 -> Architecture.X86;
            case 8 -> Architecture.X64;
            default -> null;
        };
    }
}
