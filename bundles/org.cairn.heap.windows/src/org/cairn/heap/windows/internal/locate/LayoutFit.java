package org.cairn.heap.windows.internal.locate;

/**
 * How well a layout fits.
 *
 * @param fits whether signatures and pointers back are right
 * @param score how many of the other checks hold, less those that do not
 * @param misfit the first check that does not hold, empty when all do
 */
public record LayoutFit(boolean fits, int score, String misfit) {
    boolean isPerfect() {
        return fits && misfit.isEmpty();
    }
}
