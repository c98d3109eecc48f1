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
    private Systems() {}

    /**
     * Asks each system reader in turn. Where none recognises its system, the memory of the dump
     * stands as one process of an unknown system, so that decoders that need no system can work.
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
        return with(unknown(dump), failures);
    }

    private static SystemImage unknown(Dump dump) {
        Architecture architecture = dump.claim().architecture().orElse(Architecture.X64);
        List<ProcessImage> processes =
                dump.memoryKind() == MemoryKind.PHYSICAL
                        ? List.of()
                        : List.of(
                                new ProcessImage(
                                        dump.processId(),
                                        "",
                                        architecture,
                                        dump.memory(),
                                        dump.modules(),
                                        dump.threads(),
                                        dump.regions(),
                                        List.of()));
        String description =
                dump.claim().version().isEmpty()
                        ? "unknown system"
                        : "unknown system, the dump says "
                                + dump.claim().family()
                                + " "
                                + dump.claim().version();
        return new SystemImage(
                dump.claim().family(),
                description,
                dump.claim().build(),
                dump.claim().architecture(),
                processes,
                List.of(Remark.warning("no operating system was recognised")));
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
