package org.cairn.system;

import org.cairn.dump.Dump;
import org.cairn.memory.Progress;

import java.util.Optional;

/**
 * Recognises one family of operating systems in a dump. Contributed through the extension point
 * {@code org.cairn.platform.systems} or, in a plain JVM, through {@link java.util.ServiceLoader}.
 * Instances are stateless and used by several threads.
 */
public interface SystemReader {
    /**
     * The identity, the same as in the extension.
     *
     * @return a name such as {@code org.cairn.system.windows}
     */
    String id();

    /**
     * What the system is called.
     *
     * @return a short name for people
     */
    String name();

    /**
     * Looks for the system.
     *
     * @param dump what was read from the file
     * @param choice type tables and what the user said about them
     * @param progress told of long work
     * @return the system, or empty when it is not in the dump
     */
    Optional<SystemImage> recognise(Dump dump, TypeChoice choice, Progress progress);
}
