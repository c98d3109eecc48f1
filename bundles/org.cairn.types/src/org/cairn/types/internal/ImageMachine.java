package org.cairn.types.internal;

import org.cairn.memory.Architecture;

import java.util.Optional;

/** The machine types of the header of a PE file (Microsoft PE and COFF specification). */
public final class ImageMachine {
    private static final int IMAGE_FILE_MACHINE_I386 = 0x14c;
    private static final int IMAGE_FILE_MACHINE_AMD64 = 0x8664;
    private static final int IMAGE_FILE_MACHINE_ARM64 = 0xaa64;

    private ImageMachine() {}

    /**
     * The processor that a machine type stands for.
     *
     * @param machine {@code IMAGE_FILE_HEADER.Machine}
     * @return empty when it is none that Cairn knows
     */
    public static Optional<Architecture> architecture(int machine) {
        return switch (machine) {
            case IMAGE_FILE_MACHINE_I386 -> Optional.of(Architecture.X86);
            case IMAGE_FILE_MACHINE_AMD64 -> Optional.of(Architecture.X64);
            case IMAGE_FILE_MACHINE_ARM64 -> Optional.of(Architecture.ARM64);
            default -> Optional.empty();
        };
    }
}
