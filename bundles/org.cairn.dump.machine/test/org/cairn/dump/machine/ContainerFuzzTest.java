package org.cairn.dump.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.PagingMode;
import org.cairn.testkit.Container;
import org.cairn.testkit.Fuzz;
import org.cairn.testkit.PagedImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/** Damaged files of each container; releng/fuzz tries many more of them. */
class ContainerFuzzTest {
    private static final long SEED = 20_260_101;

    static List<Container> all() {
        return Container.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void survivesCutsAndMutations(Container container) {
        PagingMode mode = container.modes().stream().reduce((_, last) -> last).orElseThrow();
        byte[] whole = container.write(PagedImage.small(mode, 3));
        Fuzz fuzz = new Fuzz(Readers.ALL, whole);
        fuzz.cuts();
        fuzz.mutate(Fuzz.mutations(), SEED);
        System.out.printf("fuzz: %s (%,d bytes): %s%n", container, whole.length, fuzz.figures());
        assertThat(fuzz.read()).isPositive();
    }
}
