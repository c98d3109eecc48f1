package org.cairn.store;

import java.math.BigInteger;

/**
 * An unsigned number of 64 bits, such as a parameter of a query that is an address.
 *
 * @param bits its bits
 */
public record Unsigned(long bits) {
    /**
     * The number in its natural Java form.
     *
     * @return a {@link Long} below 2^63, else a {@link BigInteger}
     */
    public Number number() {
        return bits >= 0 ? (Number) bits : new BigInteger(Long.toUnsignedString(bits));
    }
}
