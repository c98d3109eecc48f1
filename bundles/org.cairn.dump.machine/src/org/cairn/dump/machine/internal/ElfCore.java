package org.cairn.dump.machine.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpStream;
import org.cairn.dump.Remark;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an ELF core, of a machine or of a process: the notes tell which. */
public final class ElfCore {
    private static final String VMCOREINFO = "VMCOREINFO";

    private final DumpSource source;
    private final ElfFile elf;
    private final List<ElfNote> notes;

    private ElfCore(DumpSource source, ElfFile elf) {
        this.source = source;
        this.elf = elf;
        this.notes = elf.notes();
    }

    /**
     * Whether a file is an ELF core that can be read.
     *
     * @param source any file
     * @return whether its header says so
     */
    public static boolean isCore(DumpSource source) {
        return ElfFile.isCore(source.bytes());
    }

    /**
     * Reads a core.
     *
     * @param source the file
     * @return what is in it
     * @throws DumpFormatException when it is no core or no memory is in it
     */
    public static Dump read(DumpSource source) throws DumpFormatException {
        return new ElfCore(source, ElfFile.read(source)).read();
    }

    private Dump read() throws DumpFormatException {
        if (elf.loads().isEmpty()) {
            throw source.refuse(0, "an ELF core without memory");
        }
        Optional<ElfNote> virtualBox = notes.stream().filter(VirtualBoxNote::isCore).findFirst();
        List<DumpProcessor> processors = qemuProcessors(notes);
        Dump.Builder dump = Dump.builder(format(virtualBox.isPresent(), !processors.isEmpty()));
        remarkSegments(dump);
        if (virtualBox.isPresent()) {
            processors = VirtualBoxNote.processors(virtualBox.get(), notes, dump);
        } else if (isProcess(processors)) {
            LinuxProcess.describe(elf, notes, dump);
        }
        boolean virtual = virtualBox.isEmpty() && isVirtual(processors);
        if (!virtual) {
            dump.claim(new SystemClaim("", "", 0, architecture(processors, elf.architecture())));
            Registers.describe(dump, processors);
        }
        FileRanges memory = new FileRanges(source.bytes());
        for (ElfSegment load : elf.loads()) {
            memory.add(virtual ? load.virtual() : load.physical(), load.offset(), load.fileSize());
        }
        return dump.memory(virtual ? MemoryKind.VIRTUAL : MemoryKind.PHYSICAL, memory.build(dump))
                .streams(streams())
                .build();
    }

    /** The processors of QEMU's notes. */
    static List<DumpProcessor> qemuProcessors(List<ElfNote> notes) {
        List<DumpProcessor> processors = new ArrayList<>();
        for (ElfNote note : notes) {
            if (QemuNote.is(note) && processors.size() < Registers.MAX_PROCESSORS) {
                processors.add(QemuNote.processor(note, processors.size()));
            }
        }
        return processors;
    }

    /** The mode of the processors tells more than the container, which may be of another word. */
    static Optional<Architecture> architecture(
            List<DumpProcessor> processors, Optional<Architecture> otherwise) {
        return processors.stream()
                .flatMap(processor -> processor.pageTables().stream())
                .findFirst()
                .map(tables -> tables.mode().architecture())
                .or(() -> otherwise);
    }

    private String format(boolean virtualBox, boolean qemu) {
        if (virtualBox) {
            return "VirtualBox core";
        }
        if (qemu) {
            return "QEMU ELF core";
        }
        if (hasKernelNote()) {
            return "ELF core of a Linux kernel";
        }
        if (LinuxProcess.is(notes)) {
            return "Linux process core";
        }
        return isPhysicalByAddresses() ? "ELF core of physical memory" : "ELF core";
    }

    private boolean hasKernelNote() {
        return notes.stream().anyMatch(note -> note.name().equals(VMCOREINFO));
    }

    private boolean isProcess(List<DumpProcessor> processors) {
        return processors.isEmpty() && !hasKernelNote() && LinuxProcess.is(notes);
    }

    private boolean isVirtual(List<DumpProcessor> processors) {
        return isProcess(processors)
                || processors.isEmpty() && !hasKernelNote() && !isPhysicalByAddresses();
    }

    /** A process core has no physical addresses, a machine's core no virtual ones or both. */
    private boolean isPhysicalByAddresses() {
        return elf.loads().stream().anyMatch(load -> load.physical() != 0)
                || elf.loads().stream().allMatch(load -> load.virtual() == 0);
    }

    private void remarkSegments(Dump.Builder dump) {
        if (elf.segments().size() < elf.promised()) {
            dump.remark(
                    Remark.warning(
                            "the header promises %s, %s read"
                                    .formatted(
                                            Words.count(elf.promised(), "program header"),
                                            Words.number(elf.segments().size()))));
        }
    }

    private List<DumpStream> streams() {
        List<DumpStream> streams = new ArrayList<>();
        for (ElfSegment segment : elf.segments()) {
            if (segment.type() == ElfFormat.PT_NOTE) {
                streams.add(
                        new DumpStream(
                                segment.type(), "PT_NOTE", segment.offset(), segment.fileSize()));
            } else if (segment.isLoad()) {
                streams.add(
                        new DumpStream(
                                segment.type(), "PT_LOAD", segment.offset(), segment.fileSize()));
            }
        }
        return streams;
    }
}
