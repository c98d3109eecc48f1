package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;

/** What the system holds, and the types that this is read with. */
class SystemCommandsTest extends SampleCommands {
    @Test
    void listsWhatTheSystemHolds() {
        Path dump = sample("nt-win10-x64.dmp");
        assertThat(cairn("processes", dump, "--format", "csv").out().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("3148,shop.exe,,,x64,,,0xc52e3a1000,,2,");
        assertThat(cairn("modules", dump, "--process", "3148", "--format", "csv").out().lines())
                .hasSize(8)
                .anyMatch(line -> line.startsWith("3148,shop.exe,0x7ff61c3a0000,"));
        assertThat(cairn("threads", dump, "--format", "csv").out().lines()).hasSize(3);
        assertThat(cairn("regions", dump, "--format", "csv").out().lines())
                .anyMatch(line -> line.contains("heap 0x1c9785d0000"))
                .anyMatch(line -> line.contains(",image,") && line.endsWith(",shop.exe"));
    }

    @Test
    void asksForAProcessThatIsThere() {
        CommandRun run = cairn("threads", sample("nt-win10-x64.dmp"), "--process", "7");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("there is no process 7 in the dump");
    }

    @Test
    void searchesOnlyPhysicalMemory() {
        CommandRun run = cairn("processes", sample("nt-win10-x64.dmp"), "--raw");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("no physical memory");
        CommandRun read = cairn("read", sample("nt-win10-x64.dmp"), "0x0", "--physical");
        assertThat(read.status()).isEqualTo(2);
        assertThat(read.err()).contains("the dump holds no physical memory");
    }

    @Test
    void structuresAreShown() throws IOException {
        Path dump = sample("nt-win10-x64.dmp");
        JsonNode found =
                new ObjectMapper()
                        .readTree(
                                cairn(
                                                "dt",
                                                dump,
                                                "ntdll!_HEAP",
                                                "0x1c9785d0000",
                                                "--format",
                                                "json")
                                        .out());
        assertThat(found.get("structure").get(0).get("table").asText())
                .isEqualTo("win10-22h2-19045-x64");
        assertThat(found.get("structure").get(0).get("match").asText()).isEqualTo("same build");
        assertThat(found.get("fields"))
                .anySatisfy(
                        field -> {
                            assertThat(field.get("field").asText()).isEqualTo("Signature");
                            assertThat(field.get("offset").asText()).isEqualTo("0x98");
                            assertThat(field.get("value").asText())
                                    .isEqualTo("0xeeffeeff (4009750271)");
                        });
        assertThat(cairn("dt", dump, "_HEAP_ENTRY.Size", "--format", "csv").out())
                .endsWith("offset,field,type,size\n0x8,Size,unsigned short,2\n");
        assertThat(
                        cairn(
                                        "dt",
                                        dump,
                                        "_HEAP_ENTRY.Size",
                                        "--layout",
                                        "win7-sp1-x64",
                                        "--format",
                                        "csv")
                                .out())
                .contains(",demanded,demanded with --layout,");
        CommandRun none = cairn("dt", dump, "_NOTHING");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err().lines()).hasSize(1);
    }

    @Test
    void theChoiceOfTypesIsSaid() throws IOException {
        Path none = folder().resolve("none");
        CommandRun run =
                cairn(
                        "types",
                        sample("nt-win10-x64.dmp"),
                        "--symbol-path",
                        "srv*" + none,
                        "--format",
                        "json");
        JsonNode types = new ObjectMapper().readTree(run.out()).get("types");
        assertThat(types)
                .anySatisfy(
                        use -> {
                            assertThat(use.get("subject").asText()).isEqualTo("NT heap x64");
                            assertThat(use.get("count").asInt()).isEqualTo(3);
                            assertThat(use.get("match").asText()).isEqualTo("same build");
                        });
        assertThat(cairn("types", sample("os2-handbook.txt"), "--format", "csv").status()).isZero();
    }
}
