package org.cairn.analysis;

import org.cairn.analysis.MadeUpFormat.Behaviour;
import org.cairn.analysis.MadeUpFormat.Decoder;
import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.analysis.table.Table;
import org.cairn.dump.DumpFormatException;
import org.cairn.heap.HeapDecoder;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Analyses of a dump of the made-up format, in a folder of their own. */
abstract class MadeUpAnalysis {
    static final AnalysisOptions OPTIONS =
            AnalysisOptions.defaults().withStallLimit(Duration.ofMillis(500));

    private @TempDir @Nullable Path folder;

    Path dump = Path.of("");
    Path cache = Path.of("");

    @BeforeEach
    void writeDump() throws IOException {
        Path base = Objects.requireNonNull(folder);
        cache = base.resolve("cache");
        dump = Files.write(base.resolve("some.dump"), new byte[0x1000]);
    }

    Analysis analyse(Behaviour... behaviours) throws IOException, DumpFormatException {
        return open(List.of(new Decoder("test.decoder", List.of(behaviours))));
    }

    Analysis open(List<HeapDecoder> decoders) throws IOException, DumpFormatException {
        AnalysisService service = new AnalysisService(MadeUpFormat.contributions(decoders), cache);
        Analysis analysis = service.open(dump, OPTIONS, Progress.NONE);
        analysis.store(Progress.NONE);
        return analysis;
    }

    static String csv(Table table) throws IOException {
        StringWriter out = new StringWriter();
        try (Renderer renderer = Format.CSV.renderer(out, false)) {
            renderer.table(table);
        }
        return out.toString();
    }
}
