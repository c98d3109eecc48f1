package org.cairn.ui.internal.details;

import org.cairn.ui.Places;

/** Where a text leads when it is followed. */
@FunctionalInterface
interface Link {
    /** Goes there. */
    void follow(Places places);

    /** A link to memory. */
    static Link toAddress(long address) {
        return places -> places.goToAddress(address);
    }
}
