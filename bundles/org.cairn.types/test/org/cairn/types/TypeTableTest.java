package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class TypeTableTest {
    private static final TypeTable.Id ID =
            new TypeTable.Id("mine", "windows", "Windows", 7601, Architecture.X86, "test");
    private final Structure entry =
            Structure.named("_LIST_ENTRY").u32("Flink").u32("Blink").build();

    @Test
    void findsStructures() {
        TypeTable table = new TypeTable(ID, List.of(entry));

        assertThat(table.structure("_LIST_ENTRY")).isSameAs(entry);
        assertThat(table.find("_HEAP")).isEmpty();
        assertThat(table.structures()).containsExactly(entry);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.structure("_HEAP"))
                .withMessage("mine has no type _HEAP");
    }

    @Test
    void readsWhenFirstAsked() {
        AtomicInteger reads = new AtomicInteger();
        TypeTable table = TypeTable.deferred(ID, () -> counted(reads));

        assertThat(table.id()).isEqualTo(ID);
        assertThat(reads).hasValue(0);
        assertThat(table.structure("_LIST_ENTRY")).isSameAs(entry);
        assertThat(table.structures()).containsExactly(entry);
        assertThat(reads).hasValue(1);
    }

    @Test
    void readsOnceWhenManyThreadsAsk() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        TypeTable table = TypeTable.deferred(ID, () -> counted(reads));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Structure>> results =
                    IntStream.range(0, 8)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> {
                                                        start.await();
                                                        return table.structure("_LIST_ENTRY");
                                                    }))
                            .toList();
            start.countDown();
            for (Future<Structure> result : results) {
                assertThat(result.get()).isSameAs(entry);
            }
        }
        assertThat(reads).hasValue(1);
    }

    private List<Structure> counted(AtomicInteger reads) {
        reads.incrementAndGet();
        return List.of(entry);
    }
}
