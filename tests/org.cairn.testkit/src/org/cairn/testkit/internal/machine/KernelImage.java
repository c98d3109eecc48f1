package org.cairn.testkit.internal.machine;

import org.cairn.memory.Architecture;
import org.cairn.testkit.internal.ImageWriter;
import org.cairn.testkit.internal.PagedMemory;
import org.cairn.types.TypeTable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * The image of a synthetic kernel: its first page, the places of its variables, and what it says of
 * its version there and in {@code KUSER_SHARED_DATA}.
 */
public final class KernelImage {
    /** The variable that says where paged pool begins. */
    static final String PAGED_POOL = "MmPagedPoolStart";

    private static final int SIZE = 0x0100_0000;
    private static final int BUILD_LAB = 0x1800;

    private final TypeTable.Id system;
    private final boolean wide;
    private final PagedMemory memory;
    private final long base;
    private Map<String, Long> variables =
            Map.of(
                    "PsLoadedModuleList",
                    0x2000L,
                    "PsActiveProcessHead",
                    0x2040L,
                    "KdDebuggerDataBlock",
                    0x3000L,
                    PAGED_POOL,
                    0x2080L);
    private String guid = "00112233445566778899AABBCCDDEEFF";
    private int age = 1;

    /**
     * The kernel of a system.
     *
     * @param system its build and architecture
     * @param memory of the machine
     */
    public KernelImage(TypeTable.Id system, PagedMemory memory) {
        this.system = system;
        this.memory = memory;
        wide = system.architecture() == Architecture.X64;
        base = wide ? 0xffff_f802_1a20_0000L : 0x82a0_0000L;
    }

    /** Its address. */
    public long base() {
        return base;
    }

    /** The address of a variable; of the image when it is not known. */
    public long variable(String name) {
        return base + variables.getOrDefault(name, 0L);
    }

    /** Whether the place of a variable is known. */
    boolean has(String name) {
        return variables.containsKey(name);
    }

    /** The address of {@code NtBuildLab}. */
    long buildLab() {
        return base + BUILD_LAB;
    }

    /**
     * Makes it the kernel of a PDB.
     *
     * @param identity GUID, 32 hexadecimal digits
     * @param pdbAge its age
     * @param addresses of variables, relative to the image
     */
    public void of(String identity, int pdbAge, Map<String, Long> addresses) {
        guid = identity;
        age = pdbAge;
        variables = Map.copyOf(addresses);
    }

    /** Writes the first page, {@code NtBuildLab} and {@code KUSER_SHARED_DATA}. */
    public void write() {
        int[] version = {10, 0, system.build(), 1};
        memory.put(
                base,
                ImageWriter.page(
                        system.architecture(),
                        SIZE,
                        new ImageWriter.Identity(
                                "ntoskrnl.exe",
                                0x5f00_1234,
                                0x00a1_b2c3,
                                "ntkrnlmp.pdb",
                                mixed(HexFormat.of().parseHex(guid)),
                                age,
                                version)));
        memory.put(
                buildLab(), (system.build() + ".1.testkit\0").getBytes(StandardCharsets.US_ASCII));
        sharedUserData();
    }

    /** A GUID's text has its first three parts with the highest byte first. */
    private static byte[] mixed(byte[] text) {
        byte[] bytes = text.clone();
        int[] order = {3, 2, 1, 0, 5, 4, 7, 6};
        for (int i = 0; i < order.length; i++) {
            bytes[i] = text[order[i]];
        }
        return bytes;
    }

    private void sharedUserData() {
        long address = wide ? 0xffff_f780_0000_0000L : 0xffdf_0000L;
        int build = system.build();
        memory.put(address + 0x30, "C:\\Windows\0".getBytes(StandardCharsets.UTF_16LE));
        boolean ten = build >= 10_000;
        int[] version = build >= 9_600 ? new int[] {6, 3} : new int[] {6, 1};
        memory.put(address + 0x260, 4, ten ? 0xf000_0000L | build : 0);
        memory.put(address + 0x26c, 4, ten ? 10 : build < 6000 ? 5 : version[0]);
        memory.put(address + 0x270, 4, ten ? 0 : build < 6000 ? build == 2600 ? 1 : 2 : version[1]);
    }
}
