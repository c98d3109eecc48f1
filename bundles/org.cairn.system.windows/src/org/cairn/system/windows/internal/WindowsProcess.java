package org.cairn.system.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.cairn.system.ProcessFacts;
import org.cairn.system.ProcessImage;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The Windows process that a dump holds. */
public final class WindowsProcess {
    private static final String REACTOS = "reactos";
    private static final Set<String> FAMILIES = Set.of(SystemClaim.WINDOWS, REACTOS);
    private static final String WOW64 = "wow64.dll";
    private static final String PROGRAM = ".exe";
    private static final long FIRST_WIDE_ADDRESS = 1L << 32;

    private final Dump dump;
    private final TypeChoice choice;
    private final Optional<TypeTable> demanded;
    private final Architecture architecture;
    private final Remarks remarks = new Remarks();
    private final List<HeapList> heapLists = new ArrayList<>();
    private List<DumpModule> modules;
    private int build;
    private long block;
    private long block32;

    private WindowsProcess(Dump dump, TypeChoice choice, Optional<TypeTable> demanded) {
        this.dump = dump;
        this.choice = choice;
        this.demanded = demanded;
        this.modules = dump.modules();
        this.architecture =
                dump.claim()
                        .architecture()
                        .or(() -> demanded.map(table -> table.id().architecture()))
                        .orElseGet(this::guessArchitecture);
    }

    /**
     * Looks for a process.
     *
     * @param dump any dump
     * @param choice what the user says about the system
     * @return the process, or empty when the dump is of something else
     */
    public static Optional<WindowsProcess> in(Dump dump, TypeChoice choice) {
        if (dump.memoryKind() != MemoryKind.VIRTUAL) {
            return Optional.empty();
        }
        Optional<TypeTable> demanded = choice.layout().flatMap(choice.catalog()::named);
        boolean windows =
                choice.layout().isPresent()
                        ? FAMILIES.contains(family(choice.layout().get(), demanded))
                        : claims(dump);
        return windows ? Optional.of(new WindowsProcess(dump, choice, demanded)) : Optional.empty();
    }

    /** Whether the user demands another family of systems. */
    static boolean isOtherDemanded(TypeChoice choice) {
        return choice.layout()
                .filter(
                        layout ->
                                !FAMILIES.contains(family(layout, choice.catalog().named(layout))))
                .isPresent();
    }

    private static String family(String layout, Optional<TypeTable> demanded) {
        return demanded.map(table -> table.id().family())
                .orElseGet(() -> layout.toLowerCase(Locale.ROOT));
    }

    private static boolean claims(Dump dump) {
        String family = dump.claim().family();
        return family.equals(SystemClaim.WINDOWS)
                || family.isEmpty() && BuildNumber.hasNtdll(dump.modules());
    }

    private Architecture guessArchitecture() {
        boolean wide =
                modules.stream().anyMatch(module -> isWide(module.base()))
                        || dump.threads().stream().anyMatch(thread -> isWide(thread.teb()))
                        || dump.memory().mapped(FIRST_WIDE_ADDRESS, -1L).iterator().hasNext();
        Architecture guess = wide ? Architecture.X64 : Architecture.X86;
        remarks.warning(
                "the dump does not name a known processor: taken for %s, for it has %s above 4 GiB",
                guess.label(), wide ? "addresses" : "nothing");
        return guess;
    }

    private static boolean isWide(long address) {
        return Long.compareUnsigned(address, FIRST_WIDE_ADDRESS) >= 0;
    }

    /**
     * Reads the process.
     *
     * @return the system with one process
     */
    public SystemImage read() {
        BuildNumber number = BuildNumber.of(dump.claim(), modules);
        build = number.withoutPeb();
        types(architecture).ifPresent(types -> readBlocks(types, number));
        Optional<String> name =
                demanded.map(TypeTable::id)
                        .filter(id -> id.family().equals(REACTOS))
                        .map(TypeTable.Id::system);
        ProcessImage process =
                ProcessImage.builder(dump.processId(), program(), architecture, dump.memory())
                        .facts(ProcessFacts.ofBlocks(block, block32))
                        .modules(() -> modules)
                        .threads(dump::threads)
                        .regions(dump::regions)
                        .heapLists(() -> heapLists)
                        .build();
        return new SystemImage(
                SystemClaim.WINDOWS,
                WindowsRelease.describe(name, build, architecture),
                build,
                Optional.of(architecture),
                List.of(process),
                remarks.list());
    }

    private Optional<ProcessTypes> types(Architecture layouts) {
        Optional<ProcessTypes> types =
                ProcessTypes.choose(choice, SystemClaim.WINDOWS, build, layouts);
        if (types.isEmpty()) {
            remarks.warning(
                    "no type table for %s has _TEB and _PEB: heaps can only be found by signature",
                    layouts.label());
        }
        return types;
    }

    private void readBlocks(ProcessTypes types, BuildNumber number) {
        OptionalLong address = new PebFinder(types, dump.memory(), remarks).find(dump.threads());
        if (address.isPresent()) {
            block = address.getAsLong();
            Peb peb = new Peb("PEB", block, types, dump.memory(), remarks);
            if (peb.isPresent()) {
                readPeb(peb, types, number);
            }
        }
        if (architecture.pointerSize() == Long.BYTES) {
            readWow64(types);
        }
    }

    private void readPeb(Peb peb, ProcessTypes types, BuildNumber number) {
        long own = peb.value("OSBuildNumber");
        build = number.with((int) own);
        if (own != 0 && number.claimed() != 0 && own != number.claimed()) {
            remarks.info(
                    "the container says %s, %s says %d.%d.%d; taken for build %d",
                    dump.claim().version(),
                    peb.place(),
                    peb.value("OSMajorVersion"),
                    peb.value("OSMinorVersion"),
                    own,
                    build);
        }
        heapLists.add(peb.heaps());
        long loader = peb.value("Ldr");
        if (modules.isEmpty() && loader != 0) {
            modules = new LoaderList(types, dump.memory(), remarks).modules(loader);
        }
    }

    /** A WOW64 process has a 32-bit heap list in every case, if only an empty one. */
    private void readWow64(ProcessTypes wide) {
        Optional<ProcessTypes> narrow =
                ProcessTypes.choose(choice, SystemClaim.WINDOWS, build, Architecture.X86);
        OptionalLong address =
                narrow.isEmpty()
                        ? OptionalLong.empty()
                        : new WowThread(wide, narrow.get(), dump.memory()).peb32(dump.threads());
        boolean loaded =
                modules.stream().anyMatch(module -> module.fileName().equalsIgnoreCase(WOW64));
        if (address.isPresent()) {
            block32 = address.getAsLong();
            Peb peb = new Peb("32-bit PEB", block32, narrow.get(), dump.memory(), remarks);
            heapLists.add(peb.isPresent() ? peb.heaps() : empty(peb.place()));
        } else if (loaded) {
            remarks.warning(
                    "WOW64 process, but no 32-bit TEB is in the dump: the 32-bit PEB is unknown,"
                            + " 32-bit heaps can only be found by signature");
            heapLists.add(empty(WOW64));
        }
    }

    private static HeapList empty(String origin) {
        return new HeapList(Architecture.X86, origin, OptionalLong.empty(), List.of());
    }

    private String program() {
        return modules.stream()
                .map(DumpModule::fileName)
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(PROGRAM))
                .findFirst()
                .orElse("");
    }
}
