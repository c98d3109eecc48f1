package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.testkit.BenchmarkPools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Pools in memory that has them, and in a dump that has none. */
class PoolCommandsTest extends SampleCommands {
    private static final int PAGE = 1 << 12;

    /** No kernel, no page tables: the memory is scanned, and only by who says that he can. */
    @Test
    void memoryWithoutASystemIsScannedForPools() throws IOException {
        Path memory = folder().resolve("memory.raw");
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

    /** Who scans has said that it is memory: one page of it, and pages that are cut off. */
    @Test
    void aScanTakesMemoryOfAnySize() throws IOException {
        Path memory = folder().resolve("memory.raw");
        BenchmarkPools.memory(memory, 1, BenchmarkPools.text());
        int dense =
                number(
                        memory,
                        "select address // 4096 from blocks where state <> 'metadata'"
                                + " group by 1 order by count(*) desc limit 1");
        byte[] page =
                Arrays.copyOfRange(Files.readAllBytes(memory), dense * PAGE, (dense + 1) * PAGE);
        int blocks = blocksInPage(memory, dense);
        assertThat(blocks).as("enough to tell the version").isGreaterThanOrEqualTo(32);
        byte[] twice = Arrays.copyOf(page, 2 * PAGE);
        System.arraycopy(page, 0, twice, PAGE, PAGE);
        for (int size : new int[] {PAGE, PAGE + 1, 2 * PAGE - 1, 2 * PAGE}) {
            Path part = folder().resolve("part" + size);
            Files.write(part, Arrays.copyOf(twice, size));
            assertThat(blocksInPage(part, 0)).as("%d bytes", size).isEqualTo(blocks);
            assertThat(blocksInPage(part, 1))
                    .as("%d bytes", size)
                    .isEqualTo(size == 2 * PAGE ? blocks : 0);
            assertThat(cairn("heaps", part).status()).as("without --scan").isEqualTo(3);
        }
        Path empty = Files.createFile(folder().resolve("empty"));
        assertThat(cairn("pool", "scan", empty).status()).isEqualTo(3);
    }

    private int blocksInPage(Path memory, int page) {
        return number(
                memory,
                "select count(*) from blocks where state <> 'metadata' and address // 4096 = "
                        + page);
    }

    private int number(Path memory, String sql) {
        CommandRun run = cairn("sql", "--scan", memory, sql, "--format", "csv");
        return Integer.parseInt(run.out().lines().skip(1).findFirst().orElseThrow());
    }

    @Test
    void aScanNeedsPhysicalMemory() {
        Path dump = sample("nt-win10-x64.dmp");
        for (String command : new String[] {"check", "tags", "scan"}) {
            assertThat(cairn("pool", command, dump, "--scan").err())
                    .contains("a scan searches physical memory, and this dump has none")
                    .doesNotContain("kernel");
        }
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
        Path folderPath = folder();
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
        Path other = Files.writeString(folderPath.resolve("other.txt"), "rem nothing else\n");
        CommandRun ofOther = cairn("pool", "tags", dump, "--pooltag", other);
        assertThat(ofOther.status()).isEqualTo(2);
        assertThat(ofOther.err()).contains("has no line such as");
        CommandRun ofDump = cairn("pool", "tags", dump, "--pooltag", dump);
        assertThat(ofDump.status()).isEqualTo(2);
        assertThat(ofDump.err()).contains("is not a text");
    }

    /** A tag has four bytes: what can match none is a mistake, not an empty pool. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ABCDE",
                "Irp??",
                "0x",
                "0xzz",
                "0x527774",
                "0x5277744552",
                "42757254",
                "\u00c4"
            })
    void whatIsNoTagIsRefused(String text) {
        Path dump = sample("nt-win10-x64.dmp");
        for (String command : new String[] {"find", "tags", "scan"}) {
            CommandRun run = cairn("pool", command, dump, text);
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).contains("is no tag", "0x20707249");
        }
    }

    /** They are told from mistakes although no block has them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "?",
                "Irp",
                "Irp ",
                "*Etw*R*",
                "a.b",
                "0x20707249",
                "49 72 70 20",
                "0x*"
            })
    void whatCouldBeATagIsTaken(String text) {
        CommandRun run = cairn("pool", "find", sample("nt-win10-x64.dmp"), text);
        assertThat(run.status()).isZero();
        assertThat(run.err()).doesNotContain("is no tag");
    }

    @Test
    void aTagThatBeginsLikeAnOptionGoesBehindTwoHyphens() {
        Path dump = sample("nt-win10-x64.dmp");
        CommandRun option = cairn("pool", "find", dump, "-x");
        assertThat(option.status()).isEqualTo(2);
        assertThat(option.err()).contains("no such option: -x", "behind --");
        assertThat(cairn("pool", "find", dump, "--", "-x").status()).isZero();
    }
}
