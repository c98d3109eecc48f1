package org.cairn.system.windows.internal;

import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;
import org.cairn.memory.Structure;
import org.cairn.system.TypeChoice;
import org.cairn.types.PdbIdentity;
import org.cairn.types.TypeTable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The layouts of a kernel's process objects.
 *
 * @param table that they are from
 * @param pointerSize 4 or 8 bytes
 * @param process {@code _EPROCESS}; it begins with {@code _KPROCESS}
 * @param kernelProcess {@code _KPROCESS}
 */
record KernelTypes(TypeTable table, int pointerSize, Structure process, Structure kernelProcess) {
    /** {@code DISPATCHER_HEADER.Type} of a process, as {@code ntddk.h} has it. */
    static final int PROCESS_OBJECT = 3;

    /** {@code DISPATCHER_HEADER.Type} of a thread. */
    static final int THREAD_OBJECT = 6;

    /** The bits of {@code DISPATCHER_HEADER.Type}; the highest one locks the object. */
    static final int TYPE = 0x7f;

    /** {@code DISPATCHER_HEADER.WaitListHead} follows type and signal state. */
    static final int WAIT_LIST_OFFSET = 8;

    /** {@code _EPROCESS.ImageFileName} has 15 characters or 16 with the end mark. */
    static final int NAME_BYTES = 15;

    private static final List<String> NEEDED =
            List.of(
                    "UniqueProcessId",
                    "ActiveProcessLinks",
                    "ImageFileName",
                    "InheritedFromUniqueProcessId",
                    "ThreadListHead",
                    "Peb",
                    "ExitTime");

    /**
     * The layouts to try, best first.
     *
     * @param family of the system
     * @param build its build, 0 when unknown
     */
    static Stream<KernelTypes> candidates(
            TypeChoice choice, String family, int build, Architecture architecture) {
        return Stream.concat(
                        choice.candidates(family, build, architecture).stream(),
                        choice.catalog().candidates(family, build, architecture).stream())
                .distinct()
                .filter(table -> table.id().family().equals(family) || choice.isDemanded())
                .flatMap(table -> of(table).stream());
    }

    /**
     * The layouts of exactly the kernel's image: by its PDB file along the symbol path, else those
     * that are shipped with that identity.
     */
    static Stream<KernelTypes> exact(
            TypeChoice choice, PdbIdentity identity, Architecture architecture, Progress progress) {
        Stream<TypeTable> shipped =
                choice.catalog().tables().stream()
                        .filter(id -> id.pdb().map(PdbIdentity::key).equals(key(identity)))
                        .flatMap(id -> choice.catalog().named(id.name()).stream());
        return Stream.concat(choice.symbols().types(identity, progress).stream(), shipped)
                .filter(table -> table.id().architecture() == architecture)
                .flatMap(table -> of(table).stream());
    }

    private static Optional<String> key(PdbIdentity identity) {
        return Optional.of(identity.key());
    }

    private static Optional<KernelTypes> of(TypeTable table) {
        Optional<Structure> process = table.find("_EPROCESS");
        Optional<Structure> kernel = table.find("_KPROCESS");
        boolean suffices =
                process.isPresent()
                        && kernel.isPresent()
                        && NEEDED.stream().allMatch(name -> process.get().find(name).isPresent())
                        && kernel.get().find("DirectoryTableBase").isPresent();
        return suffices
                ? Optional.of(
                        new KernelTypes(
                                table,
                                table.id().architecture().pointerSize(),
                                process.get(),
                                kernel.get()))
                : Optional.empty();
    }

    /** The offset of a field of {@code _EPROCESS}. */
    int offset(String field) {
        return process.offset(field);
    }

    /** Where {@code _KPROCESS.DirectoryTableBase} lies; 32 bits of it count on x86. */
    int directoryTable() {
        return kernelProcess.offset("DirectoryTableBase");
    }

    /** The pointer to the 32-bit part of a WOW64 process, under both of its names. */
    Optional<Field> wow64() {
        return process.find("WoW64Process").or(() -> process.find("Wow64Process"));
    }
}
