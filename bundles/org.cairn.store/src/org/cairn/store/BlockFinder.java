package org.cairn.store;

import org.cairn.memory.Progress;
import org.cairn.store.internal.BlockSql;

import java.util.List;
import java.util.Optional;

/** Finds the block at an address. */
final class BlockFinder {
    // The last blocks that begin at or before the address come in milliseconds, thanks to the
    // ranges of addresses that the database keeps for each stretch of rows.
    private static final int NEAREST = 64;

    private static final String ENDS_BEFORE = "address::hugeint + size <= ?";
    private static final String DESCENDING = " order by address desc, size limit ";

    private final Store store;
    private final Progress progress;
    private final String heaps;

    BlockFinder(Store store, Optional<List<Integer>> heaps, Progress progress) {
        this.store = store;
        this.progress = progress;
        this.heaps = heaps.map(ids -> BlockSql.heaps("heap_id", ids) + " and ").orElse("");
    }

    BlockAt at(long address) throws StoreException {
        Optional<Block> found = holder(address);
        if (found.isEmpty()) {
            Unsigned at = new Unsigned(address);
            return new BlockAt(
                    found,
                    first(heaps + "address <= ? and " + ENDS_BEFORE + DESCENDING + 1, at, at),
                    first(heaps + "address > ? order by address limit 1", at));
        }
        Block block = found.orElseThrow();
        return new BlockAt(found, previous(block), next(block));
    }

    private Optional<Block> holder(long address) throws StoreException {
        Unsigned at = new Unsigned(address);
        List<Block> nearest = find(heaps + "address <= ?" + DESCENDING + NEAREST, at);
        Optional<Block> found = smallest(nearest, address);
        if (found.isEmpty()) {
            return nearest.size() < NEAREST ? found : holderAmongAll(at);
        }
        // A smaller one that holds the address begins less than this block's size before it.
        Block block = found.orElseThrow();
        long lowest = Long.compareUnsigned(block.size(), address) < 0 ? address - block.size() : 0;
        boolean seen =
                nearest.size() < NEAREST
                        || Long.compareUnsigned(nearest.getLast().address(), lowest) < 0;
        return seen
                ? found
                : first(
                        heaps
                                + "address between ? and ? and ?::hugeint - address < size"
                                + " order by size, address desc limit 1",
                        new Unsigned(lowest),
                        at,
                        at);
    }

    private Optional<Block> holderAmongAll(Unsigned at) throws StoreException {
        return first(
                heaps
                        + "address <= ? and ?::hugeint - address < size"
                        + " order by size, address desc limit 1",
                at,
                at);
    }

    private static Optional<Block> smallest(List<Block> blocks, long address) {
        return blocks.stream()
                .filter(block -> block.contains(address))
                .min((a, b) -> Long.compareUnsigned(a.size(), b.size()));
    }

    private Optional<Block> previous(Block block) throws StoreException {
        Unsigned begin = new Unsigned(block.address());
        return first(
                "heap_id = ? and address < ? and " + ENDS_BEFORE + DESCENDING + 1,
                block.heapId(),
                begin,
                begin);
    }

    private Optional<Block> next(Block block) throws StoreException {
        long end = block.address() + block.size();
        if (Long.compareUnsigned(end, block.address()) <= 0) {
            // It ends with the address space.
            return Optional.empty();
        }
        return first(
                "heap_id = ? and address >= ? order by address, size limit 1",
                block.heapId(),
                new Unsigned(end));
    }

    private Optional<Block> first(String condition, Object... parameters) throws StoreException {
        return find(condition, parameters).stream().findFirst();
    }

    private List<Block> find(String condition, Object... parameters) throws StoreException {
        return store.find(
                "select " + BlockSql.COLUMNS + " from " + BlockSql.NUMBERS + " where " + condition,
                progress,
                parameters);
    }
}
