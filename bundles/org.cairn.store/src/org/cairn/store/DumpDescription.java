package org.cairn.store;

/**
 * What a store says about its dump.
 *
 * @param file the file that was opened
 * @param format what the format is called, such as {@code Windows minidump}
 * @param system for people, such as {@code Windows 10 1903 (build 18362) x64}, or empty
 * @param build build number of the system, 0 when unknown
 * @param architecture label of an {@link org.cairn.memory.Architecture}, or empty
 * @param memoryKind {@code virtual} or {@code physical}
 * @param cairnVersion the version of the program
 */
public record DumpDescription(
        String file,
        String format,
        String system,
        int build,
        String architecture,
        String memoryKind,
        String cairnVersion) {}
