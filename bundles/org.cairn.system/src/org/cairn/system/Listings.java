package org.cairn.system;

import org.cairn.memory.WrittenAddress;

import java.util.List;

/** What a system has records of that others do not have, as lists for people and scripts. */
public interface Listings {
    /**
     * The names of all lists.
     *
     * @return distinct
     */
    List<String> names();

    /**
     * A list, made when it is asked for.
     *
     * @param name one of {@link #names}
     * @return all of its records
     * @throws IllegalArgumentException when there is no such list
     */
    Listing list(String name);

    /**
     * The records of a list that a key stands for.
     *
     * @param name one of {@link #names}
     * @param key value of the first column; a system may take an address, too
     * @return those records of the list
     * @throws IllegalArgumentException when there is no such list
     */
    default Listing list(String name, WrittenAddress key) {
        return key instanceof WrittenAddress.Linear number
                ? list(name).only(number.address())
                : list(name).none();
    }

    /**
     * The records of an address.
     *
     * @param address unsigned
     * @return the lists that have any, cut to those
     */
    List<Listing> at(long address);

    /**
     * The names of structures that can be shown.
     *
     * @return as the vendor spells them
     */
    List<String> structures();

    /**
     * A structure, field by field.
     *
     * @param name one of {@link #structures}
     * @param address where it begins, unsigned
     * @return one row for each field whose bytes are there
     */
    Listing structure(String name, long address);
}
