package org.cairn.dump.windows.internal;

/** The terms for {@code MEM_*} and {@code PAGE_*} of {@code winnt.h}. */
final class RegionTerms {
    static final String COMMIT = "commit";
    static final String RESERVE = "reserve";
    static final String FREE = "free";

    private static final int MEM_COMMIT = 0x1000;
    private static final int MEM_RESERVE = 0x2000;
    private static final int MEM_FREE = 0x1_0000;
    private static final int MEM_PRIVATE = 0x2_0000;
    private static final int MEM_MAPPED = 0x4_0000;
    private static final int MEM_IMAGE = 0x100_0000;
    private static final int PAGE_NOACCESS = 0x01;
    private static final int PAGE_READONLY = 0x02;
    private static final int PAGE_READWRITE = 0x04;
    private static final int PAGE_WRITECOPY = 0x08;
    private static final int PAGE_EXECUTE = 0x10;
    private static final int PAGE_EXECUTE_READ = 0x20;
    private static final int PAGE_EXECUTE_READWRITE = 0x40;
    private static final int PAGE_EXECUTE_WRITECOPY = 0x80;
    private static final int PAGE_GUARD = 0x100;
    private static final int PAGE_NOCACHE = 0x200;
    private static final int PAGE_WRITECOMBINE = 0x400;
    private static final int ACCESS_MASK = 0xff;

    private RegionTerms() {}

    static String state(long value) {
        return switch ((int) value) {
            case MEM_COMMIT -> COMMIT;
            case MEM_RESERVE -> RESERVE;
            case MEM_FREE -> FREE;
            default -> "";
        };
    }

    static String kind(long value) {
        return switch ((int) value) {
            case MEM_PRIVATE -> "private";
            case MEM_MAPPED -> "mapped";
            case MEM_IMAGE -> "image";
            default -> "";
        };
    }

    static String protection(long value) {
        String access =
                switch ((int) value & ACCESS_MASK) {
                    case PAGE_NOACCESS -> "---";
                    case PAGE_READONLY -> "r--";
                    case PAGE_READWRITE -> "rw-";
                    case PAGE_WRITECOPY -> "rw- copy";
                    case PAGE_EXECUTE -> "--x";
                    case PAGE_EXECUTE_READ -> "r-x";
                    case PAGE_EXECUTE_READWRITE -> "rwx";
                    case PAGE_EXECUTE_WRITECOPY -> "rwx copy";
                    default -> "";
                };
        return access.isEmpty()
                ? ""
                : access
                        + term(value, PAGE_GUARD, " guard")
                        + term(value, PAGE_NOCACHE, " nocache")
                        + term(value, PAGE_WRITECOMBINE, " writecombine");
    }

    private static String term(long value, int bit, String text) {
        return (value & bit) == 0 ? "" : text;
    }
}
