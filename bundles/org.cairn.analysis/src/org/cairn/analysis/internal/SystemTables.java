package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpThread;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessFacts;
import org.cairn.system.ProcessImage;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a system holds, as tables: processes, modules and threads. */
public final class SystemTables {
    private static final String KERNEL = "kernel";
    private static final String BARE = "bare memory";

    private SystemTables() {}

    /**
     * Lists processes.
     *
     * @param processes in the system's order
     * @param progress cancels the work
     * @return one row for each
     */
    public static Table processes(List<ProcessImage> processes, Progress progress) {
        List<Column> columns =
                List.of(
                        new Column("pid", Kind.NUMBER),
                        new Column("name", Kind.TEXT),
                        new Column("parent_pid", Kind.NUMBER),
                        new Column("session", Kind.NUMBER),
                        new Column("arch", Kind.TEXT),
                        new Column("object", Kind.ADDRESS),
                        new Column("directory_table", Kind.ADDRESS),
                        new Column("peb", Kind.ADDRESS),
                        new Column("peb32", Kind.ADDRESS),
                        new Column("thread_count", Kind.COUNT),
                        new Column("handle_count", Kind.COUNT),
                        new Column("commit_bytes", Kind.BYTES),
                        new Column("state", Kind.TEXT),
                        new Column("found_by", Kind.TEXT));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ProcessImage process : processes) {
            progress.checkCancelled();
            ProcessFacts facts = process.facts();
            rows.add(
                    new @Nullable Object[] {
                        process.id(),
                        process.name(),
                        number(facts.parentId()),
                        number(facts.session()),
                        process.architecture().label(),
                        known(facts.object()),
                        known(facts.directoryTable()),
                        known(facts.peb()),
                        known(facts.peb32()),
                        (long) process.threads().size(),
                        number(facts.handleCount()),
                        number(facts.commitCharge()),
                        state(process),
                        text(facts.foundBy())
                    });
        }
        return Table.of("processes", columns, rows);
    }

    private static @Nullable String state(ProcessImage process) {
        if (process.isKernel()) {
            return KERNEL;
        }
        if (process.isBare()) {
            return BARE;
        }
        return process.facts().exited() ? "exited" : null;
    }

    /**
     * Lists images.
     *
     * @param processes whose
     * @param progress cancels the work
     * @return one row for each, by process, in order of loading
     */
    public static Table modules(List<ProcessImage> processes, Progress progress) {
        List<Column> columns =
                List.of(
                        new Column("pid", Kind.NUMBER),
                        new Column("process", Kind.TEXT),
                        new Column("base", Kind.ADDRESS),
                        new Column("size", Kind.BYTES),
                        new Column("name", Kind.TEXT),
                        new Column("version", Kind.TEXT),
                        new Column("time_date_stamp", Kind.ADDRESS),
                        new Column("check_sum", Kind.ADDRESS),
                        new Column("pdb", Kind.TEXT));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ProcessImage process : processes) {
            progress.checkCancelled();
            for (DumpModule module : process.modules()) {
                rows.add(
                        new @Nullable Object[] {
                            process.id(),
                            text(process.name()),
                            module.base(),
                            module.size(),
                            text(module.name()),
                            text(module.version()),
                            known(module.timeDateStamp()),
                            known(module.checkSum()),
                            text(module.pdb())
                        });
            }
        }
        return Table.of("modules", columns, rows);
    }

    /**
     * Lists threads.
     *
     * @param processes whose
     * @param progress cancels the work
     * @return one row for each, by process
     */
    public static Table threads(List<ProcessImage> processes, Progress progress) {
        List<Column> columns =
                List.of(
                        new Column("pid", Kind.NUMBER),
                        new Column("process", Kind.TEXT),
                        new Column("tid", Kind.NUMBER),
                        new Column("state", Kind.TEXT),
                        new Column("object", Kind.ADDRESS),
                        new Column("teb", Kind.ADDRESS),
                        new Column("start_address", Kind.ADDRESS),
                        new Column("instruction_pointer", Kind.ADDRESS),
                        new Column("stack_pointer", Kind.ADDRESS),
                        new Column("stack", Kind.ADDRESS),
                        new Column("stack_bytes", Kind.BYTES));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ProcessImage process : processes) {
            progress.checkCancelled();
            for (DumpThread thread : process.threads()) {
                rows.add(
                        new @Nullable Object[] {
                            process.id(),
                            text(process.name()),
                            thread.id(),
                            text(thread.state()),
                            known(thread.object()),
                            known(thread.teb()),
                            known(thread.startAddress()),
                            known(thread.instructionPointer()),
                            known(thread.stackPointer()),
                            known(thread.stackStart()),
                            known(thread.stackSize())
                        });
            }
        }
        return Table.of("threads", columns, rows);
    }

    static @Nullable Long known(long value) {
        return value == 0 ? null : Long.valueOf(value);
    }

    static @Nullable String text(String value) {
        return value.isEmpty() ? null : value;
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    private static @Nullable Long number(OptionalInt value) {
        return value.isPresent() ? Long.valueOf(value.getAsInt()) : null;
    }
}
