package org.cairn.analysis.internal;

import org.cairn.heap.BlockBatch;
import org.cairn.heap.Owner;
import org.cairn.store.BlockColumns;
import org.cairn.store.BlockLoad;
import org.cairn.store.StoreException;
import org.cairn.store.StoreWriter;

import java.io.UncheckedIOException;

/** The way of one heap's blocks into the store, past the owner resolvers. */
final class BlockOutlet {
    private final BlockLoad load;
    private final StoreWriter store;
    private final OwnerResolution owners;
    private final LifeSign sign;
    private final OwnerRanks ranks = new OwnerRanks();

    BlockOutlet(BlockLoad load, StoreWriter store, OwnerResolution owners, LifeSign sign) {
        this.load = load;
        this.store = store;
        this.owners = owners;
        this.sign = sign;
    }

    /** Takes note of an owner that the decoder made known. */
    void known(int number, Owner owner) {
        ranks.add(number, owner);
    }

    /** An empty batch; waits for the store, for which the decoder is not to blame. */
    BlockColumns take() {
        sign.waiting(true);
        try {
            return load.take();
        } catch (StoreException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            sign.waiting(false);
        }
    }

    /** Finds owners and hands the batch to the store. */
    void put(BlockColumns columns) {
        sign.give();
        owners.resolve(new Batch(columns, store, ranks));
        sign.give();
        try {
            load.put(columns);
        } catch (StoreException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Shows the columns to the resolvers. */
    private record Batch(BlockColumns columns, StoreWriter store, OwnerRanks ranks)
            implements BlockBatch {
        @Override
        public int size() {
            return columns.size();
        }

        @Override
        public long userAddress(int row) {
            return columns.userAddress(row);
        }

        @Override
        public long userSize(int row) {
            return columns.userSize(row);
        }

        @Override
        public boolean isBusy(int row) {
            return columns.isBusy(row);
        }

        @Override
        public int ownerOf(int row) {
            return columns.ownerOf(row);
        }

        @Override
        public void setOwner(int row, int owner) {
            if (ranks.isSurer(owner, columns.ownerOf(row))) {
                columns.setOwner(row, owner);
            }
        }

        @Override
        public int owner(Owner owner) {
            int number = store.owner(owner);
            ranks.add(number, owner);
            return number;
        }
    }
}
