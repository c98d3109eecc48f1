package org.cairn.testkit.internal;

import org.cairn.dump.DumpModule;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.HeapOptions.FrontEnd;

import java.util.List;

/**
 * Where a sample's process has its parts.
 *
 * @param file name of the sample
 * @param title what it is
 * @param table name of the type table
 * @param peb address of the PEB
 * @param stacks where stacks begin
 * @param heaps where heaps begin
 * @param heapList where ntdll keeps the list of heaps
 * @param frontEnd of the first two heaps
 * @param modules the first is the program, the second its own library
 */
public record SampleSystem(
        String file,
        String title,
        String table,
        long peb,
        long stacks,
        List<Long> heaps,
        long heapList,
        FrontEnd frontEnd,
        List<DumpModule> modules) {
    private static final String SHOP_PDB = "shop.pdb 5A0E7C1B-93D4-4C5E-8F21-7B6D0A94E3C2 1";
    private static final String RENDER_PDB = "render.pdb C81F24D6-0B7A-49E3-A5D9-1E4F6830B25C 3";

    /** Windows XP SP3, 32 bits. */
    public static SampleSystem windowsXp() {
        String system = "5.1.2600.5512";
        return new SampleSystem(
                "nt-winxp-x86.dmp",
                "Windows XP SP3, x86",
                "winxp-sp3-x86",
                0x7ffd_f000L,
                0x3_0000L,
                List.of(0x15_0000L, 0x4a_0000L, 0x3a_0000L),
                0x7c97_de80L,
                FrontEnd.LOOKASIDE,
                List.of(
                        shop(0x40_0000L),
                        render(0x1000_0000L),
                        windows(0x7c90_0000L, 0xb2000, "ntdll.dll", system),
                        windows(0x7c80_0000L, 0xf6000, "kernel32.dll", system),
                        windows(0x77c1_0000L, 0x58000, "msvcrt.dll", "7.0.2600.5512"),
                        windows(0x7e41_0000L, 0x91000, "user32.dll", system)));
    }

    /** Windows 7 SP1, 32 bits. */
    public static SampleSystem windows7() {
        String system = "6.1.7601.17514";
        return new SampleSystem(
                "nt-win7-x86.dmp",
                "Windows 7 SP1, x86",
                "win7-sp1-x86",
                0x7ffd_7000L,
                0x13_0000L,
                List.of(0x35_0000L, 0x5a_0000L, 0x7c_0000L),
                0x77b3_7380L,
                FrontEnd.NONE,
                List.of(
                        shop(0xd9_0000L),
                        render(0x6c2a_0000L),
                        windows(0x77a6_0000L, 0x13c000, "ntdll.dll", system),
                        windows(0x76d6_0000L, 0xd4000, "kernel32.dll", system),
                        windows(0x75b6_0000L, 0x4a000, "KERNELBASE.dll", system),
                        windows(0x75e4_0000L, 0xac000, "msvcrt.dll", "7.0.7600.16385"),
                        windows(0x7646_0000L, 0xc9000, "user32.dll", system)));
    }

    /** Windows 10 22H2, 64 bits. */
    public static SampleSystem windows10(String file, String title) {
        String system = "10.0.19041.3636";
        return new SampleSystem(
                file,
                title,
                "win10-22h2-19045-x64",
                0xc5_2e3a_1000L,
                0xc5_2e50_0000L,
                List.of(0x1c9_785d_0000L, 0x1c9_7870_0000L, 0x1c9_7a06_0000L),
                0x7ffb_4d2d_b240L,
                FrontEnd.EXTENDED_LOOKUP,
                List.of(
                        shop(0x7ff6_1c3a_0000L),
                        render(0x7ffb_21e4_0000L),
                        windows(0x7ffb_4d17_0000L, 0x1f8000, "ntdll.dll", system),
                        windows(0x7ffb_4b8f_0000L, 0xc2000, "KERNEL32.DLL", system),
                        windows(0x7ffb_4a9c_0000L, 0x2f6000, "KERNELBASE.dll", system),
                        windows(0x7ffb_4acc_0000L, 0x100000, "ucrtbase.dll", system),
                        windows(0x7ffb_4c2a_0000L, 0x19e000, "user32.dll", system)));
    }

    /** How a heap is made: the third has a small first segment and a low limit for its blocks. */
    HeapOptions options(int heap) {
        return heap < 2
                ? HeapOptions.GROWABLE.with(frontEnd)
                : HeapOptions.GROWABLE.withReserve(0x1_0000).withVirtualThreshold(0x800);
    }

    private static DumpModule shop(long base) {
        return new DumpModule(
                base, 0x91000, "C:\\Shop\\shop.exe", "4.12.0.7", 0x63f2_1a40L, 0x9_43c1L, SHOP_PDB);
    }

    private static DumpModule render(long base) {
        return new DumpModule(
                base, 0x6a000, "C:\\Shop\\render.dll", "2.3.1.0", 0x63e8_0c18L, 0, RENDER_PDB);
    }

    private static DumpModule windows(long base, long size, String name, String version) {
        return new DumpModule(
                base, size, "C:\\Windows\\System32\\" + name, version, 0x4ce7_b000L, 0, "");
    }
}
