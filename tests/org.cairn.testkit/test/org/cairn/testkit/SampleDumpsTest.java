package org.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The samples are what their generator writes, and what their page says of them is true. */
final class SampleDumpsTest {
    private static final Path SAMPLES = Path.of("..", "..", "samples");
    private static final long LARGEST = 300_000;
    private static final long LARGEST_TOGETHER = 1_000_000;

    @Test
    void areWhatTheGeneratorWrites() throws IOException {
        Map<String, byte[]> files = SampleDumps.files();
        List<String> other = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] committed = Files.readAllBytes(SAMPLES.resolve(file.getKey()));
            if (!Arrays.equals(committed, file.getValue())) {
                other.add(file.getKey());
            }
        }
        assertThat(other).isEmpty();
        assertThat(files.values()).allMatch(bytes -> bytes.length < LARGEST);
        assertThat(files.values().stream().mapToLong(bytes -> bytes.length).sum())
                .isLessThan(LARGEST_TOGETHER);
    }

    @ParameterizedTest
    @CsvSource({
        "nt-winxp-x86.dmp, winxp-sp3-x86",
        "nt-win7-x86.dmp, win7-sp1-x86",
        "nt-win10-x64.dmp, win10-22h2-19045-x64"
    })
    void areWhole(String file, String table) throws IOException {
        Peek peek = peek(file, table);
        List<Long> heaps = heaps(file, peek);
        assertThat(heaps).hasSize(3);
        Map<String, Integer> owners = new TreeMap<>();
        StringBuilder rows = new StringBuilder();
        List<Module> modules = modules(file);
        for (long heap : heaps) {
            List<Walked> blocks = walk(peek, heap);
            long free = blocks.stream().filter(block -> !block.isBusy()).count();
            rows.append("0x").append(Long.toHexString(heap)).append(' ').append(free).append('\n');
            blocks.forEach(block -> count(modules, peek, block, owners));
        }
        String page = Files.readString(SAMPLES.resolve("README.md"));
        String section = page.substring(page.indexOf("## " + file));
        for (String row : rows.toString().split("\n")) {
            String[] cells = row.split(" ");
            assertThat(section)
                    .containsPattern("\\| " + cells[0] + "( \\| [0-9,]+){4} \\| " + cells[1] + " ");
        }
        String sentence = section.substring(section.indexOf("Busy blocks that begin"));
        for (Map.Entry<String, Integer> owner : owners.entrySet()) {
            assertThat(sentence.lines().findFirst().orElseThrow())
                    .contains("`" + owner.getKey() + "` " + owner.getValue());
        }
        assertThat(owners).hasSize(4);
    }

    @Test
    void oneIsDamagedInOnePlace() throws IOException {
        String file = "nt-win10-x64-corrupt.dmp";
        Peek peek = peek(file, "win10-22h2-19045-x64");
        List<Long> heaps = heaps(file, peek);
        EncodedHeapWalk walk = new EncodedHeapWalk(peek, heaps.getFirst());
        Walked before = walk.blocks().get(walk.blocks().size() - 2);
        String damaged = Long.toHexString(before.end());
        assertThat(walk.problems().getFirst()).startsWith(damaged + ": checksum");
        String page = Files.readString(SAMPLES.resolve("README.md"));
        assertThat(page).contains("overwritten the header of the block at 0x" + damaged);
        assertThat(page)
                .contains("The text of the block at 0x" + Long.toHexString(before.address()));
        assertThat(new EncodedHeapWalk(peek, heaps.get(1)).problems()).isEmpty();
        assertThat(new EncodedHeapWalk(peek, heaps.get(2)).problems()).isEmpty();
    }

    private static List<Walked> walk(Peek peek, long heap) {
        if (peek.layout("_HEAP").find("Segments").isPresent()) {
            PlainHeapWalk walk = new PlainHeapWalk(peek, heap);
            assertThat(walk.problems()).isEmpty();
            return walk.blocks();
        }
        EncodedHeapWalk walk = new EncodedHeapWalk(peek, heap);
        assertThat(walk.problems()).isEmpty();
        return walk.blocks();
    }

    /** Counts a block by the module into which its first pointer leads. */
    private static void count(
            List<Module> modules, Peek peek, Walked block, Map<String, Integer> owners) {
        int header = peek.layout("_HEAP_ENTRY").size();
        if (!block.isBusy() || !peek.holds(block.address() + header, peek.pointerSize())) {
            return;
        }
        long word = peek.pointer(block.address() + header);
        for (Module module : modules) {
            if (Long.compareUnsigned(word - module.base, module.size) < 0) {
                owners.merge(module.name, 1, Integer::sum);
            }
        }
    }

    private record Module(long base, long size, String name) {}

    private static List<Module> modules(String file) {
        RawMinidump dump = dump(file);
        ByteBuffer list = dump.stream(4);
        List<Module> modules = new ArrayList<>();
        for (int i = 0; i < list.getInt(0); i++) {
            int at = 4 + 108 * i;
            String path = dump.string(list.getInt(at + 20));
            String name = path.substring(path.lastIndexOf('\\') + 1);
            modules.add(new Module(list.getLong(at), list.getInt(at + 8), name));
        }
        return modules;
    }

    /** The heaps as a system reader finds them: thread, TEB, PEB, list. */
    private static List<Long> heaps(String file, Peek peek) {
        long teb = dump(file).stream(3).getLong(20);
        long peb = peek.pointer(teb + (peek.pointerSize() == 4 ? 0x30 : 0x60));
        long list = peek.field("_PEB", peb, "ProcessHeaps");
        List<Long> heaps = new ArrayList<>();
        for (int i = 0; i < peek.field("_PEB", peb, "NumberOfHeaps"); i++) {
            heaps.add(peek.pointer(list + (long) i * peek.pointerSize()));
        }
        assertThat(peek.field("_PEB", peb, "ProcessHeap")).isEqualTo(heaps.getFirst());
        return heaps;
    }

    private static Peek peek(String file, String table) {
        TypeTable types = new ShippedTypes().named(table).orElseThrow();
        return new Peek(types, dump(file).memory());
    }

    private static RawMinidump dump(String file) {
        try {
            return new RawMinidump(Files.readAllBytes(SAMPLES.resolve(file)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
