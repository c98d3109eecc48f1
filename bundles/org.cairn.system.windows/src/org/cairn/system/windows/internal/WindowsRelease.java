package org.cairn.system.windows.internal;

import org.cairn.memory.Architecture;

import java.util.Map;
import java.util.Optional;

/** The names that Microsoft gave to build numbers. */
final class WindowsRelease {
    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(2195, "Windows 2000"),
                    Map.entry(2600, "Windows XP"),
                    Map.entry(3790, "Windows Server 2003"),
                    Map.entry(6000, "Windows Vista"),
                    Map.entry(6001, "Windows Vista SP1"),
                    Map.entry(6002, "Windows Vista SP2"),
                    Map.entry(7600, "Windows 7"),
                    Map.entry(7601, "Windows 7 SP1"),
                    Map.entry(9200, "Windows 8"),
                    Map.entry(9600, "Windows 8.1"),
                    Map.entry(10240, "Windows 10 1507"),
                    Map.entry(10586, "Windows 10 1511"),
                    Map.entry(14393, "Windows 10 1607"),
                    Map.entry(15063, "Windows 10 1703"),
                    Map.entry(16299, "Windows 10 1709"),
                    Map.entry(17134, "Windows 10 1803"),
                    Map.entry(17763, "Windows 10 1809"),
                    Map.entry(18362, "Windows 10 1903"),
                    Map.entry(18363, "Windows 10 1909"),
                    Map.entry(19041, "Windows 10 2004"),
                    Map.entry(19042, "Windows 10 20H2"),
                    Map.entry(19043, "Windows 10 21H1"),
                    Map.entry(19044, "Windows 10 21H2"),
                    Map.entry(19045, "Windows 10 22H2"),
                    Map.entry(20348, "Windows Server 2022"),
                    Map.entry(22000, "Windows 11 21H2"),
                    Map.entry(22621, "Windows 11 22H2"),
                    Map.entry(22631, "Windows 11 23H2"),
                    Map.entry(26100, "Windows 11 24H2"),
                    Map.entry(26200, "Windows 11 25H2"));

    private WindowsRelease() {}

    /**
     * Describes a system.
     *
     * @param demanded what the user says that the system is, or empty
     * @param build its build number, 0 when unknown
     * @param architecture the processor
     * @return such as {@code Windows 10 1903 (build 18362) x64}
     */
    static String describe(Optional<String> demanded, int build, Architecture architecture) {
        String name = demanded.orElse(NAMES.getOrDefault(build, "Windows"));
        String number = build == 0 ? "" : " (build " + build + ")";
        return name + number + " " + architecture.label();
    }
}
