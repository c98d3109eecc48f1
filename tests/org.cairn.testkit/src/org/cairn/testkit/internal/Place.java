package org.cairn.testkit.internal;

import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticMemory;

/**
 * A structure in memory that is being filled in.
 *
 * @param memory holds it
 * @param layout its fields
 * @param address where it begins
 */
public record Place(SyntheticMemory memory, Structure layout, long address) {
    /** Fills in a field. */
    public Place set(String field, long value) {
        memory.set(address, layout, field, value);
        return this;
    }

    /** Fills in a field that not every build has. */
    public Place setIfPresent(String field, long value) {
        layout.find(field).ifPresent(present -> memory.set(address, present, value));
        return this;
    }

    /** Where a field lies. */
    public long of(String field) {
        return address + layout.offset(field);
    }

    /** Fills the structure with zeros. */
    public Place clear() {
        memory.bytes(address, layout.size()).fill((byte) 0);
        return this;
    }
}
