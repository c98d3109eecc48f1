package org.cairn.analysis.internal;

import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.analysis.table.Table;
import org.cairn.dump.Dump;
import org.cairn.dump.DumpException;
import org.cairn.dump.DumpStream;
import org.cairn.dump.Remark;
import org.cairn.memory.Addresses;
import org.cairn.memory.Extent;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a dump is, in a few lines. */
public final class DumpFacts {
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    private DumpFacts() {}

    /**
     * Lists the facts.
     *
     * @param open the dump
     * @param system what was recognised
     * @return properties and their values
     */
    public static Table identity(OpenDump open, SystemImage system) {
        DumpFacts facts = new DumpFacts();
        Dump dump = open.dump();
        facts.add("file", open.source().path().toString());
        facts.add("file size", String.format(Locale.ROOT, "%,d bytes", open.source().size()));
        facts.add("format", dump.format());
        facts.add("system", system.description());
        facts.add("captured", memory(dump));
        dump.exception().ifPresent(exception -> facts.add("exception", exception(exception)));
        List<ProcessImage> processes = system.processes();
        if (processes.stream().anyMatch(ProcessImage::isKernel)) {
            processes.stream()
                    .filter(ProcessImage::isKernel)
                    .forEach(kernel -> facts.add("kernel", kernel(kernel)));
            long others = processes.stream().filter(process -> !process.isKernel()).count();
            facts.add("processes", others == 0 ? "none in the dump" : Long.toString(others));
        } else {
            processes.stream()
                    .filter(process -> !process.isBare())
                    .forEach(process -> facts.add("process", process(process)));
        }
        for (Map.Entry<String, String> property : dump.properties().entrySet()) {
            facts.add(property.getKey(), property.getValue());
        }
        List<Column> columns =
                List.of(new Column("property", Kind.TEXT), new Column("value", Kind.TEXT));
        return Table.of("dump", columns, facts.rows);
    }

    /**
     * Lists the parts of the container.
     *
     * @param dump what was read
     * @return type, name, offset and size of each
     */
    public static Table streams(Dump dump) {
        List<Column> columns =
                List.of(
                        new Column("type", Kind.NUMBER),
                        new Column("name", Kind.TEXT),
                        new Column("offset", Kind.ADDRESS),
                        new Column("size", Kind.BYTES));
        List<@Nullable Object[]> streams = new ArrayList<>();
        for (DumpStream stream : dump.streams()) {
            streams.add(
                    new @Nullable Object[] {
                        stream.type(), stream.name(), stream.offset(), stream.size()
                    });
        }
        return Table.of("streams", columns, streams);
    }

    /**
     * Lists remarks.
     *
     * @param remarks in order of discovery
     * @return severity and text
     */
    public static Table remarks(List<Remark> remarks) {
        List<Column> columns =
                List.of(new Column("severity", Kind.TEXT), new Column("text", Kind.TEXT));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Remark remark : remarks) {
            rows.add(new @Nullable Object[] {remark.severity().label(), remark.text()});
        }
        return Table.of("remarks", columns, rows);
    }

    private void add(String name, String value) {
        rows.add(new @Nullable Object[] {name, value});
    }

    private static String memory(Dump dump) {
        Extent extent = dump.memory().extent();
        String kind = dump.memoryKind() == Dump.MemoryKind.VIRTUAL ? "virtual" : "physical";
        return String.format(
                Locale.ROOT,
                "%,d bytes of %s memory in %,d %s",
                extent.bytes(),
                kind,
                extent.runs(),
                extent.runs() == 1 ? "run" : "runs");
    }

    private static String exception(DumpException exception) {
        return "code "
                + Addresses.hex(exception.code())
                + " at "
                + Addresses.hex(exception.address())
                + ", thread "
                + exception.threadId();
    }

    private static String kernel(ProcessImage kernel) {
        return kernel.name()
                + ", "
                + kernel.architecture().label()
                + ", "
                + kernel.modules().size()
                + " modules";
    }

    private static String process(ProcessImage process) {
        String name = process.name().isEmpty() ? "" : process.name() + ", ";
        return name
                + "pid "
                + process.id()
                + ", "
                + process.architecture().label()
                + ", "
                + process.modules().size()
                + " modules, "
                + process.threads().size()
                + " threads";
    }
}
