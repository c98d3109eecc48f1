package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpModule;
import org.cairn.heap.BlockBatch;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.Owner;
import org.cairn.memory.Field;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

/** Blocks of a segment heap that begin with a pointer into a module. */
final class SegmentModuleOwnerTest {
    /** What a decoder found, as the store gives it to resolvers. */
    private static final class Found implements BlockBatch {
        private final List<Recorder.Block> blocks;
        private final int[] numbers;
        private final List<Owner> owners = new ArrayList<>();

        Found(Recorder recorder) {
            blocks = List.copyOf(recorder.blocks().values());
            numbers = new int[blocks.size()];
        }

        @Override
        public int size() {
            return numbers.length;
        }

        @Override
        public long userAddress(int row) {
            return blocks.get(row).userAddress();
        }

        @Override
        public long userSize(int row) {
            return blocks.get(row).userSize();
        }

        @Override
        public boolean isBusy(int row) {
            return blocks.get(row).state() == BlockState.BUSY;
        }

        @Override
        public int ownerOf(int row) {
            return numbers[row];
        }

        @Override
        public void setOwner(int row, int owner) {
            numbers[row] = owner;
        }

        @Override
        public int owner(Owner owner) {
            owners.add(owner);
            return owners.size();
        }

        List<Long> owned() {
            List<Long> owned = new ArrayList<>();
            for (int row = 0; row < size(); row++) {
                if (numbers[row] != BlockSink.NO_OWNER) {
                    owned.add(userAddress(row));
                }
            }
            return owned;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"win10-22h2-19045-x64", "win10-22h2-19045-x86"})
    void isTheModule(String table) {
        SegmentWork work = new SegmentWork(table);
        long module = work.isWide() ? 0x7ff6_4000_0000L : 0x7c90_0000;
        work.process().module(new DumpModule(module, 0x4_0000, "C:\\shop.exe", "", 0, 0, ""));
        int pointer = work.isWide() ? Long.BYTES : Integer.BYTES;
        List<Long> objects = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            objects.add(work.heap().allocate(0x65));
        }
        for (int size : new int[] {0x1001, 0x3_0005, 0x81_0003}) {
            objects.add(work.heap().allocate(size));
        }
        for (long object : objects) {
            work.process()
                    .memory()
                    .set(object, new Field("vtable", "u", 0, pointer), module + 0x2_0000);
        }
        long plain = work.heap().allocate(0x65);
        work.process().memory().set(plain, new Field("data", "u", 0, pointer), 0x41);
        long freed = objects.removeLast();
        work.heap().free(freed);
        DecodeContext context = work.context();
        Found found = new Found(work.decode(context));
        new ModulePointerOwner().open(context).resolve(found);
        assertThat(found.owned()).containsExactlyInAnyOrderElementsOf(objects);
        assertThat(found.owners).extracting(Owner::label).containsOnly("shop.exe");
    }
}
