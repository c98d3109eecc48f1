package org.cairn.analysis.internal;

import org.cairn.analysis.Contribution;
import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.Remark;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.SystemReader;
import org.cairn.system.TypeChoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the system in a dump. */
public final class Systems {
    private static final String UNKNOWN = "no operating system was recognised";

    private Systems() {}

    /**
     * Asks each system reader in turn. Where none recognises its system, the memory of the dump
     * stands as one process of an unknown system, so that decoders that need no system can work;
     * physical memory as bare memory.
     *
     * @param dump what was read
     * @param readers to ask
     * @param types tables to choose from
     * @param progress told of long work
     * @return the system
     */
    public static SystemImage recognise(
            Dump dump,
            List<Contribution<SystemReader>> readers,
            TypeChoice types,
            Progress progress) {
        List<Remark> failures = new ArrayList<>();
        for (Contribution<SystemReader> contribution : readers) {
            try {
                Optional<SystemImage> image = contribution.get().recognise(dump, types, progress);
                if (image.isPresent()) {
                    return failures.isEmpty() ? image.get() : with(image.get(), failures);
                }
            } catch (Progress.CancelledException cancelled) {
                throw cancelled;
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                failures.add(
                        Remark.warning(
                                "system reader "
                                        + contribution.id()
                                        + " of "
                                        + contribution.contributor()
                                        + " failed and was left out: "
                                        + failure));
            }
        }
        return with(
                dump.memoryKind() == MemoryKind.PHYSICAL
                        ? bare(dump, types, Remark.warning(UNKNOWN))
                        : unknown(dump),
                failures);
    }

    /**
     * The memory of a dump as it is there; no system is looked for.
     *
     * @param dump what was read
     * @param types what the user says about the system
     * @return a system with one process, the bare memory
     */
    public static SystemImage bare(Dump dump, TypeChoice types) {
        return bare(dump, types, Remark.info("no operating system was looked for"));
    }

    private static SystemImage bare(Dump dump, TypeChoice types, Remark why) {
        boolean physical = dump.memoryKind() == MemoryKind.PHYSICAL;
        Architecture architecture =
                types.layout()
                        .flatMap(types.catalog()::named)
                        .map(table -> table.id().architecture())
                        .or(() -> dump.claim().architecture())
                        .orElse(Architecture.X64);
        ProcessImage memory =
                ProcessImage.builder(
                                0,
                                physical ? "physical memory" : "memory",
                                architecture,
                                dump.memory())
                        .bare()
                        .build();
        return new SystemImage(
                dump.claim().family(),
                description(dump),
                dump.claim().build(),
                dump.claim().architecture(),
                List.of(memory),
                List.of(why));
    }

    private static SystemImage unknown(Dump dump) {
        ProcessImage process =
                new ProcessImage(
                        dump.processId(),
                        "",
                        dump.claim().architecture().orElse(Architecture.X64),
                        dump.memory(),
                        dump.modules(),
                        dump.threads(),
                        dump.regions(),
                        List.of());
        return new SystemImage(
                dump.claim().family(),
                description(dump),
                dump.claim().build(),
                dump.claim().architecture(),
                List.of(process),
                List.of(Remark.warning(UNKNOWN)));
    }

    private static String description(Dump dump) {
        return dump.claim().version().isEmpty()
                ? "unknown system"
                : "unknown system, the dump says "
                        + dump.claim().family()
                        + " "
                        + dump.claim().version();
    }

    private static SystemImage with(SystemImage image, List<Remark> more) {
        List<Remark> remarks = new ArrayList<>(image.remarks());
        remarks.addAll(more);
        return new SystemImage(
                image.family(),
                image.description(),
                image.build(),
                image.architecture(),
                image.processes(),
                remarks);
    }
}
