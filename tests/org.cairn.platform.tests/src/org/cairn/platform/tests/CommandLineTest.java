package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The contract that scripts depend on: status, rows, columns, refusals. */
class CommandLineTest extends SampleCommands {
    @ParameterizedTest
    @ValueSource(strings = {"nt-winxp-x86.dmp", "nt-win7-x86.dmp", "nt-win10-x64.dmp"})
    void samplesAreHealthy(String name) {
        CommandRun run = cairn("analyze", sample(name), "--fail-on", "warning");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("NT heap", "Anomalies\nnone");
    }

    @Test
    void aDamagedHeapIsFound() {
        CommandRun run =
                cairn(
                        "analyze",
                        sample("nt-win10-x64-corrupt.dmp"),
                        "--fail-on",
                        "error",
                        "--format",
                        "csv");
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.out().lines().filter(line -> line.startsWith("error,")))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("error,nt.checksum,");
    }

    @Test
    void everyFormatHasTheSameRows() throws IOException {
        Path dump = sample("nt-win7-x86.dmp");
        String csv = cairn("blocks", dump, "--format", "csv", "--limit", "5").out();
        JsonNode json =
                new ObjectMapper()
                        .readTree(cairn("blocks", dump, "--format", "json", "--limit", "5").out());
        String lines = cairn("blocks", dump, "--format", "ndjson", "--limit", "5").out();
        String table = cairn("blocks", dump, "--limit", "5").out();
        assertThat(csv.lines())
                .hasSize(6)
                .first()
                .isEqualTo("address,size,user_address,user_size,state,kind,heap,owner,flags");
        assertThat(json).hasSize(5);
        assertThat(lines.lines()).hasSize(5);
        assertThat(table.lines()).hasSize(6);
        String address = csv.lines().skip(1).findFirst().orElseThrow().split(",")[0];
        assertThat(json.get(0).get("address").asText()).isEqualTo(address);
        assertThat(table).contains(address);
    }

    @Test
    void blocksAreFiltered() {
        Path dump = sample("nt-win10-x64.dmp");
        String where = "size > 4096 and state <> 'metadata'";
        CommandRun run = cairn("blocks", dump, "--format", "csv", "--where", where);
        assertThat(run.out().lines().skip(1))
                .isNotEmpty()
                .allSatisfy(
                        line -> {
                            String[] cells = line.split(",");
                            assertThat(Long.parseLong(cells[1])).isGreaterThan(4096);
                            assertThat(cells[4]).isIn("busy", "free");
                        });
        assertThat(cairn("blocks", dump, "--where", "nonsense >").status()).isEqualTo(2);
        assertThat(cairn("sql", dump, "delete from block").status()).isEqualTo(2);
        assertThat(
                        cairn(
                                        "sql",
                                        dump,
                                        "select count(*) as n from blocks where owner is not null",
                                        "--format",
                                        "csv")
                                .out())
                .matches("n\n[1-9][0-9]*\n");
    }

    @Test
    void columnsDoNotDependOnTheFilter() {
        Path dump = sample("nt-win7-x86.dmp");
        String all = cairn("heaps", dump, "--format", "csv").out();
        String some = cairn("heaps", dump, "--format", "csv", "--where", "size > 64").out();
        assertThat(some.lines().findFirst()).isEqualTo(all.lines().findFirst());
        assertThat(cairn("owners", dump, "--format", "json", "--state", "free").out())
                .doesNotContain("\"bytes\" : \"");
    }

    @Test
    void refusalsAreOneLine() throws IOException {
        Path empty = Files.createFile(folder().resolve("empty.dmp"));
        Path garbage = Files.write(empty.resolveSibling("garbage.dmp"), new byte[] {1, 2, 3});
        for (Path file :
                new Path[] {empty, garbage, empty.resolveSibling("missing.dmp"), folder()}) {
            CommandRun run = cairn("analyze", file);
            assertThat(run.status()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains(file.toString(), "offset 0x0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--threads 0",
                "--format xml",
                "--limit -1",
                "--heap here",
                "--layout win99",
                "--nonsense"
            })
    void mistakesAreUsage(String option) {
        Object[] arguments = Stream.of(("blocks DUMP " + option).split(" ")).toArray();
        arguments[1] = sample("nt-win7-x86.dmp");
        CommandRun run = cairn(arguments);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--process 999",
                "--heap 0x1234",
                "--where true)or(true",
                "--layout win10-2004-19041-x64",
                "--symbols no-such-folder"
            })
    void whatIsNotInTheDumpIsNamed(String option) {
        Object[] arguments = Stream.of(("blocks DUMP " + option).split(" ")).toArray();
        arguments[1] = sample("nt-win7-x86.dmp");
        CommandRun run = cairn(arguments);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void helpIsHelp() {
        assertThat(cairn("--help").out())
                .contains("analyze", "heaps", "blocks", "owners", "at", "read", "sql", "info");
        assertThat(cairn().status()).isEqualTo(2);
        assertThat(cairn("at", "--help").status()).isZero();
        CommandRun lists = cairn("os2", "--help");
        assertThat(lists.status()).isZero();
        assertThat(lists.out()).contains("sas", "arena", "selector", "structure");
        assertThat(cairn("os2", "-h").out()).isEqualTo(lists.out());
    }

    @Test
    void withoutAWindowNoneIsOpened() {
        CommandRun run = cairn("open", sample("os2-handbook.txt"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("no window").hasLineCount(1);
        assertThat(cairn("open", "--help").status()).isZero();
    }
}
