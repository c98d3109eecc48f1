package org.cairn.system.os2.internal;

import org.cairn.dump.DumpSelector;
import org.cairn.system.Columns;
import org.cairn.system.Listing;
import org.cairn.system.os2.LoadedModule;
import org.cairn.system.os2.LoadedModule.Segment;
import org.cairn.system.os2.Os2Kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Lists of modules with their segments ({@code .lmo}) and of selectors ({@code dg}, {@code dl}).
 */
final class ModuleLists {
    private static final Columns<Line> MODULES =
            Columns.of(Line.class)
                    .hex("hmte", line -> line.module.handle())
                    .hex("pmte", line -> line.module.address())
                    .hex("flags", Line::flags)
                    .text("path", line -> line.module.path())
                    .text("kind", Line::kind)
                    .someNumber("segment", line -> line.of(Segment::number))
                    .someHex("base", line -> line.of(Segment::base))
                    .someBytes("size", line -> line.of(Segment::size))
                    .someHex("hob", line -> line.of(Segment::object))
                    .someHex("selector", line -> line.of(Segment::selector));

    private final Os2Kernel kernel;
    private final List<Local> locals;
    private final Columns<Descriptor> descriptors;

    /** The local descriptors of a process. */
    record Local(int pid, List<DumpSelector> selectors) {}

    /** A descriptor, with the process in whose table it stands, if that is a local one. */
    private record Descriptor(DumpSelector selector, OptionalLong pid) {}

    /** A module, or one of its segments. */
    private record Line(LoadedModule module, Optional<Segment> segment) {
        long flags() {
            return segment.map(Segment::flags).orElse(module.flags());
        }

        String kind() {
            return segment.isPresent() ? "segment" : module.kind();
        }

        OptionalLong of(ToLongFunction<Segment> value) {
            return segment.isPresent()
                    ? OptionalLong.of(value.applyAsLong(segment.get()))
                    : OptionalLong.empty();
        }
    }

    ModuleLists(Os2Kernel kernel, List<Local> locals) {
        this.kernel = kernel;
        this.locals = locals;
        descriptors =
                Columns.of(Descriptor.class)
                        .hex("selector", line -> line.selector.selector())
                        .someNumber("pid", Descriptor::pid)
                        .text("type", line -> line.selector.type())
                        .hex("base", line -> line.selector.base())
                        .hex("limit", line -> line.selector.limit())
                        .text(
                                "segment",
                                line -> kernel.segmentName(line.selector.selector()).orElse(""));
    }

    Listing modules() {
        List<Line> lines = new ArrayList<>();
        for (LoadedModule module : kernel.modules()) {
            lines.add(new Line(module, Optional.empty()));
            module.segments().forEach(each -> lines.add(new Line(module, Optional.of(each))));
        }
        return MODULES.list("module", lines);
    }

    Listing selectors() {
        List<Descriptor> lines = new ArrayList<>();
        kernel.selectors().forEach(each -> lines.add(new Descriptor(each, OptionalLong.empty())));
        for (Local local : locals) {
            OptionalLong pid = OptionalLong.of(local.pid());
            local.selectors().forEach(each -> lines.add(new Descriptor(each, pid)));
        }
        return descriptors.list("selector", lines);
    }
}
