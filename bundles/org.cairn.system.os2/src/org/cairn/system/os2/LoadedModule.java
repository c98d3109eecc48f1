package org.cairn.system.os2;

import org.cairn.dump.DumpSelector;

import java.util.List;
import java.util.Optional;

/**
 * A module that is loaded: a program, a library, a driver (MTE and SMTE).
 *
 * @param handle of its pseudo-object
 * @param address of the MTE, linear
 * @param flags {@code mte_flags1}
 * @param path of the file, or the name alone where the rest is swapped out
 * @param segments its segments or objects, as far as they are known, by number
 */
public record LoadedModule(
        int handle, long address, long flags, String path, List<Segment> segments) {
    /** The module is a device driver. */
    public static final long DEVICE_DRIVER = 0x4000;

    /** The module is a library. */
    public static final long LIBRARY = 0x8000;

    /** The module is a virtual device driver. */
    public static final long VIRTUAL_DRIVER = 0x1_0000;

    /** The module is a file system driver. */
    public static final long FILE_SYSTEM = 0x20_0000;

    /** Copies the list. */
    public LoadedModule {
        segments = List.copyOf(segments);
    }

    /**
     * The name without the directories.
     *
     * @return such as {@code netwksta.200}
     */
    public String name() {
        return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf(':')) + 1);
    }

    /**
     * What the module is.
     *
     * @return a few words
     */
    public String kind() {
        if ((flags & FILE_SYSTEM) != 0) {
            return "file system driver";
        }
        if ((flags & VIRTUAL_DRIVER) != 0) {
            return "virtual device driver";
        }
        if ((flags & DEVICE_DRIVER) != 0) {
            return "device driver";
        }
        return (flags & LIBRARY) != 0 ? "library" : "program";
    }

    /**
     * The segment to which a selector leads.
     *
     * @param selector any privilege
     * @return the segment, if the module has it
     */
    public Optional<Segment> segment(int selector) {
        return segments.stream()
                .filter(segment -> segment.selector != 0)
                .filter(segment -> ((segment.selector ^ selector) & ~DumpSelector.PRIVILEGE) == 0)
                .findFirst();
    }

    /**
     * A segment (STE) of a 16-bit module, or an object (OTE) of a 32-bit one.
     *
     * @param number from 1
     * @param base linear address, 0 when it is not known
     * @param size in memory, in bytes; 0 for 64 KB in a 16-bit module
     * @param flags {@code ste_flags} or {@code ote_flags}
     * @param object handle of its memory object, or 0
     * @param selector that maps it, or 0
     */
    public record Segment(int number, long base, long size, long flags, int object, int selector) {}
}
