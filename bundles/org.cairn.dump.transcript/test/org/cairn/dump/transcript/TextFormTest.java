package org.cairn.dump.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader.Match;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** How a text may come: ends of lines, encodings, quotations, contradictions, and hostile ones. */
class TextFormTest {
    private static final String TWO_LINES =
            "# dd %fe04c8d8\n%fe04c8d8 00031c3f 00000000\n%fe04c8e0 ffc20010 00000000\n";
    private static final String TWO_LINES_MEAN =
            "fe04c8d8: 3f 1c 03 00 00 00 00 00 10 00 c2 ff 00 00 00 00";

    @Test
    void endsOfLines() throws Exception {
        assertThat(TextFile.runs(TextFile.dump(TWO_LINES.replace("\n", "\r\n"))))
                .containsExactly(TWO_LINES_MEAN);
        assertThat(TextFile.runs(TextFile.dump(TWO_LINES.replace("\n", "\r"))))
                .containsExactly(TWO_LINES_MEAN);
    }

    @Test
    void byteOrderMarks() throws Exception {
        for (var charset :
                new Charset[] {
                    StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
                }) {
            try (TextFile file = TextFile.of("\ufeff" + TWO_LINES, charset)) {
                assertThat(TextFile.runs(file.read())).containsExactly(TWO_LINES_MEAN);
                assertThat(file.match()).isEqualTo(Match.LIKELY);
            }
        }
    }

    @Test
    void quotationsOfMail() throws Exception {
        assertThat(TextFile.runs(TextFile.dump(TWO_LINES.replaceAll("(?m)^", "> "))))
                .containsExactly(TWO_LINES_MEAN);
    }

    @Test
    void theSameBytesTwiceAreFine() throws Exception {
        Dump dump = TextFile.dump(TWO_LINES + TWO_LINES + "%fe04c8dc 00000000 ffc20010\n");
        assertThat(TextFile.runs(dump)).containsExactly(TWO_LINES_MEAN);
        assertThat(dump.remarks()).isEmpty();
    }

    @Test
    void differentBytesAreTold() throws Exception {
        Dump dump = TextFile.dump(TWO_LINES + "# dd %fe04c8d8\n%fe04c8dc 00000100 ffc20011\n");
        assertThat(TextFile.runs(dump)).containsExactly(TWO_LINES_MEAN);
        assertThat(TextFile.remarks(dump))
                .containsExactly(
                        "0xfe04c8dd: printed first as 00, later as 01; the first counts",
                        "0xfe04c8e0: printed first as 10, later as 11; the first counts");
    }

    @Test
    void manyDifferencesAreCounted() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append("%%fe000%03x 11111111 22222222%n".formatted(i * 16));
            text.append("%%fe000%03x 33333333 22222222%n".formatted(i * 16));
        }
        Dump dump = TextFile.dump(text.toString());
        assertThat(dump.remarks()).hasSize(21);
        assertThat(TextFile.remarks(dump).get(0))
                .isEqualTo(
                        "0xfe000000: printed first as 11 11 11 11, later as 33 33 33 33; the"
                                + " first counts");
        assertThat(TextFile.remarks(dump).get(20))
                .isEqualTo("10 more places are printed with different bytes");
    }

    @Test
    void theLastAddresses() throws Exception {
        assertThat(
                        TextFile.runs(
                                TextFile.dump(
                                        """
                                        %fffffffc 01020304 05060708
                                        ffffffff`fffffff8  0102030405060708 1112131415161718
                                        """)))
                .containsExactly(
                        "fffffffc: 04 03 02 01", "fffffffffffffff8: 08 07 06 05 04 03 02 01");
    }

    @Test
    void aTextWithoutMemoryIsRefused() throws Exception {
        try (TextFile file = TextFile.of("Dear all,\nthe dump is too large to send.\n")) {
            assertThat(file.match()).isEqualTo(Match.NONE);
            var refusal = assertThrows(DumpFormatException.class, file::read);
            assertThat(refusal.getMessage()).contains("no line shows memory");
        }
        try (TextFile file = TextFile.of("# dw b8:29\n00b8:00000029  0000 0000\n")) {
            var refusal = assertThrows(DumpFormatException.class, file::read);
            assertThat(refusal.getMessage()).contains("gives the base of selector 0xb8");
        }
        try (TextFile file = TextFile.of("")) {
            assertThat(file.match()).isEqualTo(Match.NONE);
        }
    }

    @Test
    void binaryFilesAreNotText() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        try (TextFile file = TextFile.of(noise)) {
            assertThat(file.match()).isEqualTo(Match.NONE);
        }
        byte[] program = Arrays.copyOf(TWO_LINES.getBytes(StandardCharsets.US_ASCII), 4096);
        try (TextFile file = TextFile.of(program)) {
            assertThat(file.match()).isEqualTo(Match.NONE);
        }
    }

    @Test
    void textIsNeverCertain() throws Exception {
        try (TextFile file = TextFile.of(TWO_LINES)) {
            assertThat(file.match()).isEqualTo(Match.LIKELY);
        }
        try (TextFile file = TextFile.of("fe04c8d8  00031c3f 00000000\n")) {
            assertThat(file.match()).isEqualTo(Match.POSSIBLE);
        }
    }

    @Test
    void memoryAfterALongBeginning() throws Exception {
        String text = "0:000> !analyze -v\n" + "nothing to see here\n".repeat(4000) + TWO_LINES;
        try (TextFile file = TextFile.of(text)) {
            assertThat(file.match()).isEqualTo(Match.POSSIBLE);
            assertThat(TextFile.runs(file.read())).containsExactly(TWO_LINES_MEAN);
        }
    }

    @Test
    void oneEndlessLine() throws Exception {
        byte[] line = new byte[32 << 20];
        byte[] part = "%fe000000  00 ".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < line.length; i++) {
            line[i] = part[i < 14 ? i : 11 + i % 3];
        }
        try (TextFile file = TextFile.of(line)) {
            Dump dump = file.read();
            assertThat(dump.properties()).containsEntry("lines", "1");
            assertThat(TextFile.remarks(dump))
                    .containsExactly("lines read only up to 4096 characters: 1");
        }
    }

    @Test
    void scatteredPiecesAreBounded() throws Exception {
        int lines = 600_000;
        ByteBuffer text = ByteBuffer.allocate(lines * 13);
        for (int i = 0; i < lines; i++) {
            text.put(
                    "%%%08x 01%n"
                            .formatted(i * 4096)
                            .replace("\r", "")
                            .getBytes(StandardCharsets.US_ASCII));
        }
        try (TextFile file = TextFile.of(Arrays.copyOf(text.array(), text.position()))) {
            Dump dump = file.read();
            assertThat(dump.properties()).containsEntry("bytes", "524288");
            assertThat(TextFile.remarks(dump))
                    .containsExactly(
                            "bytes left out because the text has too many separate pieces of memory: 75,712");
        }
    }
}
