package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The questions of the handbook's chapter, answered from its text. */
class Os2CommandsTest extends SampleCommands {
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

    @Test
    void aLinearAddressHas32Bits() {
        for (String command : List.of("at", "read")) {
            CommandRun beyond = cairn(command, sample("os2-handbook.txt"), "%ffffffffffffffff");
            assertThat(beyond.status()).isEqualTo(2);
            assertThat(beyond.err())
                    .contains("0xffffffffffffffff is above 0xffffffff, the highest address of 32")
                    .hasLineCount(1);
            CommandRun last = cairn(command, sample("os2-handbook.txt"), "%ffffffff");
            assertThat(last.err()).doesNotContain("above");
        }
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
}
