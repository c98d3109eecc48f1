package org.cairn.ui.internal.details;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.SparseMemory;
import org.cairn.system.Listing;
import org.cairn.system.Listing.Head;
import org.cairn.system.Listing.Kind;
import org.cairn.system.Listings;
import org.cairn.system.ProcessImage;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

class RecordSectionsTest {
    private static final Listings ARENAS =
            new Listings() {
                @Override
                public List<String> names() {
                    return List.of();
                }

                @Override
                public Listing list(String name) {
                    throw new IllegalArgumentException(name);
                }

                @Override
                public List<String> structures() {
                    return List.of();
                }

                @Override
                public Listing structure(String name, long address) {
                    return new Listing(name, List.of(), List.of());
                }

                @Override
                public List<Listing> at(long address) {
                    @Nullable Object[] row = {3L, null, "vmkrhrw"};
                    return address != 0xfdf1f000L
                            ? List.of()
                            : List.of(
                                    new Listing(
                                            "arena",
                                            List.of(
                                                    new Head("har", Kind.ADDRESS),
                                                    new Head("hal", Kind.ADDRESS),
                                                    new Head("owner", Kind.TEXT)),
                                            List.<@Nullable Object[]>of(row)));
                }
            };

    @Test
    void aFormForEachRecordWithoutWhatItDoesNotHave() {
        ProcessImage kernel =
                ProcessImage.builder(
                                0,
                                "kernel",
                                Architecture.X86,
                                SparseMemory.builder(Absence.NOT_CAPTURED).build())
                        .detail(ARENAS)
                        .build();
        List<Section> sections = RecordSections.of(List.of(kernel), 0xfdf1f000L);
        assertThat(sections).hasSize(1);
        assertThat(sections.getFirst().title()).isEqualTo("Arena record");
        assertThat(sections.getFirst().rows())
                .extracting(row -> row.get(0).text() + "=" + row.get(1).text())
                .containsExactly("har=0x3", "owner=vmkrhrw");
        assertThat(RecordSections.of(List.of(kernel), 0)).isEmpty();
    }
}
