package org.cairn.dump.machine.internal;

import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpSource;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The headers of an ELF core. */
final class ElfFile {
    /** Far above what kernels write for one process or one machine. */
    static final int MAX_SEGMENTS = 1 << 18;

    private static final Field MAGIC = ElfFormat.IDENT.field("EI_MAG");
    private static final Field CLASS = ElfFormat.IDENT.field("EI_CLASS");
    private static final Field DATA = ElfFormat.IDENT.field("EI_DATA");
    private static final Field TYPE = ElfFormat.IDENT.field("e_type");
    private static final Field MACHINE = ElfFormat.IDENT.field("e_machine");

    private final MemorySegment bytes;
    private final boolean wide;
    private final long promised;
    private final List<ElfSegment> segments = new ArrayList<>();

    private ElfFile(DumpSource source) throws DumpFormatException {
        bytes = source.bytes();
        wide = CLASS.get(bytes, 0) == ElfFormat.CLASS_64;
        Structure header = ElfFormat.header(wide);
        if (bytes.byteSize() < header.size()) {
            throw source.refuse(bytes.byteSize(), "the file ends inside the ELF header");
        }
        long table = header.field("e_phoff").get(bytes, 0);
        Structure entry = ElfFormat.programHeader(wide);
        long stride = header.field("e_phentsize").get(bytes, 0);
        if (stride < entry.size()) {
            throw source.refuse(
                    header.offset("e_phentsize"),
                    "program headers of %d bytes, they have %d".formatted(stride, entry.size()));
        }
        promised = number(header);
        if (promised == 0 || table < 0 || table > bytes.byteSize() - entry.size()) {
            throw source.refuse(
                    header.offset("e_phoff"),
                    "no program header is in the file: %d would begin at 0x%x"
                            .formatted(promised, table));
        }
        long room = (bytes.byteSize() - table - entry.size()) / stride + 1;
        long count = Math.min(Math.min(promised, room), MAX_SEGMENTS);
        for (long i = 0; i < count; i++) {
            segments.add(segment(entry, table + i * stride));
        }
    }

    /** How well a file fits. */
    static boolean isCore(MemorySegment bytes) {
        return hasMagic(bytes)
                && DATA.get(bytes, 0) == ElfFormat.DATA_LITTLE
                && TYPE.get(bytes, 0) == ElfFormat.ET_CORE;
    }

    static ElfFile read(DumpSource source) throws DumpFormatException {
        MemorySegment bytes = source.bytes();
        if (!hasMagic(bytes)) {
            throw source.refuse(0, "no ELF file");
        }
        if (DATA.get(bytes, 0) != ElfFormat.DATA_LITTLE) {
            throw source.refuse(DATA.offset(), "only little-endian cores are read");
        }
        long size = CLASS.get(bytes, 0);
        if (size != ElfFormat.CLASS_32 && size != ElfFormat.CLASS_64) {
            throw source.refuse(CLASS.offset(), "unknown ELF class " + size);
        }
        if (TYPE.get(bytes, 0) != ElfFormat.ET_CORE) {
            throw source.refuse(TYPE.offset(), "an ELF file, but no core");
        }
        return new ElfFile(source);
    }

    private static boolean hasMagic(MemorySegment bytes) {
        return bytes.byteSize() >= ElfFormat.IDENT.size() && MAGIC.get(bytes, 0) == ElfFormat.MAGIC;
    }

    private long number(Structure header) {
        long number = header.field("e_phnum").get(bytes, 0);
        long sections = header.field("e_shoff").get(bytes, 0);
        Field info = ElfFormat.sectionInfo(wide);
        boolean extended =
                number == ElfFormat.PN_XNUM
                        && sections > 0
                        && sections <= bytes.byteSize() - info.offset() - info.size();
        return extended ? info.get(bytes, sections) : number;
    }

    private ElfSegment segment(Structure entry, long at) {
        return new ElfSegment(
                entry.field("p_type").get(bytes, at),
                entry.field("p_flags").get(bytes, at),
                entry.field("p_offset").get(bytes, at),
                entry.field("p_vaddr").get(bytes, at),
                entry.field("p_paddr").get(bytes, at),
                entry.field("p_filesz").get(bytes, at),
                entry.field("p_memsz").get(bytes, at));
    }

    boolean isWide() {
        return wide;
    }

    int machine() {
        return (int) MACHINE.get(bytes, 0);
    }

    Optional<Architecture> architecture() {
        return switch (machine()) {
            case ElfFormat.EM_386 -> Optional.of(Architecture.X86);
            case ElfFormat.EM_X86_64 -> Optional.of(Architecture.X64);
            case ElfFormat.EM_AARCH64 -> Optional.of(Architecture.ARM64);
            default -> Optional.empty();
        };
    }

    /** The number of segments that the header promises. */
    long promised() {
        return promised;
    }

    List<ElfSegment> segments() {
        return segments;
    }

    List<ElfSegment> loads() {
        return segments.stream().filter(ElfSegment::isLoad).toList();
    }

    /** The notes of all note segments. */
    List<ElfNote> notes() {
        List<ElfNote> notes = new ArrayList<>();
        for (ElfSegment segment : segments) {
            if (segment.type() == ElfFormat.PT_NOTE && notes.size() < ElfNote.MAX_NOTES) {
                notes.addAll(ElfNote.read(part(segment.offset(), segment.fileSize())));
            }
        }
        return notes;
    }

    private MemorySegment part(long offset, long size) {
        if (offset < 0 || offset >= bytes.byteSize()) {
            return MemorySegment.NULL;
        }
        long room = bytes.byteSize() - offset;
        return bytes.asSlice(offset, Long.compareUnsigned(size, room) < 0 ? size : room);
    }
}
