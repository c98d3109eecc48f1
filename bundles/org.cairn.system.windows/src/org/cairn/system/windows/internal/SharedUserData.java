package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;

import java.util.Locale;
import java.util.Optional;

/**
 * {@code KUSER_SHARED_DATA}, a page that every NT system maps at the same address. It tells page
 * tables of NT from others, and which system it is.
 *
 * @param root the system's folder, such as {@code C:\Windows}
 * @param major version
 * @param minor version
 * @param build since Windows 10, else 0
 */
record SharedUserData(String root, int major, int minor, int build) {
    /** Where kernels map it, as {@code ntddk.h} says. */
    static final long ADDRESS_X86 = 0xffdf_0000L;

    /** The same on x64. */
    static final long ADDRESS_X64 = 0xffff_f780_0000_0000L;

    /** As {@code ntddk.h} declares it; {@code NtBuildNumber} since Windows 10. */
    static final Structure LAYOUT =
            Structure.named("KUSER_SHARED_DATA")
                    .at(0x30)
                    .bytes("NtSystemRoot", "WCHAR[260]", 520)
                    .at(0x260)
                    .u32("NtBuildNumber")
                    .at(0x26c)
                    .u32("NtMajorVersion")
                    .u32("NtMinorVersion")
                    .build();

    private static final int FIRST_WITH_BUILD = 10;
    private static final int LAST_MAJOR = 20;
    private static final int BUILD_BITS = 0xffff;

    /**
     * Reads the page of a kernel's space.
     *
     * @return empty when it is not there or says nothing that could be
     */
    static Optional<SharedUserData> read(AddressSpace space, Architecture architecture) {
        MemoryCursor cursor = space.cursor();
        long address = architecture == Architecture.X86 ? ADDRESS_X86 : ADDRESS_X64;
        if (!cursor.seek(address, LAYOUT.size())) {
            return Optional.empty();
        }
        long major = LAYOUT.field("NtMajorVersion").get(cursor);
        long minor = LAYOUT.field("NtMinorVersion").get(cursor);
        long build = LAYOUT.field("NtBuildNumber").get(cursor) & BUILD_BITS;
        String root =
                new Values(space)
                        .text(
                                address + LAYOUT.offset("NtSystemRoot"),
                                LAYOUT.field("NtSystemRoot").size());
        if (!isPath(root) || major < 3 || major > LAST_MAJOR || minor > LAST_MAJOR) {
            return Optional.empty();
        }
        return Optional.of(
                new SharedUserData(
                        root,
                        (int) major,
                        (int) minor,
                        major >= FIRST_WITH_BUILD ? (int) build : 0));
    }

    private static boolean isPath(String text) {
        return text.length() > 3
                && Character.isLetter(text.charAt(0))
                && text.charAt(1) == ':'
                && text.charAt(2) == '\\';
    }

    /** Whether the system's folder has the name that ReactOS gives it. */
    boolean isReactOs() {
        return root.toLowerCase(Locale.ROOT).contains("reactos");
    }

    /** The first build of the version, when the page does not tell the build. */
    int leastBuild() {
        if (build != 0) {
            return build;
        }
        return switch (major * 10 + minor) {
            case 50 -> 2195;
            case 51 -> 2600;
            case 52 -> 3790;
            case 60 -> 6002;
            case 61 -> 7601;
            case 62 -> 9200;
            case 63 -> 9600;
            default -> 0;
        };
    }
}
