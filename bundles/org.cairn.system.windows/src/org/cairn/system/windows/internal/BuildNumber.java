package org.cairn.system.windows.internal;

import org.cairn.dump.DumpModule;
import org.cairn.dump.SystemClaim;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weighs what the container, the process and ntdll say about the build.
 *
 * @param claimed by the container, 0 when it does not say
 * @param ntdll from the file version of ntdll.dll, 0 when unknown
 */
record BuildNumber(int claimed, int ntdll) {
    /**
     * {@code GetVersionEx} says 6.2.9200 on every later system to a program without a manifest for
     * it; a dump that such a program wrote of itself claims Windows 8. So does the dump of a
     * Windows 10 1903 process whose ntdll.dll has version 6.2.18362.657.
     */
    private static final int WITHOUT_MANIFEST = 9200;

    private static final Pattern FILE_VERSION = Pattern.compile("\\d+\\.\\d+\\.(\\d{1,5})\\.\\d+");
    private static final String NTDLL = "ntdll.dll";

    static BuildNumber of(SystemClaim claim, List<DumpModule> modules) {
        int ntdll =
                modules.stream()
                        .filter(module -> module.fileName().equalsIgnoreCase(NTDLL))
                        .mapToInt(module -> build(module.version()))
                        .findFirst()
                        .orElse(0);
        return new BuildNumber(claim.build(), ntdll);
    }

    static boolean hasNtdll(List<DumpModule> modules) {
        return modules.stream().anyMatch(module -> module.fileName().equalsIgnoreCase(NTDLL));
    }

    private static int build(String version) {
        Matcher matcher = FILE_VERSION.matcher(version);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** The build as far as it is known without the PEB. */
    int withoutPeb() {
        boolean doubtful = claimed == 0 || claimed == WITHOUT_MANIFEST && ntdll > claimed;
        return doubtful && ntdll != 0 ? ntdll : claimed;
    }

    /**
     * The build, when the PEB has one. A process in compatibility mode has the number of the older
     * system in its PEB; then that of the container is nearer to ntdll's. Updates that only switch
     * features on raise the build (19041 to 19045), but not ntdll's, so the numbers need not be
     * equal.
     */
    int with(int peb) {
        if (peb == 0) {
            return withoutPeb();
        }
        boolean compatibility = claimed != 0 && ntdll != 0 && distance(claimed) < distance(peb);
        return compatibility ? claimed : peb;
    }

    private int distance(int build) {
        return Math.abs(build - ntdll);
    }
}
