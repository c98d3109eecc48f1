package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.cairn.memory.Addresses;
import org.cairn.testkit.CorpusFiles;
import org.cairn.testkit.HeapTruth;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The command line against data that we did not write. */
class ConformanceTest {
    /** Blocks of the test driver on lists of the kernel, by the corpus. */
    private static final int PARKED = 75;

    @TempDir @Nullable Path folder;

    private Optional<CorpusFiles> corpus = Optional.empty();

    @BeforeEach
    void findCorpus() {
        corpus = CorpusFiles.locate();
        assumeTrue(corpus.isPresent(), CorpusFiles.MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r32", "r64"})
    void everyLiveBlockOfReactOsIsListed(String name) throws IOException {
        HeapTruth truth = corpus.orElseThrow().truth("rosheap/" + name + ".truth.tsv");
        CommandRun run =
                cairn(
                        "blocks",
                        file("rosheap/" + name + ".mdmp"),
                        "--format",
                        "csv",
                        "--state",
                        "busy");
        Map<String, String> sizes = new HashMap<>();
        run.out()
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .forEach(cells -> sizes.put(cells[6] + " " + cells[2], cells[3]));
        for (HeapTruth.Block block : truth.blocks()) {
            String place = Addresses.hex(block.heap()) + " " + Addresses.hex(block.userAddress());
            assertThat(sizes.remove(place)).isEqualTo(Long.toString(block.userSize()));
        }
        Set<String> heaps = new HashSet<>(truth.heaps().stream().map(Addresses::hex).toList());
        assertThat(sizes.keySet()).noneMatch(place -> heaps.contains(place.split(" ")[0]));
    }

    /** The sums are those of the truth; a tag and its blanks need not be written out. */
    @Test
    void poolsAreShownByTheirTags() throws IOException {
        Path dump = file("reactos/reactos-x86-64M.elf");
        HeapTruth truth = corpus.orElseThrow().truth("reactos/reactos-x86-64M.pool.truth.tsv");
        CommandRun tags = cairn("pool", "tags", dump, "Tru*", "--format", "csv");
        assertThat(tags.status()).isZero();
        long count =
                tags.out()
                        .lines()
                        .skip(1)
                        .mapToLong(line -> Long.parseLong(line.split(",")[6]))
                        .sum();
        assertThat(count).isEqualTo(truth.blocks().size());
        CommandRun found = cairn("pool", "find", dump, "Irp", "--state", "busy", "--limit", "1");
        assertThat(found.out()).contains("Irp");
        CommandRun at = cairn("pool", "at", dump, "0xb0150010");
        assertThat(at.out()).contains("TruB", "nonpaged pool", "PoolTag");
        CommandRun check = cairn("pool", "check", dump, "--fail-on", "info");
        assertThat(check.status()).isZero();
        assertThat(check.out()).contains("Pools", "paged pool", "100.0 %");
        CommandRun same =
                cairn(
                        "pool",
                        "tags",
                        dump,
                        "Tru*",
                        "--diff",
                        dump,
                        "--sort",
                        "diff",
                        "--format",
                        "csv");
        assertThat(same.out().lines().skip(1).map(line -> line.split(",")[4]))
                .isNotEmpty()
                .allMatch(difference -> difference.equals("0"));
    }

    /** The page of a block with all that the driver has in it. */
    @Test
    void aPageOfPoolIsShownWhole() throws IOException {
        Path dump = file("reactos/reactos-x86-64M.elf");
        long page = 0xb015_0000L;
        List<String> expected =
                corpus
                        .orElseThrow()
                        .truth("reactos/reactos-x86-64M.pool.truth.tsv")
                        .blocks()
                        .stream()
                        .map(HeapTruth.Block::userAddress)
                        .filter(user -> (user & -0x1000L) == page)
                        .map(Addresses::hex)
                        .toList();
        String out = cairn("pool", "at", dump, expected.getFirst(), "--format", "json").out();
        List<JsonNode> rows = new ArrayList<>();
        new ObjectMapper().readTree(out).get("page").forEach(rows::add);
        assertThat(rows.stream().map(row -> row.get("user_address").asText()))
                .containsAll(expected);
        assertThat(rows)
                .filteredOn(row -> row.get("wanted").asText().equals("*"))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row.get("user_address").asText())
                                        .isEqualTo(expected.getFirst()));
        long next = page;
        for (JsonNode row : rows) {
            assertThat(Long.decode(row.get("address").asText())).isEqualTo(next);
            next += row.get("size").asLong();
        }
        assertThat(next).isEqualTo(page + 0x1000);
    }

    /** The kernel's tables, which the tests of the decoder check, agree with the walk. */
    @Test
    void theKernelsTablesStandBesideTheWalk() throws IOException {
        Path dump = file("reactos/reactos-x86-64M.elf");
        HeapTruth truth = corpus.orElseThrow().truth("reactos/reactos-x86-64M.pool.truth.tsv");
        List<String> lines = cairn("pool", "tags", dump, "--format", "csv").out().lines().toList();
        List<String> names = List.of(lines.getFirst().split(","));
        long counted = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] row = line.split(",");
            for (String pool : List.of("nonpaged_", "paged_", "")) {
                assertThat(row[names.indexOf(pool + "table_diff_count")]).as(line).isEqualTo("0");
                assertThat(row[names.indexOf(pool + "table_diff_bytes")]).as(line).isEqualTo("0");
            }
            assertThat(row[names.indexOf("session_table_count")]).isEmpty();
            long count = Long.parseLong(row[names.indexOf("table_count")]);
            long allocations = Long.parseLong(row[names.indexOf("table_allocs")]);
            long frees = Long.parseLong(row[names.indexOf("table_frees")]);
            assertThat(allocations - frees).as(line).isEqualTo(count);
            counted += row[0].startsWith("Tru") ? count : 0;
        }
        assertThat(counted).isEqualTo(truth.blocks().size());
        CommandRun forPeople = cairn("pool", "tags", dump, "Tru?", "--limit", "1");
        assertThat(forPeople.out())
                .contains("table_count", "table_bytes", "table_diff_count")
                .doesNotContain("paged_table");
    }

    /** Where there is no table there is nothing to compare. */
    @Test
    void withoutATableNothingIsCompared() throws IOException {
        Path dump = file("real/rizin_triage_x64_19041.dmp");
        List<String> lines =
                cairn("pool", "tags", dump, "EtwR", "--format", "csv").out().lines().toList();
        int column = List.of(lines.getFirst().split(",")).indexOf("table_count");
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast().split(",")[column]).isEmpty();
    }

    /** What became less counts as much as what became more; of two systems it says little. */
    @Test
    void theLargestDifferenceIsFirst() throws IOException {
        CommandRun run =
                cairn(
                        "pool",
                        "tags",
                        file("reactos/reactos-x86-64M.elf"),
                        "--diff",
                        file("real/rizin_triage_x64_19041.dmp"),
                        "--format",
                        "ndjson");
        assertThat(run.err()).contains("the earlier dump is of another system: Windows 10");
        List<Long> changes = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            changes.add(new ObjectMapper().readTree(line).get("bytes_diff").asLong());
        }
        assertThat(changes).anyMatch(bytes -> bytes > 0).anyMatch(bytes -> bytes < 0);
        assertThat(changes.stream().map(Math::abs)).isSortedAccordingTo(Comparator.reverseOrder());
    }

    /** A tag may be written as its characters, its bytes or the number that debuggers show. */
    @Test
    void tagsMayBeBytes() throws IOException {
        Path dump = file("reactos/reactos-x86-64M.elf");
        String text = cairn("pool", "find", dump, "TruB", "--format", "csv").out();
        assertThat(text.lines()).hasSizeGreaterThan(1);
        assertThat(text.lines().findFirst().orElseThrow())
                .contains(",pool,pool_name,pid,", ",tag,flags");
        assertThat(cairn("pool", "find", dump, "54 72 75 42", "--format", "csv").out())
                .isEqualTo(text);
        assertThat(cairn("pool", "find", dump, "0x42757254", "--format", "csv").out())
                .isEqualTo(text);
        CommandRun at = cairn("pool", "at", dump, "0xffffffffb0150010");
        assertThat(at.out()).contains("TruB");
        CommandRun wide = cairn("pool", "at", dump, "0xffffb08112345678");
        assertThat(wide.status()).isEqualTo(2);
        assertThat(wide.err()).contains("the kernel has 32 bits");
        assertThat(cairn("pool", "at", dump, "0x410000").err()).contains("'cairn at'");
    }

    /** The index counts what is sure; what is not is counted beside it. */
    @Test
    void doubtfulBlocksAreCountedApart() throws IOException {
        Path dump = file("real/rizin_triage_x64_19041.dmp");
        CommandRun tags = cairn("pool", "tags", dump, "EtwR", "--format", "csv");
        String[] row = tags.out().lines().skip(1).findFirst().orElseThrow().split(",");
        assertThat(row[6]).isEqualTo("36");
        assertThat(row[11]).isEqualTo("5");
        String bytes = "select sum(size) from blocks where owner = 'EtwR' and flags like '%hint%'";
        assertThat(cairn("sql", dump, bytes, "--format", "csv").out().lines().skip(1))
                .containsExactly(row[12]);
        assertThat(tags.err()).contains("most of the pool is not in the dump");
        CommandRun scan = cairn("pool", "scan", dump);
        assertThat(scan.err()).contains("a scan searches physical memory");
    }

    /**
     * Of blocks of whole pages, and of which blocks wait on its lists, only the kernel knows; the
     * others are found without it.
     */
    @Test
    void smallPoolBlocksAreFoundByAScan() throws IOException {
        Path dump = file("reactos/reactos-x86-64M.elf");
        HeapTruth truth = corpus.orElseThrow().truth("reactos/reactos-x86-64M.pool.truth.tsv");
        CommandRun found = cairn("pool", "scan", dump, "Tru*", "--format", "csv");
        assertThat(found.status()).isZero();
        long small =
                truth.blocks().stream().filter(block -> !block.kind().endsWith("-big")).count();
        assertThat(found.out().lines().skip(1)).hasSizeBetween((int) small, (int) small + PARKED);
        assertThat(found.out().lines().skip(1)).allMatch(line -> line.contains("found"));
    }

    @ParameterizedTest
    @CsvSource({
        "win7sp1_wow64_hello_fullmemory_cut, present, 5",
        "win10_18362_x64_crashes_on_my_machine, present, 1",
        "win7sp1_x64_notepad_WER1090, absent, 6"
    })
    void heapsOfRealDumpsAreKnown(String name, String status, int count) throws IOException {
        CommandRun run = cairn("heaps", file("real/" + name + ".mdmp"), "--format", "csv");
        assertThat(run.status()).isZero();
        assertThat(
                        run.out()
                                .lines()
                                .skip(1)
                                .filter(
                                        line ->
                                                line.contains("NT heap")
                                                        && line.contains("," + status + ",")))
                .hasSize(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w32", "w64"})
    void heapsOfWineAreForeign(String name) throws IOException {
        Path dump = file("wine/" + name + ".mdmp");
        assertThat(cairn("heaps", dump, "--format", "csv").out().lines().skip(1))
                .hasSize(4)
                .allMatch(line -> line.contains(",foreign,"));
        assertThat(cairn("blocks", dump, "--format", "csv").out().lines()).hasSize(1);
    }

    @Test
    void damagedFilesAreReadInPartOrRefusedInOneLine() throws IOException {
        List<String> names;
        Path root = Path.of(Objects.requireNonNull(System.getProperty(CorpusFiles.PROPERTY)));
        try (Stream<Path> files = Files.list(root.resolve("real/malformed"))) {
            names =
                    files.map(
                                    file ->
                                            "real/malformed/"
                                                    + file.getFileName()
                                                            .toString()
                                                            .replaceAll("\\.gz$", ""))
                            .toList();
        }
        assertThat(names).hasSize(5);
        for (String name : names) {
            CommandRun run = cairn("analyze", file(name));
            assertThat(run.status()).isIn(0, 3);
            assertThat(run.err().lines()).hasSize(run.status() == 0 ? 0 : 1);
            assertThat(run.out() + run.err()).doesNotContain("Exception", "\tat ");
        }
    }

    private Path file(String name) throws IOException {
        return corpus.orElseThrow().file(name, Objects.requireNonNull(folder));
    }

    private CommandRun cairn(Object... arguments) {
        return CommandRun.of(Objects.requireNonNull(folder).resolve("cache"), arguments);
    }
}
