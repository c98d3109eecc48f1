package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.cairn.testkit.BenchmarkPools;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The contract that scripts depend on, on the samples. */
class CommandLineTest {
    @TempDir @Nullable Path folder;

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

    @ParameterizedTest
    @CsvSource({
        "0xfe07ade0, 0xfe06fffc, 48492, extended, fsd5, 0xff4c",
        "0xfe04c8e8, 0xfe04c8e4, 16, regular, semstruc, 0xffc2",
        "%fe04c8e8, 0xfe04c8e4, 16, regular, semstruc, 0xffc2",
        "21a0:ade0, 0xfe06fffc, 48492, extended, fsd5, 0xff4c"
    })
    void theHandbooksExamplesAreAnswered(
            String address, String block, long size, String kind, String owner, String key)
            throws IOException {
        CommandRun run = cairn("at", sample("os2-handbook.txt"), address, "--format", "json");
        JsonNode found = new ObjectMapper().readTree(run.out()).get("block").get(0);
        assertThat(found.get("address").asText()).isEqualTo(block);
        assertThat(found.get("size").asLong()).isEqualTo(size);
        assertThat(found.get("kind").asText()).isEqualTo(kind);
        assertThat(found.get("owner").asText()).isEqualTo(owner);
        assertThat(found.get("owner_key").asText()).isEqualTo(key);
    }

    /** No kernel, no page tables: the memory is scanned, and only by who says that he can. */
    @Test
    void memoryWithoutASystemIsScannedForPools() throws IOException {
        Path memory = Objects.requireNonNull(folder).resolve("memory.raw");
        long blocks = BenchmarkPools.memory(memory, 16, BenchmarkPools.text());
        CommandRun heaps = cairn("heaps", memory, "--format", "csv");
        assertThat(heaps.status()).isZero();
        assertThat(heaps.out().lines().skip(1))
                .hasSize(2)
                .allMatch(line -> line.contains("paged pool"))
                .allMatch(line -> line.contains("found by scan"));
        CommandRun count =
                cairn(
                        "sql",
                        memory,
                        "select count(*) from blocks where state <> 'metadata'",
                        "--format",
                        "csv");
        assertThat(count.out().lines().skip(1)).containsExactly(Long.toString(blocks));
        CommandRun some = cairn("pool", "scan", memory, "Baa?", "--limit", "3", "--format", "csv");
        assertThat(some.out().lines().skip(1))
                .hasSize(3)
                .allMatch(line -> line.contains("found (strong)"));
    }

    /** Nothing to show is explained; what cannot be is a mistake of the caller. */
    @Test
    void poolsThatAreNotThereAreExplained() throws IOException {
        Path dump = sample("nt-win10-x64.dmp");
        CommandRun tags = cairn("pool", "tags", dump);
        assertThat(tags.status()).isZero();
        assertThat(tags.err()).contains("no pools were found").contains("no kernel");
        CommandRun at = cairn("pool", "at", dump, "0x1000");
        assertThat(at.status()).isEqualTo(2);
        assertThat(at.err()).contains("no kernel with pools is in the dump");
        Path folderPath = Objects.requireNonNull(folder);
        CommandRun missing =
                cairn("pool", "tags", dump, "--pooltag", folderPath.resolve("none.txt"));
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no file").doesNotContain("Exception");
        CommandRun ofFolder = cairn("pool", "tags", dump, "--pooltag", folderPath);
        assertThat(ofFolder.status()).isEqualTo(2);
        assertThat(ofFolder.err()).contains("is a folder");
        Path large = folderPath.resolve("large.txt");
        Files.write(large, new byte[9 << 20]);
        CommandRun ofLarge = cairn("pool", "tags", dump, "--pooltag", large);
        assertThat(ofLarge.status()).isEqualTo(2);
        assertThat(ofLarge.err()).contains("has more than");
    }

    /** The question of the handbook's chapter, answered from its text alone. */
    @Test
    void theTranscriptNamesTheDriver() {
        assertThat(cairn("at", sample("os2-handbook.txt"), "21a0:ade0").out())
                .contains(
                        "0xfe07ade0 is 0xade0 bytes into the user data of the block at 0xfe06fffc",
                        "vmkrhrw",
                        "the fifth file system driver to initialise, netwksta.200",
                        "segment 3 of netwksta.200",
                        "slot 4b WKSTAHLP");
        assertThat(cairn("at", sample("os2-handbook.txt"), "%fe04c8e8").out())
                .contains(
                        "private event semaphore (PEVENT)",
                        "0x10, private event, reset",
                        "slot 47 PMSHL32");
        assertThat(cairn("at", sample("os2-handbook.txt"), "9999:0").err())
                .contains("no descriptor of selector 0x9999 is known");
        assertThat(cairn("at", sample("os2-handbook.txt"), "21a0:bd5c").err())
                .contains(
                        "offset 0xbd5c is past the end of segment 0x21a0"
                                + " (base 0xfe070000, limit 0xbd5b)");
    }

    /** What the debuggers list, of a transcript. */
    @Test
    void theListsOfAnOs2Kernel() {
        Path text = sample("os2-handbook.txt");
        assertThat(cairn("os2", "arena", text, "--format", "csv").out().lines())
                .containsExactly(
                        "har,par,va,cpg,flags,meaning,next,prev,hob,hal,context,owner",
                        "0x3,0xfef1f04c,0xfdf1f000,0x1000,0x1,INUSE,0x2,0x20,0x3,0x0,0x0,vmkrhrw");
        assertThat(cairn("os2", "blocked", text, "4b", "--format", "csv").out().lines())
                .containsExactly(
                        "slot,pid,name,block_id,kind,meaning,address",
                        "0x4b,,WKSTAHLP,0x21a0ade0,Address,\"21a0:ade0, segment 3 of netwksta.200, in vmkrhrw\","
                                + "0xfe07ade0");
        assertThat(cairn("os2", "blocked", text, "47").out())
                .contains("32-bit semaphore at 0xfe04c8e8, in vmkrhrw, block of semstruc");
        assertThat(cairn("os2", "module", text, "31b", "--format", "csv").out().lines())
                .hasSize(10);
        assertThat(cairn("os2", "selector", text).out()).contains("segment 3 of netwksta.200");
        assertThat(cairn("os2", "structure", text, "pevent", "%fe04c8e8").out())
                .contains("0x10, private event, reset");
        assertThat(cairn("os2", "process", text, "--format", "csv").out().lines())
                .containsExactly(
                        "pid,parent_pid,ptda,hptda,hmte,ldt,thread_count,name",
                        "13,10,0x7bdfa188,,,,1,PMSHL32");
        for (String address : List.of("%fe04c8e8", "21a0:ade0", "3")) {
            assertThat(cairn("os2", "arena", text, address, "--format", "csv").out().lines())
                    .last()
                    .asString()
                    .startsWith("0x3,0xfef1f04c,0xfdf1f000,");
        }
        assertThat(cairn("os2", "selector", text, "21a0:ade0", "--format", "csv").out())
                .isEqualTo(cairn("os2", "selector", text, "21a0", "--format", "csv").out())
                .hasLineCount(2);
        assertThat(cairn("os2", "object", text, "ffc2", "--format", "csv").out().lines().skip(1))
                .containsExactly("0xffc2,,,,,,,,,,semstruc");
        assertThat(cairn("os2", "arena", text, "4711").out()).contains("none");
        assertThat(cairn("at", text, "21a0ade0").out())
                .contains("no block holds 0x21a0ade0", "WKSTAHLP", "0xfe07ade0");
        for (String list : List.of("context", "alias", "frame", "page", "object", "thread")) {
            assertThat(cairn("os2", list, text).status()).isZero();
        }
        assertThat(cairn("os2", "structure", text, "SEM32", "%fe04c8e8").err())
                .contains("has no structure SEM32", "PEVENT", "SMUTEX");
        assertThat(cairn("modules", text, "--format", "csv").out())
                .hasLineCount(12)
                .contains("netwksta.200");
        assertThat(cairn("threads", text, "--format", "csv").out()).hasLineCount(3);
        CommandRun wrong = cairn("os2", "arena", sample("nt-win7-x86.dmp"));
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("has no list arena");
    }

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
    void freeBlocksAndSlackOfTheHandbookAreNoCorruption() {
        CommandRun free =
                cairn("blocks", sample("os2-handbook.txt"), "--state", "free", "--format", "csv");
        assertThat(free.out().lines())
                .anyMatch(line -> line.startsWith("0xfe04c904,168,"))
                .anyMatch(line -> line.startsWith("0xfe07bd68,140,"));
        assertThat(cairn("analyze", sample("os2-handbook.txt"), "--fail-on", "warning").out())
                .contains("Anomalies\nnone");
    }

    @Test
    void theSelectorOfAnExtendedBlockIsShown() {
        assertThat(cairn("at", sample("os2-handbook.txt"), "0xfe07ade0").out())
                .containsPattern("khba_sel.*21a0");
        assertThat(cairn("at", sample("os2-handbook.txt"), "0xfe07bd60").out())
                .contains("0xfe07bd60 is the start of the trailer of the block at 0xfe06fffc");
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
    void memoryIsRead() {
        CommandRun run =
                cairn("read", sample("os2-handbook.txt"), "0xfe04c8d8", "32", "--format", "csv");
        assertThat(run.out())
                .isEqualTo(
                        """
                address,bytes,text,absent
                0xfe04c8d8,3f 1c 03 00 00 00 00 00,?.......,
                0xfe04c8e0,00 00 00 00 10 00 c2 ff 10 00 00 00 00 00 00 00,................,
                0xfe04c8f0,01 00 04 fe 10 00 c2 ff,........,
                """);
        assertThat(cairn("read", sample("os2-handbook.txt"), "0x1000", "16").out())
                .contains("16 bytes not captured");
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
        Path none = Objects.requireNonNull(folder).resolve("none");
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

    @Test
    void refusalsAreOneLine() throws IOException {
        Path empty = Files.createFile(Objects.requireNonNull(folder).resolve("empty.dmp"));
        Path garbage = Files.write(empty.resolveSibling("garbage.dmp"), new byte[] {1, 2, 3});
        for (Path file :
                new Path[] {
                    empty,
                    garbage,
                    empty.resolveSibling("missing.dmp"),
                    Objects.requireNonNull(folder)
                }) {
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

    /** Each packing needs packages that only OSGi can fail to find. */
    @Test
    void packedDumpsAreOpened() throws IOException {
        Path packed = Objects.requireNonNull(folder).resolve("sample.packed");
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
                Files.write(
                        Objects.requireNonNull(folder).resolve("text.packed"),
                        Base64.getDecoder().decode(packed));
        CommandRun run = cairn("info", file);
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("offset 0x0: not a dump of a known format");
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
    void aFileThatOnlyLooksLikeAStoreIsNotReplaced() throws IOException {
        Path notes = Objects.requireNonNull(folder).resolve("notes");
        Files.writeString(notes, "12345678DUCK my notes");
        CommandRun run = cairn("heaps", sample("nt-win7-x86.dmp"), "--store", notes);
        assertThat(run.status()).isEqualTo(2);
        assertThat(notes).hasContent("12345678DUCK my notes");
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
    void aStoreIsMadeAndUsed() {
        Path store = Objects.requireNonNull(folder).resolve("kept.cairn");
        String first = cairn("heaps", sample("nt-win7-x86.dmp"), "--store", store).out();
        assertThat(store).isRegularFile();
        assertThat(cairn("heaps", sample("nt-win7-x86.dmp"), "--store", store).out())
                .isEqualTo(first);
        assertThat(cairn("heaps", sample("nt-win7-x86.dmp"), "--no-store").out()).isEqualTo(first);
        CommandRun foreign =
                cairn("heaps", sample("nt-win7-x86.dmp"), "--store", sample("os2-handbook.txt"));
        assertThat(foreign.status()).isEqualTo(2);
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

    private CommandRun cairn(Object... arguments) {
        return CommandRun.of(Objects.requireNonNull(folder).resolve("cache"), arguments);
    }

    private static Path sample(String name) {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("samples"))) {
            root = Objects.requireNonNull(root.getParent(), "not inside the source tree");
        }
        return root.resolve("samples").resolve(name);
    }
}
