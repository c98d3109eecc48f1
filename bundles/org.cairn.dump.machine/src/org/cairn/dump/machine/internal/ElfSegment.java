package org.cairn.dump.machine.internal;

/** A program header. All but the type and the flags are unsigned 64-bit values. */
record ElfSegment(
        long type,
        long flags,
        long offset,
        long virtual,
        long physical,
        long fileSize,
        long memorySize) {
    boolean isLoad() {
        return type == ElfFormat.PT_LOAD;
    }

    boolean isExecutable() {
        return (flags & ElfFormat.PF_X) != 0;
    }

    /** Such as {@code r-x}. */
    String protection() {
        return ((flags & ElfFormat.PF_R) != 0 ? "r" : "-")
                + ((flags & ElfFormat.PF_W) != 0 ? "w" : "-")
                + (isExecutable() ? "x" : "-");
    }
}
