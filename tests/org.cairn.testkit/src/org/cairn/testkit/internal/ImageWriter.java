package org.cairn.testkit.internal;

import org.cairn.memory.Architecture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The first page of a PE image: headers, and the directories that tell which file it is. */
public final class ImageWriter {
    private static final int NT = 0x80;
    private static final int OPTIONAL = NT + 24;
    private static final int EXPORTS = 0x400;
    private static final int EXPORT_NAME = 0x440;
    private static final int DEBUG = 0x480;
    private static final int CODE_VIEW = 0x4c0;
    private static final int RESOURCES = 0x600;
    private static final int VERSION_DATA = 0x700;
    private static final int SUBDIRECTORY = 1 << 31;

    private ImageWriter() {}

    /**
     * Which file an image is of.
     *
     * @param exportName the name that it exports under
     * @param timeDateStamp of its file header
     * @param checkSum of its optional header
     * @param pdb name of its PDB
     * @param guid of its PDB, in the order of its bytes
     * @param age of its PDB
     * @param version four numbers
     */
    public record Identity(
            String exportName,
            int timeDateStamp,
            int checkSum,
            String pdb,
            byte[] guid,
            int age,
            int[] version) {}

    /**
     * Writes the page.
     *
     * @param architecture of the image
     * @param size of the image
     * @param identity of the file
     */
    public static byte[] page(Architecture architecture, int size, Identity identity) {
        boolean wide = architecture == Architecture.X64;
        ByteBuffer page = ByteBuffer.allocate(PagedMemory.PAGE).order(ByteOrder.LITTLE_ENDIAN);
        page.putShort(0, (short) 0x5a4d).putInt(0x3c, NT);
        page.putInt(NT, 0x4550)
                .putShort(NT + 4, (short) (wide ? 0x8664 : 0x14c))
                .putInt(NT + 8, identity.timeDateStamp)
                .putShort(NT + 20, (short) (wide ? 240 : 224));
        page.putShort(OPTIONAL, (short) (wide ? 0x20b : 0x10b))
                .putInt(OPTIONAL + 56, size)
                .putInt(OPTIONAL + 64, identity.checkSum);
        int directories = OPTIONAL + (wide ? 112 : 96);
        page.putInt(directories, EXPORTS).putInt(directories + 4, 40);
        page.putInt(directories + 2 * 8, RESOURCES).putInt(directories + 2 * 8 + 4, 0x200);
        page.putInt(directories + 6 * 8, DEBUG).putInt(directories + 6 * 8 + 4, 28);
        page.putInt(EXPORTS + 12, EXPORT_NAME);
        page.put(EXPORT_NAME, identity.exportName.getBytes(StandardCharsets.US_ASCII));
        page.putInt(DEBUG + 12, 2).putInt(DEBUG + 16, 64).putInt(DEBUG + 20, CODE_VIEW);
        page.putInt(CODE_VIEW, 0x5344_5352);
        page.put(CODE_VIEW + 4, identity.guid).putInt(CODE_VIEW + 20, identity.age);
        page.put(CODE_VIEW + 24, identity.pdb.getBytes(StandardCharsets.US_ASCII));
        version(page, identity.version);
        return page.array();
    }

    /** A tree of three directories with one entry each, and VS_VERSIONINFO. */
    private static void version(ByteBuffer page, int[] version) {
        int[] ids = {16, 1, 0x409};
        for (int level = 0; level < ids.length; level++) {
            int at = RESOURCES + level * 0x18;
            int target = (level + 1) * 0x18;
            page.putShort(at + 14, (short) 1)
                    .putInt(at + 16, ids[level])
                    .putInt(at + 20, level < 2 ? target | SUBDIRECTORY : target);
        }
        page.putInt(RESOURCES + 3 * 0x18, VERSION_DATA).putInt(RESOURCES + 3 * 0x18 + 4, 92);
        int fixed = VERSION_DATA + 40;
        page.putInt(fixed, 0xfeef_04bd)
                .putInt(fixed + 8, version[0] << 16 | version[1])
                .putInt(fixed + 12, version[2] << 16 | version[3]);
    }
}
