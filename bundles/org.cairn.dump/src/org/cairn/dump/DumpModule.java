package org.cairn.dump;

/**
 * An executable image in memory.
 *
 * @param base first address, unsigned
 * @param size in bytes, unsigned 32-bit
 * @param name the path or name as the container has it
 * @param version the file version, or empty
 * @param timeDateStamp {@code IMAGE_FILE_HEADER.TimeDateStamp}, 0 when unknown
 * @param checkSum {@code IMAGE_OPTIONAL_HEADER.CheckSum}, 0 when unknown
 * @param pdb the CodeView identity ({@code name GUID age} or {@code name signature age}), or empty
 */
public record DumpModule(
        long base,
        long size,
        String name,
        String version,
        long timeDateStamp,
        long checkSum,
        String pdb) {
    /**
     * The file name without folders.
     *
     * @return the part after the last slash or backslash
     */
    public String fileName() {
        return name.substring(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1);
    }
}
