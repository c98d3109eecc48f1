package org.cairn.cli;

import org.cairn.analysis.AddressReport;
import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code cairn pool at}. */
@Command(
        name = "at",
        description =
                "Shows the pool block that holds an address, its header and all blocks of its page; of"
                        + " an address in a gap who may have damaged it.")
final class PoolAtCommand extends Subcommand {
    private static final String PROCESSES =
            "select distinct pid from heaps where kind like '%pool%' order by pid";

    private static final String NO_KERNEL = "no kernel with pools is in the dump";
    private static final long NARROW = 0xffff_ffffL;
    private static final long PAGE = 1 << 12;
    private static final long KERNEL = 0;

    private static final List<Column> ELSEWHERE =
            List.of(new Column("pid", Column.Kind.COUNT), new Column("block", Column.Kind.ADDRESS));

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "0x… or fffff800`12345678")
    private String address = "";

    @Option(
            names = "--process",
            paramLabel = "PID",
            description = "in the pools of the kernel and of its session")
    private Optional<Long> process = Optional.empty();

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        long at = wanted(analysis, progress);
        Optional<AddressReport> best = Optional.empty();
        long bestPid = KERNEL;
        List<@Nullable Object[]> others = new ArrayList<>();
        for (long pid : processes(analysis, progress)) {
            AddressReport report = analysis.at(at, OptionalLong.of(pid), progress);
            boolean hit = report.place().isPresent();
            if (best.isEmpty() || hit && best.get().place().isEmpty()) {
                best = Optional.of(report);
                bestPid = pid;
            } else if (hit) {
                others.add(new @Nullable Object[] {pid, report.place().orElseThrow().block()});
            }
        }
        AddressReport answer = best.orElseThrow(() -> options().usage(NO_KERNEL));
        if (answer.place().isEmpty() && !isInGap(answer)) {
            note("no pool has a block there; 'cairn at' looks into the heaps of processes, too");
        }
        List<Table> tables = new ArrayList<>(answer.tables());
        page(analysis, answer, bestPid, progress).ifPresent(tables::add);
        if (!others.isEmpty()) {
            tables.add(Table.of("elsewhere", ELSEWHERE, others));
        }
        new AddressReportRenderer(options().format(), out())
                .write(
                        new AddressReport(
                                answer.address(), answer.place(), answer.memory(), tables));
        return ExitCode.DONE;
    }

    private static boolean isInGap(AddressReport answer) {
        return answer.tables().stream().anyMatch(table -> table.name().equals("gap"));
    }

    /** The blocks of the page, unless it is all one block. */
    private static Optional<Table> page(
            Analysis analysis, AddressReport answer, long pid, Progress progress)
            throws IOException {
        long page = answer.address() & -PAGE;
        Optional<Long> wanted = answer.place().map(AddressReport.Place::block);
        long first = wanted.filter(at -> Long.compareUnsigned(at, page) < 0).orElse(page);
        String sql = PoolSql.ofPage(pid, first, page + PAGE - 1, wanted);
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (Table blocks = analysis.sql(sql, PAGE, progress)) {
            for (@Nullable Object @Nullable [] row = blocks.next();
                    row != null;
                    row = blocks.next()) {
                rows.add(row);
            }
            return rows.size() < 2
                    ? Optional.empty()
                    : Optional.of(Table.of("page", blocks.columns(), rows));
        }
    }

    /** Debuggers of 32-bit systems show addresses with their sign. */
    private long wanted(Analysis analysis, Progress progress) throws IOException {
        long at = Arguments.address("ADDRESS", address, options());
        String narrow = "select pid from process where pid = 0 and architecture = 'x86'";
        try (Table kernel = analysis.sql(narrow, 1, progress)) {
            if (kernel.next() == null) {
                return at;
            }
        }
        if (at != (int) at && at != (at & NARROW)) {
            throw options().usage("ADDRESS: the kernel has 32 bits: " + address);
        }
        return at & NARROW;
    }

    /** The kernel, whose pools every process maps, then those with the pools of sessions. */
    private List<Long> processes(Analysis analysis, Progress progress) throws IOException {
        List<Long> found = new ArrayList<>();
        try (Table pids = analysis.sql(PROCESSES, Long.MAX_VALUE, progress)) {
            for (@Nullable Object @Nullable [] row = pids.next(); row != null; row = pids.next()) {
                if (row[0] instanceof Number pid) {
                    found.add(pid.longValue());
                }
            }
        }
        process.ifPresent(
                wanted -> {
                    found.removeIf(pid -> pid != KERNEL);
                    found.add(wanted);
                });
        return found.stream().distinct().toList();
    }
}
