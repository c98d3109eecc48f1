package org.cairn.memory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Why reading or writing failed, in words for people. The message of a failure of the file system
 * is often no more than the path.
 */
public final class FailureReason {
    private FailureReason() {}

    /**
     * The reason without the path.
     *
     * @param failure what was thrown
     * @return a short phrase, such as {@code access denied}
     */
    public static String of(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "access denied";
            case NoSuchFileException _ -> "no such file or folder";
            case FileSystemException named when named.getReason() != null ->
                    String.valueOf(named.getReason());
            default ->
                    failure.getMessage() == null
                            ? "input or output failed"
                            : String.valueOf(failure.getMessage());
        };
    }

    /**
     * The reason, behind the path where the failure names one.
     *
     * @param failure what was thrown
     * @return such as {@code /mnt/x.dmp: access denied}
     */
    public static String withPath(IOException failure) {
        return failure instanceof FileSystemException named && named.getFile() != null
                ? named.getFile() + ": " + of(failure)
                : of(failure);
    }
}
