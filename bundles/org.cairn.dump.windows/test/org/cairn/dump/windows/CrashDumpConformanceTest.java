package org.cairn.dump.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpSource;
import org.cairn.memory.Progress;
import org.cairn.testkit.CorpusFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares crash dumps with the index of the corpus: figures that another program found. */
class CrashDumpConformanceTest {
    private static final Pattern FORMAT =
            Pattern.compile("PAGEDU64 type 4 triage, bugcheck (0x[0-9a-f]+), (\\d+) data blocks");
    private static final Pattern NOTE = Pattern.compile("drivers (\\d+), .*");
    private static final int TRIAGE = 0x2000;
    private static final int BLOCK = 16;

    private final Path folder;

    CrashDumpConformanceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void agreesWithTheIndex() throws Exception {
        Optional<CorpusFiles> corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
        CorpusFiles files = corpus.orElseThrow();
        int compared = 0;
        for (String line : Files.readAllLines(files.file("real/INDEX.tsv", folder))) {
            String[] columns = line.split("\t");
            Matcher format = FORMAT.matcher(columns[3]);
            if (format.matches()) {
                compare(files.file("real/" + columns[0], folder), columns, format);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(2);
    }

    private static void compare(Path file, String[] columns, Matcher format) throws Exception {
        Matcher note = NOTE.matcher(columns[12]);
        assertThat(note.matches()).isTrue();
        try (DumpSource source = DumpSource.open(file)) {
            Dump dump = new CrashDumpReader().read(source, Progress.NONE);
            assertThat("NT " + dump.claim().build()).isEqualTo(columns[4]);
            assertThat(dump.claim().architecture().orElseThrow().label()).isEqualTo(columns[5]);
            assertThat(dump.exception().orElseThrow().code())
                    .isEqualTo(Long.decode(format.group(1)));
            assertThat(dump.modules()).hasSize(Integer.parseInt(note.group(1)));
            long blocks = Long.parseLong(format.group(2));
            assertThat(dump.streams())
                    .filteredOn(stream -> stream.name().equals("data blocks"))
                    .singleElement()
                    .matches(stream -> stream.size() == blocks * BLOCK);
            assertThat(dump.memory().extent().bytes())
                    .isEqualTo(distinct(Files.readAllBytes(file)));
        }
    }

    /** Bytes of memory that data blocks, stack, data page and debugger data cover. */
    private static long distinct(byte[] content) {
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        TreeMap<Long, Long> ends = new TreeMap<>(Long::compareUnsigned);
        int list = file.getInt(TRIAGE + 0x78);
        int count = file.getInt(TRIAGE + 0x7c);
        for (int i = 0; i < count; i++) {
            add(ends, file.getLong(list + i * BLOCK), file.getInt(list + i * BLOCK + 12));
        }
        add(ends, file.getLong(TRIAGE + 0x48), file.getInt(TRIAGE + 0x2c));
        add(ends, file.getLong(TRIAGE + 0x60), file.getInt(TRIAGE + 0x6c));
        add(ends, file.getLong(0x80), file.getInt(TRIAGE + 0x74));
        long bytes = 0;
        long covered = 0;
        for (var range : ends.entrySet()) {
            long from =
                    Long.compareUnsigned(range.getKey(), covered) > 0 ? range.getKey() : covered;
            if (Long.compareUnsigned(range.getValue(), from) > 0) {
                bytes += range.getValue() - from;
                covered = range.getValue();
            }
        }
        return bytes;
    }

    private static void add(TreeMap<Long, Long> ends, long start, int size) {
        if (start != 0 && size != 0) {
            ends.merge(start, start + size, Math::max);
        }
    }
}
