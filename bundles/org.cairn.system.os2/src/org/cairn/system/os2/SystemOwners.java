package org.cairn.system.os2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The system owner ids of the 32-bit OS/2 kernels, {@code 0xff2d} to {@code 0xfff8} without a gap
 * (OS/2 Debugging Handbook, "System Object IDs"). From Warp 3 FixPak 35 and Warp 4 on, drivers no
 * longer use those named {@code fsd} and {@code dd}; the handle of the driver's module stands in
 * their place.
 */
public final class SystemOwners {
    /** The first id. */
    public static final int FIRST = 0xff2d;

    /** The last id. */
    public static final int LAST = 0xfff8;

    /** A free block of a resident heap, {@code vmkrhf}. */
    public static final int FREE_RESIDENT_BLOCK = 0xffe9;

    /** The block at the end of a resident heap, {@code vmkrhl}. */
    public static final int END_OF_RESIDENT_HEAP = 0xffea;

    /** A page that a resident heap cannot use, {@code khbdon}. */
    public static final int DONATED_PAGE = 0xff42;

    private static final Set<Integer> RESIDENT_HEAPS =
            Set.of(0xff43, 0xff44, 0xff7c, 0xffeb, 0xffec);

    private static final Set<Integer> SWAPPABLE_HEAPS = Set.of(0xffee, 0xffef);

    private static final String RESOURCE = "system-owners.tsv";

    private final List<SystemOwner> owners;

    private SystemOwners(List<SystemOwner> owners) {
        this.owners = owners;
    }

    /**
     * Reads the list that comes with this bundle.
     *
     * @return all ids
     */
    public static SystemOwners load() {
        List<SystemOwner> owners = new ArrayList<>();
        try (InputStream stream = SystemOwners.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            lines.lines().map(SystemOwners::parse).forEach(owners::add);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new SystemOwners(List.copyOf(owners));
    }

    private static SystemOwner parse(String line) {
        String[] columns = line.split("\t", -1);
        return new SystemOwner(Integer.parseInt(columns[0], 16), columns[1], columns[2]);
    }

    /**
     * Whether an owner is a system owner id; others are handles of memory objects.
     *
     * @param owner 16 bits
     * @return whether it lies in the range of the ids
     */
    public static boolean isSystemOwner(int owner) {
        return owner >= FIRST && owner <= LAST;
    }

    /**
     * Whether a memory object is a resident heap.
     *
     * @param owner of the object
     * @return whether it is the id of one
     */
    public static boolean isResidentHeap(int owner) {
        return RESIDENT_HEAPS.contains(owner);
    }

    /**
     * Whether a memory object is a swappable heap.
     *
     * @param owner of the object
     * @return whether it is the id of one
     */
    public static boolean isSwappableHeap(int owner) {
        return SWAPPABLE_HEAPS.contains(owner);
    }

    /**
     * Looks for an id.
     *
     * @param owner 16 bits
     * @return what it stands for, or empty when it is the handle of a memory object
     */
    public Optional<SystemOwner> find(int owner) {
        return isSystemOwner(owner) ? Optional.of(owners.get(owner - FIRST)) : Optional.empty();
    }

    /**
     * All ids.
     *
     * @return in ascending order
     */
    public List<SystemOwner> all() {
        return owners;
    }
}
