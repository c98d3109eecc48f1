package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.analysis.table.Renderer;
import org.cairn.analysis.table.Table;
import org.cairn.dump.DumpFormatException;
import org.cairn.memory.Progress;
import org.cairn.store.Store;
import org.eclipse.jdt.annotation.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/** What all commands share: the dump, the options, opening, and writing tables. */
abstract class Subcommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "DUMP",
            description = "a memory dump, or a debugger transcript")
    private Path dump = Path.of("");

    @Mixin private CommonOptions options = new CommonOptions();

    private @Nullable AnalysisService service;
    private @Nullable Writer out;
    private @Nullable PrintWriter err;
    private @Nullable Interrupt interrupt;

    final void use(
            AnalysisService analysisService,
            Writer output,
            PrintWriter errors,
            Interrupt cancellation) {
        service = analysisService;
        interrupt = cancellation;
        out = output;
        err = errors;
    }

    final CommonOptions options() {
        return options;
    }

    final Writer out() {
        return Objects.requireNonNull(out);
    }

    @Override
    public final Integer call() throws IOException, DumpFormatException {
        PrintWriter errors = Objects.requireNonNull(err);
        AnalysisService used = Objects.requireNonNull(service);
        if (needsBlocks()) {
            Thread.ofPlatform().daemon().name("cairn-prepare").start(Store::prepare);
        }
        try (ConsoleProgress progress =
                        ConsoleProgress.start(
                                errors, Objects.requireNonNull(interrupt), options.isQuiet());
                Analysis analysis = used.open(dump, analysisOptions(), progress)) {
            if (needsBlocks()) {
                analysis.store(progress);
            }
            progress.clear();
            return run(analysis, progress);
        }
    }

    /** Opens another dump with the same options and decodes its heaps. */
    final Analysis open(Path other, Progress progress) throws IOException, DumpFormatException {
        Analysis analysis =
                Objects.requireNonNull(service).open(other, analysisOptions(), progress);
        try {
            analysis.store(progress);
            return analysis;
        } catch (IOException | RuntimeException failure) {
            analysis.close();
            throw failure;
        }
    }

    /** How dumps are analysed. */
    AnalysisOptions analysisOptions() {
        return options.analysis();
    }

    /** Whether the heaps have to be decoded for the answer. */
    boolean needsBlocks() {
        return true;
    }

    /** Answers the command's question and returns the exit status. */
    abstract int run(Analysis analysis, Progress progress) throws IOException;

    /** Says something beside the answer. */
    final void note(String text) {
        PrintWriter errors = Objects.requireNonNull(err);
        errors.println("cairn: " + text.replaceAll("\\p{Cntrl}", "."));
        errors.flush();
    }

    /** Writes one table as the whole answer. */
    final int write(Table table) throws IOException {
        try (Renderer renderer = options.format().renderer(out(), false)) {
            renderer.table(table);
        }
        return ExitCode.DONE;
    }
}
