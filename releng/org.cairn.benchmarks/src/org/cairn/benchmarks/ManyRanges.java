package org.cairn.benchmarks;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.analysis.Contributions;
import org.cairn.memory.Progress;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens minidumps of 60 and of 62,000 ranges of memory, of nearly the same size. */
final class ManyRanges {
    private static final int RUNS = 5;
    private static final int[] NUMBERS = {60, 62_000};
    private static final int BYTES = 62_000 * 64;
    private static final int HEADERS = 32 + 2 * 12 + 56;

    private ManyRanges() {}

    static void run(PrintStream out, Path folder) throws Exception {
        AnalysisService service =
                new AnalysisService(
                        Contributions.fromServices(ManyRanges.class.getClassLoader()),
                        folder.resolve("cache"));
        for (int number : NUMBERS) {
            Path dump = folder.resolve("ranges-" + number + ".dmp");
            write(dump, number);
            double seconds =
                    Timing.median(
                            RUNS,
                            () -> {
                                Analysis analysis =
                                        service.open(
                                                dump, AnalysisOptions.defaults(), Progress.NONE);
                                analysis.close();
                            });
            out.printf("%s: %.1f ms in a warm process%n", dump, seconds * 1000);
        }
    }

    /**
     * {@code MINIDUMP_SYSTEM_INFO} and {@code MINIDUMP_MEMORY64_LIST} of {@code minidumpapiset.h}.
     */
    private static void write(Path file, int ranges) throws IOException {
        int list = 16 + 16 * ranges;
        int each = BYTES / ranges;
        ByteBuffer dump =
                ByteBuffer.allocate(HEADERS + list + ranges * each).order(ByteOrder.LITTLE_ENDIAN);
        dump.putInt(0x504d444d).putInt(0xa793).putInt(2).putInt(32).putInt(0).putInt(1).putLong(2);
        dump.putInt(7).putInt(56).putInt(56).putInt(9).putInt(list).putInt(HEADERS);
        dump.putShort((short) 9).putInt(0).put((byte) 1).put((byte) 1);
        dump.putInt(10).putInt(0).putInt(19041).putInt(2).position(HEADERS);
        dump.putLong(ranges).putLong(HEADERS + list);
        for (int i = 0; i < ranges; i++) {
            dump.putLong(0x1000_0000L + i * 0x20_0000L).putLong(each);
        }
        Files.write(file, dump.array());
    }
}
