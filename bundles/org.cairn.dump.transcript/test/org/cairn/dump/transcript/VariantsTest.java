package org.cairn.dump.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader.Match;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One session, as terminals, mail programs and people pass it on: it always tells the same. */
class VariantsTest {
    private static final Path SAMPLE = Path.of("../../samples/os2-handbook.txt");
    private static final Pattern DWORDS = Pattern.compile("(%[0-9a-f]{8}) ((?:[0-9a-f]{8} ?){4})");

    /** How a text can come to us. */
    enum Variant {
        UPPER_CASE(text -> text.toUpperCase(Locale.ROOT)),
        CARRIAGE_RETURNS(text -> text.replace("\n", "\r\n")),
        OLD_LINE_ENDS(text -> text.replace("\n", "\r")),
        TABS(text -> text.replaceAll("(?<=\\S) +(?=\\S)", "\t").replaceAll("(?m)^ ", "\t")),
        WIDE_GAPS(text -> text.replaceAll("(?<=\\S)  +(?=\\S)", "     ")),
        SINGLE_BLANKS(text -> text.replaceAll(" +", " ")),
        NO_BLANK_BEFORE_ADDRESSES(
                text -> text.replaceAll("(?m)^(0003) +%(\\S+) (\\S+) %", "$1%$2 $3%")),
        MORE_HASHES(text -> text.replaceAll("(?m)^# ", "##")),
        NO_PROMPTS(text -> text.replaceAll("(?m)^# .*\n", "")),
        QUOTED(text -> text.replaceAll("(?m)^", "> ")),
        QUOTED_TWICE(text -> text.replaceAll("(?m)^", ">> ")),
        TRAILING_BLANKS(text -> text.replaceAll("(?m)$", "   ")),
        PAGES(text -> text.replaceAll("(?m)^%", "\f%")),
        BLANK_LINES(text -> text.replace("\n", "\n\n")),
        REMARKS(text -> text.replaceAll("(?m)^(?=[ *%0-9])", ">> a remark on what follows\n")),
        BYTES(text -> dwords(text, 1)),
        WORDS(text -> dwords(text, 2)),
        WRAPPED_AT_70(text -> wrapped(text, 70)),
        WRAPPED_AT_60(text -> wrapped(text, 60)),
        WRAPPED_AT_40(text -> wrapped(text, 40)),
        END_OF_FILE_MARK(text -> text + "\u001a");

        private final UnaryOperator<String> change;

        Variant(UnaryOperator<String> change) {
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void tellsTheSame(Variant variant) throws Exception {
        String plain = sample();
        String text = variant.change.apply(plain);
        assertThat(text).isNotEqualTo(plain);
        Dump expected = TextFile.dump(plain);
        Dump dump = TextFile.dump(text);
        assertThat(TextFile.runs(dump)).isEqualTo(TextFile.runs(expected));
        assertThat(dump.selectors()).isEqualTo(expected.selectors());
        assertThat(records(dump)).isEqualTo(records(expected));
        assertThat(dump.claim()).isEqualTo(expected.claim());
        assertThat(dump.remarks()).isEmpty();
        try (TextFile file = TextFile.of(text)) {
            assertThat(file.match()).isEqualTo(Match.LIKELY);
        }
    }

    /** A text that was cut or changed anywhere is read to its end. */
    @Test
    void damagedTexts() throws Exception {
        byte[] plain = sample().getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(9);
        int read = 0;
        for (int i = 0; i < 400; i++) {
            byte[] text = plain.clone();
            for (int j = 0; j < 1 + random.nextInt(200); j++) {
                int at = random.nextInt(text.length);
                text[at] =
                        switch (random.nextInt(4)) {
                            case 0 -> '\n';
                            case 1 -> (byte) "%*=: #0".charAt(random.nextInt(7));
                            case 2 -> text[random.nextInt(text.length)];
                            default -> (byte) random.nextInt(256);
                        };
            }
            try (TextFile file = TextFile.of(text)) {
                file.match();
                assertThat(file.read().records()).hasSizeLessThan(100);
                read++;
            } catch (DumpFormatException refused) {
                assertThat(refused).hasMessageContaining("no line");
            }
        }
        assertThat(read).isGreaterThan(300);
    }

    /** The same memory as a listing of bytes or words. */
    private static String dwords(String text, int unit) {
        Matcher matcher = DWORDS.matcher(text);
        String command = unit == 1 ? "# db " : "# dw ";
        return matcher.replaceAll(line -> line.group(1) + "  " + units(line.group(2), unit))
                .replace("# dd ", command);
    }

    private static String units(String dwords, int unit) {
        List<String> units = new ArrayList<>();
        for (String dword : dwords.strip().split(" ")) {
            for (int at = 8 - 2 * unit; at >= 0; at -= 2 * unit) {
                units.add(dword.substring(at, at + 2 * unit));
            }
        }
        if (unit == 2) {
            return String.join(" ", units);
        }
        StringBuilder characters = new StringBuilder();
        units.forEach(each -> characters.append(character(Integer.parseInt(each, 16) & 0x7f)));
        return String.join(" ", units.subList(0, 8))
                + "-"
                + String.join(" ", units.subList(8, 16))
                + " "
                + characters;
    }

    private static char character(int value) {
        return value < ' ' || value == 0x7f ? '.' : (char) value;
    }

    /** Broken between words, as mail programs do; a line without a blank stays whole. */
    private static String wrapped(String text, int width) {
        StringBuilder wrapped = new StringBuilder();
        for (String line : text.split("\n")) {
            String rest = line;
            while (rest.length() > width && rest.lastIndexOf(' ', width) > 1) {
                int at = rest.lastIndexOf(' ', width);
                wrapped.append(rest, 0, at).append('\n');
                rest = rest.substring(at + 1);
            }
            wrapped.append(rest).append('\n');
        }
        return wrapped.toString();
    }

    /** The words behind the columns of a segment say the same as its flags. */
    private static List<String> records(Dump dump) {
        return dump.records().stream()
                .map(each -> each.kind().equals("seg") ? each.text("seg") + each.text("sel") : each)
                .map(each -> each.toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String sample() throws Exception {
        return Files.readString(SAMPLE, StandardCharsets.ISO_8859_1);
    }
}
