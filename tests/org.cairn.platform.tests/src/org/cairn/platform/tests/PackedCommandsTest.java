package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packed dumps: each packing needs packages that only OSGi can fail to find. */
class PackedCommandsTest extends SampleCommands {
    /** Each packing needs packages that only OSGi can fail to find. */
    @Test
    void packedDumpsAreOpened() throws IOException {
        Path packed = folder().resolve("sample.packed");
        byte[] sample = Files.readAllBytes(sample("nt-winxp-x86.dmp"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(sample);
        }
        assertThat(cairn("info", packed).out()).contains("Windows minidump", "unpacked to ");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(packed))) {
            out.putNextEntry(new ZipEntry("sample.dmp"));
            out.write(sample);
        }
        assertThat(cairn("info", packed).out()).contains("Windows minidump", "unpacked to ");
    }

    /** The words "no dump at all", packed by xz and by zstd. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQANbm8gZHVtcCBhdCBhbGwAAAAjDWOvMsxuSAABJg4IG+AEH7bzfQEAAAAABFla",
                "KLUv/QRYcQAAbm8gZHVtcCBhdCBhbGz/7Lf9"
            })
    void packedTextIsNoDump(String packed) throws IOException {
        Path file =
                Files.write(folder().resolve("text.packed"), Base64.getDecoder().decode(packed));
        CommandRun run = cairn("info", file);
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("offset 0x0: not a dump of a known format");
    }
}
