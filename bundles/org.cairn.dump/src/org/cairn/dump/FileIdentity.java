package org.cairn.dump;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells one file from another without reading it whole: size, time of change, and a hash of both
 * ends. Results that are kept between runs are filed under it.
 */
public final class FileIdentity {
    private static final long HASHED_END = 1 << 20;
    private static final int SHORT_HASH = 8;

    private FileIdentity() {}

    /**
     * The identity of a file.
     *
     * @param file whose time of change counts
     * @param bytes its content
     * @return a text that differs when the file differs
     * @throws IOException when the time of change cannot be read
     */
    public static String of(Path file, MemorySegment bytes) throws IOException {
        long size = bytes.byteSize();
        long end = Math.min(HASHED_END, size);
        MessageDigest digest = sha256();
        digest.update(bytes.asSlice(0, end).asByteBuffer());
        digest.update(bytes.asSlice(size - end, end).asByteBuffer());
        String hash = HexFormat.of().formatHex(digest.digest());
        return size + " " + Files.getLastModifiedTime(file).toMillis() + " " + hash;
    }

    /**
     * A short name for a long text.
     *
     * @param text any
     * @return 16 hexadecimal digits, fit for the name of a file
     */
    public static String shortHash(String text) {
        byte[] hash = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, SHORT_HASH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
