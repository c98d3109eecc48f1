package org.cairn.heap.windows.internal.layout;

/**
 * Offsets in {@code _HEAP_LIST_LOOKUP}, the index of free entries by size of Vista and later; -1
 * for versions that have none.
 *
 * @param bytes size of the structure
 * @param extended of {@code ExtendedLookup}, the index of larger entries
 * @param arraySize of {@code ArraySize}, the first size that is not in it, in units
 * @param extraItem of {@code ExtraItem}, whether each hint is two pointers
 * @param itemCount of {@code ItemCount}
 * @param baseIndex of {@code BaseIndex}, the first size
 * @param listHead of {@code ListHead}
 * @param listsInUse of {@code ListsInUseUlong}, a pointer to the bitmap of sizes
 * @param listHints of {@code ListHints}, a pointer to the first entries by size
 */
public record IndexFields(
        int bytes,
        int extended,
        int arraySize,
        int extraItem,
        int itemCount,
        int baseIndex,
        int listHead,
        int listsInUse,
        int listHints) {
    static IndexFields bind(Offsets lookup) {
        return new IndexFields(
                lookup.size(),
                lookup.ifThere("ExtendedLookup"),
                lookup.ifThere("ArraySize"),
                lookup.ifThere("ExtraItem"),
                lookup.ifThere("ItemCount"),
                lookup.ifThere("BaseIndex"),
                lookup.ifThere("ListHead"),
                lookup.ifThere("ListsInUseUlong"),
                lookup.ifThere("ListHints"));
    }
}
