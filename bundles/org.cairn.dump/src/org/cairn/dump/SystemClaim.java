package org.cairn.dump;

import org.cairn.memory.Architecture;

import java.util.Optional;

/**
 * What a container says about the system that it was taken from. It may be wrong: emulators and
 * compatibility layers report the system that they imitate.
 *
 * @param family {@code windows}, {@code os2}, or empty when the container does not say
 * @param version {@code major.minor.build} where known, else empty
 * @param build the build number, 0 when unknown
 * @param architecture the processor, empty when the container does not say or the value is unknown
 */
public record SystemClaim(
        String family, String version, int build, Optional<Architecture> architecture) {
    /** The family of all Windows NT systems. */
    public static final String WINDOWS = "windows";

    /** The family of the 32-bit OS/2 systems. */
    public static final String OS2 = "os2";

    /** A container that says nothing. */
    public static final SystemClaim NONE = new SystemClaim("", "", 0, Optional.empty());
}
