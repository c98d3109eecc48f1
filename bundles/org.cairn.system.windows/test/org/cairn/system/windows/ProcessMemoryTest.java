package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Run;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.SyntheticMachine.Invalid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;

/** The memory of processes in machines of the testkit, page by page. */
class ProcessMemoryTest {
    /** The kernel's pages are in the space, too. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86_PSE",
        "win7-sp1-x86, PAE",
        "win7-sp1-x64, X64",
        "win11-22h2-22621-x64, X64_LA57"
    })
    void readsEachByteOfAProcess(String table, PagingMode mode) {
        ServerMachine made = ServerMachine.of(table, mode);
        ProcessImage process =
                ServerMachine.recognise(made.bare()).orElseThrow().processes().get(2);
        long pages = 0;
        for (Run.Mapped run : made.process().space().mapped(0, -1L)) {
            for (long page = run.start(); page < run.last(); page += 0x1000) {
                assertThat(bytes(process.space(), page))
                        .isEqualTo(bytes(made.process().space(), page));
                pages++;
            }
        }
        long found = 0;
        for (Run.Mapped run : process.space().mapped(0, process.lastUserAddress())) {
            found += run.bytes().byteSize() / 0x1000;
        }
        assertThat(found).isEqualTo(pages).isPositive();
        assertThat(process.space().runAt(made.machine().kernelBase()))
                .isInstanceOf(Run.Mapped.class);
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, X86",
        "win2003-sp2-x86, X86_PSE",
        "win7-sp1-x86, X86_PSE",
        "winxp-sp3-x86, PAE",
        "win7-sp1-x86, PAE",
        "win10-1607-14393-x86, PAE",
        "win2003-sp2-x64, X64",
        "win10-2004-19041-x64, X64",
        "win11-22h2-22621-x64, X64_LA57"
    })
    void readsPagesThatTheProcessorFindsInvalid(String table, PagingMode mode) {
        ServerMachine made = ServerMachine.of(table, mode);
        Map<Invalid, Absence> reasons =
                Map.of(
                        Invalid.PROTOTYPE_OF_FILE, Absence.PAGED_OUT,
                        Invalid.PROTOTYPE_IN_PAGE_FILE, Absence.PAGED_OUT,
                        Invalid.PROTOTYPE_OF_ZEROS, Absence.DEMAND_ZERO,
                        Invalid.PROTOTYPE_NOT_COMMITTED, Absence.UNMAPPED,
                        Invalid.PROTOTYPE_BY_DESCRIPTOR, Absence.NOT_PRESENT,
                        Invalid.PAGE_FILE, Absence.PAGED_OUT,
                        Invalid.DEMAND_ZERO, Absence.DEMAND_ZERO,
                        Invalid.DECOMMITTED, Absence.UNMAPPED);
        long loader = 0x60_0000;
        long heap = made.heap().address();
        Map<Invalid, Long> pages = new EnumMap<>(Invalid.class);
        for (Invalid invalid : Invalid.values()) {
            long number = pages.size() < 3 ? pages.size() : pages.size() - 3;
            pages.put(invalid, (pages.size() < 3 ? heap : loader) + number * 0x1000);
        }
        pages.forEach(
                (invalid, page) ->
                        made.machine().invalidate(ServerMachine.PROCESS_ID, page, invalid));
        AddressSpace space =
                ServerMachine.recognise(made.bare()).orElseThrow().processes().get(2).space();

        pages.forEach(
                (invalid, page) -> {
                    if (reasons.get(invalid) instanceof Absence why) {
                        assertThat(space.runAt(page))
                                .as(invalid.name())
                                .isInstanceOfSatisfying(
                                        Run.Absent.class,
                                        run -> assertThat(run.why()).isEqualTo(why));
                    } else {
                        assertThat(bytes(space, page))
                                .as(invalid.name())
                                .isEqualTo(bytes(made.process().space(), page));
                    }
                });
    }

    private static byte[] bytes(AddressSpace space, long page) {
        byte[] bytes = new byte[0x1000];
        assertThat(space.read(page, MemorySegment.ofArray(bytes))).isEqualTo(bytes.length);
        return bytes;
    }
}
