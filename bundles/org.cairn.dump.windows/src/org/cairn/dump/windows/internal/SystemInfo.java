package org.cairn.dump.windows.internal;

import org.cairn.dump.SystemClaim;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * What {@code MINIDUMP_SYSTEM_INFO} says.
 *
 * @param claim the system
 * @param processors their number
 * @param product kind of Windows, or empty
 * @param servicePack such as {@code Service Pack 1}, or empty
 */
record SystemInfo(SystemClaim claim, long processors, String product, String servicePack) {
    private static final Structure TYPE = MinidumpFormat.MINIDUMP_SYSTEM_INFO;
    private static final Field ARCHITECTURE = TYPE.field("ProcessorArchitecture");
    private static final Field PROCESSORS = TYPE.field("NumberOfProcessors");
    private static final Field PRODUCT = TYPE.field("ProductType");
    private static final Field MAJOR = TYPE.field("MajorVersion");
    private static final Field MINOR = TYPE.field("MinorVersion");
    private static final Field BUILD = TYPE.field("BuildNumber");
    private static final Field PLATFORM = TYPE.field("PlatformId");
    private static final Field SERVICE_PACK = TYPE.field("CSDVersionRva");

    /** {@code PROCESSOR_ARCHITECTURE_*} of {@code winnt.h}. */
    private static final int INTEL = 0;

    private static final int AMD64 = 9;
    private static final int ARM64 = 12;

    /** {@code VER_PLATFORM_WIN32_NT} of {@code winnt.h}. */
    private static final int WIN32_NT = 2;

    /** No build number of NT is longer: {@code _PEB.OSBuildNumber} has 16 bits. */
    private static final int MAX_BUILD = 0xffff;

    static Optional<SystemInfo> read(StreamPart part, MinidumpFile file, Remarks remarks) {
        if (!part.holds(TYPE)) {
            remarks.tooShort(part, TYPE);
            return Optional.empty();
        }
        MemorySegment bytes = part.bytes();
        long processor = ARCHITECTURE.get(bytes, 0);
        Optional<Architecture> architecture = architecture((int) processor);
        long platform = PLATFORM.get(bytes, 0);
        if (architecture.isEmpty()) {
            remarks.warning(
                    "%s names processor architecture %d, which Cairn does not read"
                            .formatted(part.place(), processor));
        }
        if (platform != WIN32_NT) {
            remarks.warning(
                    "%s names platform %s, not Windows NT (2)"
                            .formatted(part.place(), Long.toString(platform)));
        }
        long build = BUILD.get(bytes, 0);
        String version = MAJOR.get(bytes, 0) + "." + MINOR.get(bytes, 0) + "." + build;
        SystemClaim claim =
                new SystemClaim(
                        platform == WIN32_NT ? SystemClaim.WINDOWS : "",
                        version,
                        build <= MAX_BUILD ? (int) build : 0,
                        architecture);
        return Optional.of(
                new SystemInfo(
                        claim,
                        PROCESSORS.get(bytes, 0),
                        product((int) PRODUCT.get(bytes, 0)),
                        file.string(SERVICE_PACK.get(bytes, 0))));
    }

    /** Whether it says anything that Cairn understands. */
    boolean isUsable() {
        return !claim.family().isEmpty() || claim.architecture().isPresent();
    }

    private static Optional<Architecture> architecture(int processor) {
        return switch (processor) {
            case INTEL -> Optional.of(Architecture.X86);
            case AMD64 -> Optional.of(Architecture.X64);
            case ARM64 -> Optional.of(Architecture.ARM64);
            default -> Optional.empty();
        };
    }

    /** {@code VER_NT_WORKSTATION}, {@code VER_NT_DOMAIN_CONTROLLER}, {@code VER_NT_SERVER}. */
    private static String product(int type) {
        return switch (type) {
            case 1 -> "workstation";
            case 2 -> "domain controller";
            case 3 -> "server";
            default -> "";
        };
    }
}
