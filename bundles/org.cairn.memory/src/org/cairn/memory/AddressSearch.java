package org.cairn.memory;

/** Finds addresses among ascending ones. */
public final class AddressSearch {
    private AddressSearch() {}

    /**
     * The piece of memory in which an address may lie.
     *
     * @param starts where the pieces begin, unsigned, ascending
     * @param address unsigned
     * @return the index of the last start that is not above the address; -1 when all are
     */
    public static int atOrBefore(long[] starts, long address) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(starts[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }
}
