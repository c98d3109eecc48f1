package org.cairn.memory;

/** A processor architecture, as far as memory layouts depend on it. All are little-endian. */
public enum Architecture {
    /** 32-bit Intel; also the 32-bit half of a WOW64 process. */
    X86("x86", 4),
    /** 64-bit AMD and Intel. */
    X64("x64", 8),
    /** 64-bit ARM. */
    ARM64("arm64", 8);

    private final String label;
    private final int pointerSize;

    Architecture(String label, int pointerSize) {
        this.label = label;
        this.pointerSize = pointerSize;
    }

    /**
     * The short name.
     *
     * @return {@code x86}, {@code x64} or {@code arm64}
     */
    public String label() {
        return label;
    }

    /**
     * The size of a pointer.
     *
     * @return 4 or 8 bytes
     */
    public int pointerSize() {
        return pointerSize;
    }
}
