package org.cairn.dump.packed.internal;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.eclipse.jdt.annotation.NonNullByDefault;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The only file in a zip archive; folders do not count. */
public final class SingleMember extends InputStream {
    private final ZipArchiveInputStream zip;

    /**
     * Opens an archive.
     *
     * @param packed its bytes; closed with this stream
     * @throws IOException when there is no file, or it cannot be unpacked
     */
    public SingleMember(InputStream packed) throws IOException {
        zip = new ZipArchiveInputStream(packed);
        ZipArchiveEntry member =
                next().orElseThrow(() -> new IOException("there is no file in the archive"));
        if (member.getGeneralPurposeBit().usesEncryption()) {
            throw new IOException("the file in the archive is encrypted");
        }
        if (!zip.canReadEntryData(member)) {
            throw new IOException(
                    "the file in the archive is packed with method "
                            + member.getMethod()
                            + ", which is not read");
        }
    }

    private Optional<ZipArchiveEntry> next() throws IOException {
        ZipArchiveEntry entry = zip.getNextEntry();
        while (entry != null && entry.isDirectory()) {
            entry = zip.getNextEntry();
        }
        return entry == null ? Optional.empty() : Optional.of(entry);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    @NonNullByDefault({})
    public int read(byte[] into, int offset, int count) throws IOException {
        int read = zip.read(into, offset, count);
        if (read < 0 && next().isPresent()) {
            throw new IOException(
                    "there are several files in the archive: unpack the one you mean");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
