package org.cairn.system.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpSelector;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;
import org.cairn.types.TypeCatalog;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class Os2SystemTest {
    private static final SystemClaim OS2 = claim("os2");
    private static final SystemClaim WINDOWS = claim("windows");

    @Test
    void theKernelIsTheOnlyProcess() {
        DumpSelector selector = new DumpSelector(0x21a3, 0xfe070000L, 0xbd5b, "Code");
        Dump dump =
                Dump.builder("test")
                        .memory(
                                MemoryKind.VIRTUAL,
                                SparseMemory.builder(Absence.NOT_CAPTURED).build())
                        .claim(OS2)
                        .selectors(List.of(selector))
                        .build();
        SystemImage image = recognise(dump, Optional.empty()).orElseThrow();
        assertThat(image.family()).isEqualTo("os2");
        assertThat(image.processes()).hasSize(1);
        var kernel = image.processes().get(0);
        assertThat(kernel.id()).isZero();
        assertThat(kernel.name()).isEqualTo("OS/2 kernel");
        assertThat(kernel.architecture()).isEqualTo(Architecture.X86);
        assertThat(kernel.space()).isSameAs(dump.memory());
        assertThat(kernel.selectors())
                .containsExactly(new DumpSelector(0x21a0, 0xfe070000L, 0xbd5b, "Code"));
    }

    @Test
    void theUserDecidesAgainstTheContainer() {
        assertThat(recognise(dump(MemoryKind.VIRTUAL, WINDOWS), Optional.of("os2"))).isPresent();
        assertThat(recognise(dump(MemoryKind.VIRTUAL, SystemClaim.NONE), Optional.of("OS2")))
                .isPresent();
        assertThat(recognise(dump(MemoryKind.VIRTUAL, OS2), Optional.of("win7-sp1-x86"))).isEmpty();
    }

    @Test
    void otherSystemsAndPhysicalMemoryAreLeftToOthers() {
        assertThat(recognise(dump(MemoryKind.VIRTUAL, WINDOWS), Optional.empty())).isEmpty();
        assertThat(recognise(dump(MemoryKind.VIRTUAL, SystemClaim.NONE), Optional.empty()))
                .isEmpty();
        assertThat(recognise(dump(MemoryKind.PHYSICAL, OS2), Optional.empty())).isEmpty();
    }

    private static SystemClaim claim(String family) {
        return new SystemClaim(family, "", 0, Optional.of(Architecture.X86));
    }

    private static Dump dump(MemoryKind kind, SystemClaim claim) {
        return Dump.builder("test")
                .memory(kind, SparseMemory.builder(Absence.NOT_CAPTURED).build())
                .claim(claim)
                .build();
    }

    private static Optional<SystemImage> recognise(Dump dump, Optional<String> layout) {
        return new Os2System()
                .recognise(dump, new TypeChoice(new NoTables(), layout), Progress.NONE);
    }

    private static final class NoTables implements TypeCatalog {
        @Override
        public List<TypeTable.Id> tables() {
            return List.of();
        }

        @Override
        public Optional<TypeTable> named(String name) {
            return Optional.empty();
        }

        @Override
        public List<TypeTable> candidates(String family, int build, Architecture architecture) {
            return List.of();
        }
    }
}
