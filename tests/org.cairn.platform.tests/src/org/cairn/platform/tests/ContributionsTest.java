package org.cairn.platform.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.Contribution;
import org.cairn.analysis.Contributions;
import org.cairn.dump.DumpReader;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.OwnerResolver;
import org.cairn.platform.ExtensionContributions;
import org.cairn.system.SystemReader;
import org.eclipse.core.runtime.RegistryFactory;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Every part is described twice: in {@code plugin.xml}, which is read without its class, and by the
 * class itself.
 */
class ContributionsTest {
    private final Contributions contributions =
            ExtensionContributions.read(RegistryFactory.getRegistry());

    @Test
    void allPartsAreThere() {
        assertThat(contributions.remarks()).isEmpty();
        assertThat(contributions.dumpReaders())
                .extracting(Contribution::id)
                .containsExactlyInAnyOrder(
                        "org.cairn.dump.windows.minidump",
                        "org.cairn.dump.windows.crash",
                        "org.cairn.dump.windows.hibernation",
                        "org.cairn.dump.machine.elf",
                        "org.cairn.dump.machine.kdump",
                        "org.cairn.dump.machine.lime",
                        "org.cairn.dump.machine.vmware",
                        "org.cairn.dump.machine.raw",
                        "org.cairn.dump.transcript");
        assertThat(contributions.systems())
                .extracting(Contribution::id)
                .containsExactlyInAnyOrder("org.cairn.system.windows", "org.cairn.system.os2");
        assertThat(contributions.heapDecoders())
                .extracting(Contribution::id)
                .contains(
                        "org.cairn.heap.windows.nt",
                        "org.cairn.pool.windows.pages",
                        "org.cairn.pool.windows.session",
                        "org.cairn.pool.windows.special",
                        "org.cairn.pool.windows.scan",
                        "org.cairn.examples.slab");
        assertThat(contributions.ownerResolvers())
                .extracting(Contribution::id)
                .containsExactly("org.cairn.heap.windows.module");
    }

    @Test
    void descriptionsAgree() {
        for (Contribution<DumpReader> part : contributions.dumpReaders()) {
            assertThat(List.of(part.get().id(), part.get().name()))
                    .containsExactly(part.id(), part.name());
        }
        for (Contribution<SystemReader> part : contributions.systems()) {
            assertThat(List.of(part.get().id(), part.get().name()))
                    .containsExactly(part.id(), part.name());
        }
        for (Contribution<HeapDecoder> part : contributions.heapDecoders()) {
            assertThat(List.<Object>of(part.get().id(), part.get().name(), part.get().version()))
                    .containsExactly(part.id(), part.name(), part.version());
        }
        for (Contribution<OwnerResolver> part : contributions.ownerResolvers()) {
            assertThat(List.<Object>of(part.get().id(), part.get().name(), part.get().version()))
                    .containsExactly(part.id(), part.name(), part.version());
        }
    }

    @Test
    void aPlainVirtualMachineFindsTheSame() {
        for (Contribution<HeapDecoder> part : contributions.heapDecoders()) {
            ClassLoader loader = part.get().getClass().getClassLoader();
            assertThat(Contributions.fromServices(loader).heapDecoders())
                    .extracting(Contribution::id)
                    .contains(part.id());
        }
        for (Contribution<DumpReader> part : contributions.dumpReaders()) {
            ClassLoader loader = part.get().getClass().getClassLoader();
            assertThat(Contributions.fromServices(loader).dumpReaders())
                    .extracting(Contribution::id)
                    .contains(part.id());
        }
    }
}
