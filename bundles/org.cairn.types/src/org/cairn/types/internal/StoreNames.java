package org.cairn.types.internal;

import org.cairn.types.PdbIdentity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the files of an identity are in a symbol store, relative to its root, with slashes: a PDB
 * file as {@code symstore} puts it (Microsoft, "Using SymStore"), in two tiers when the root holds
 * {@link #TWO_TIERS}; an ISF file as Volatility 3 puts it.
 */
public final class StoreNames {
    /** The file that marks a store of two tiers: folders by the first two letters of the names. */
    public static final String TWO_TIERS = "index2.txt";

    private static final int TIER = 2;
    private static final List<String> PACKINGS = List.of(".json.xz", ".json.gz", ".json");

    private StoreNames() {}

    /**
     * Where a store has the PDB file.
     *
     * @param identity of the file
     * @param twoTiers whether the store has two tiers
     * @return a relative name
     */
    public static String pdb(PdbIdentity identity, boolean twoTiers) {
        String name = identity.name();
        String tier = twoTiers ? name.substring(0, Math.min(TIER, name.length())) + "/" : "";
        return tier + name + "/" + identity.key() + "/" + name;
    }

    /**
     * Where a plain folder may have a PDB file of that name, of this build or another.
     *
     * @param identity of the file
     * @return relative names in the order in which the debuggers try them
     */
    public static List<String> loosePdb(PdbIdentity identity) {
        return Stream.of("", "pdb/", "symbols/", "symbols/pdb/")
                .map(folder -> folder + identity.name())
                .toList();
    }

    /**
     * Where a store may have an ISF file.
     *
     * @param identity of the PDB file that it was made from
     * @return relative names
     */
    public static List<String> isf(PdbIdentity identity) {
        String file = identity.guid() + "-" + Integer.toUnsignedString(identity.age());
        return PACKINGS.stream().map(packing -> identity.name() + "/" + file + packing).toList();
    }

    /**
     * Where a plain folder may have an ISF file.
     *
     * @param identity of the PDB file that it was made from
     * @return relative names
     */
    public static List<String> looseIsf(PdbIdentity identity) {
        List<String> names = new ArrayList<>();
        for (String folder : List.of("", "windows/", "symbols/windows/")) {
            isf(identity).forEach(name -> names.add(folder + name));
        }
        isf(identity).forEach(name -> names.add(name.substring(name.indexOf('/') + 1)));
        return names;
    }
}
