package org.cairn.cli;

/** Exit statuses that scripts depend on. */
final class ExitCode {
    static final int DONE = 0;
    static final int INTERNAL_FAILURE = 1;
    static final int USAGE = 2;
    static final int UNREADABLE_DUMP = 3;
    static final int FINDINGS = 4;

    private ExitCode() {}
}
