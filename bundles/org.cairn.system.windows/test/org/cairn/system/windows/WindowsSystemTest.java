package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.Remark;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;
import org.cairn.system.ProcessImage;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.SystemImage;
import org.cairn.system.SystemReader;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

class WindowsSystemTest {
    private static final long TEB = 0x7fff_d000L;
    private static final long PEB = 0x7fff_e000L;
    private static final long ARRAY = 0x77d8_3580L;

    @Test
    void isFoundAsService() {
        assertThat(ServiceLoader.load(SystemReader.class))
                .extracting(SystemReader::id, SystemReader::name)
                .contains(tuple("org.cairn.system.windows", "Windows"));
    }

    @Test
    void readsTheHeapListWithTheDefaultHeapFirst() {
        SystemImage system =
                new FakeProcess(Architecture.X64, 18362)
                        .module(0x7ff7_0000_0000L, "C:\\app\\server.EXE", "")
                        .thread(TEB, PEB)
                        .heaps(PEB, 0x1c9_0000_0000L, ARRAY, 0x1_0000, 0x1c9_0000_0000L, 0x5_0000)
                        .version(PEB, 10, 0, 18362)
                        .read();

        assertThat(system.description()).isEqualTo("Windows 10 1903 (build 18362) x64");
        assertThat(system.family()).isEqualTo("windows");
        assertThat(system.build()).isEqualTo(18362);
        assertThat(system.remarks()).isEmpty();
        ProcessImage process = system.processes().getFirst();
        assertThat(process.id()).isEqualTo(0x554);
        assertThat(process.name()).isEqualTo("server.EXE");
        assertThat(process.heapLists())
                .containsExactly(
                        HeapList.defaultFirst(
                                Architecture.X64,
                                "PEB 0x7fffe000",
                                List.of(0x1c9_0000_0000L, 0x1_0000L, 0x5_0000L)));
    }

    @Test
    void readsAddressesAboveTwoGigabytesOnX86() {
        SystemImage system =
                new FakeProcess(Architecture.X86, 2600)
                        .thread(0xfffd_e000L, 0xfffd_f000L)
                        .heaps(0xfffd_f000L, 0xfe00_0000L, 0xfffd_f800L, 0xfe00_0000L, 0x14_0000)
                        .version(0xfffd_f000L, 5, 1, 2600)
                        .read();

        assertThat(system.description()).isEqualTo("Windows XP (build 2600) x86");
        assertThat(system.processes().getFirst().heapLists())
                .containsExactly(
                        HeapList.defaultFirst(
                                Architecture.X86,
                                "PEB 0xfffdf000",
                                List.of(0xfe00_0000L, 0x14_0000L)));
    }

    @Test
    void readsArm64LikeX64() {
        SystemImage system =
                new FakeProcess(Architecture.ARM64, 22000)
                        .thread(TEB, PEB)
                        .heaps(PEB, 0x1_0000, ARRAY, 0x1_0000)
                        .version(PEB, 10, 0, 22000)
                        .read();

        assertThat(system.description()).isEqualTo("Windows 11 21H2 (build 22000) arm64");
        assertThat(system.processes().getFirst().heapLists())
                .containsExactly(
                        HeapList.defaultFirst(
                                Architecture.ARM64, "PEB 0x7fffe000", List.of(0x1_0000L)));
    }

    @Test
    void recognisesWindowsOnly() {
        assertThat(x64().kind(MemoryKind.PHYSICAL).recognise()).isEmpty();
        assertThat(x64().claim(SystemClaim.NONE).recognise()).isEmpty();
        assertThat(
                        x64().claim(new SystemClaim("os2", "", 0, Optional.empty()))
                                .module(0x1000, "NTDLL.DLL", "")
                                .recognise())
                .isEmpty();
        assertThat(
                        x64().claim(SystemClaim.NONE)
                                .module(0x7c90_0000, "C:\\WINDOWS\\system32\\NTDLL.DLL", "")
                                .recognise())
                .isPresent();
    }

    @Test
    void obeysTheUser() {
        assertThat(x64().layout("os2").recognise()).isEmpty();
        assertThat(x64().claim(SystemClaim.NONE).layout("Windows").recognise()).isPresent();
        assertThat(x64().claim(SystemClaim.NONE).layout("reactos").recognise()).isPresent();
        SystemImage named = x64().claim(SystemClaim.NONE).layout("reactos-x64").read();
        assertThat(named.description()).matches("ReactOS .* x64");
        assertThat(named.architecture()).contains(Architecture.X64);
    }

    /** The 32-bit heaps of a WOW64 process may need a table that the 64-bit PEB cannot use. */
    @Test
    void readsThePebWhenTheDemandedTableHasAnotherArchitecture() {
        SystemImage system =
                x64().layout("win7-sp1-x86")
                        .thread(TEB, PEB)
                        .heaps(PEB, 0x1_0000, ARRAY, 0x1_0000)
                        .read();

        assertThat(system.processes().getFirst().heapLists())
                .extracting(HeapList::heaps)
                .containsExactly(List.of(0x1_0000L));
    }

    /** A table from a symbol file may hold only what its author needed. */
    @Test
    void passesOverTablesThatLackTheBlocks() {
        TypeTable.Id id =
                new TypeTable.Id("own-x64", "windows", "Windows 7", 7601, Architecture.X64, "test");
        TypeTable poor =
                new TypeTable(
                        id,
                        List.of(Structure.named("_TEB").build(), Structure.named("_PEB").build()));

        SystemImage poorOnly =
                x64().catalog(catalog(poor)).thread(TEB, PEB).layout("own-x64").read();

        assertThat(poorOnly.processes().getFirst().heapLists()).isEmpty();
        assertThat(poorOnly.remarks())
                .extracting(Remark::text)
                .containsExactly(
                        "no type table for x64 has _TEB and _PEB: heaps can only be found by"
                                + " signature");
    }

    private static TypeCatalog catalog(TypeTable only) {
        return new TypeCatalog() {
            @Override
            public List<TypeTable.Id> tables() {
                return List.of(only.id());
            }

            @Override
            public Optional<TypeTable> named(String name) {
                return Optional.of(only);
            }

            @Override
            public List<TypeTable> candidates(String family, int build, Architecture architecture) {
                return List.of(only);
            }
        };
    }

    @Test
    void guessesTheProcessorFromAddresses() {
        SystemClaim unknown = new SystemClaim("windows", "10.0.18362", 18362, Optional.empty());

        SystemImage high = x64().claim(unknown).module(0x7ff7_0000_0000L, "a.exe", "").read();
        SystemImage memory = x64().claim(unknown).u32(0x1_0000_0000L, 1).read();
        SystemImage low = x64().claim(unknown).module(0x40_0000, "a.exe", "").u32(0, 1).read();

        assertThat(high.architecture()).contains(Architecture.X64);
        assertThat(memory.architecture()).contains(Architecture.X64);
        assertThat(low.architecture()).contains(Architecture.X86);
        assertThat(low.remarks().getFirst().text())
                .isEqualTo(
                        "the dump does not name a known processor: taken for x86, for it has"
                                + " nothing above 4 GiB");
    }

    private static FakeProcess x64() {
        return new FakeProcess(Architecture.X64, 7601);
    }
}
