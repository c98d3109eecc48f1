package org.cairn.store;

import java.util.Optional;

/** What came of opening a store. */
public sealed interface StoreOpening {
    /**
     * The store, when it can be used.
     *
     * @return the store, or empty when there is a reason against it
     */
    Optional<Store> opened();

    /**
     * The store can be used.
     *
     * @param store close it
     */
    record Opened(Store store) implements StoreOpening {
        @Override
        public Optional<Store> opened() {
            return Optional.of(store);
        }
    }

    /**
     * The store cannot be used, and the dump has to be decoded.
     *
     * @param why the class of the reason
     * @param reason one line for people, with the path
     */
    record Refused(Why why, String reason) implements StoreOpening {
        @Override
        public Optional<Store> opened() {
            return Optional.empty();
        }
    }

    /** Why a store cannot be used. */
    enum Why {
        /** There is no file. */
        MISSING,
        /** The file is not a store of Cairn; it must not be overwritten. */
        FOREIGN,
        /** The store was never completed. */
        INCOMPLETE,
        /** The tables have another version. */
        OTHER_VERSION,
        /** It belongs to another dump, or other decoders made it. */
        OTHER_KEY,
        /** The file cannot be read, is damaged or cut off. */
        UNREADABLE
    }
}
