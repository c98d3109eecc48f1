package org.cairn.heap.os2.internal;

import org.cairn.memory.Addresses;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A field of a heap's header that contradicts the record of the heap's memory or its blocks.
 *
 * @param name of the field
 * @param expected what is right, or empty
 * @param actual what stands there
 */
record WrongField(String name, String expected, String actual) {
    static final String RULE = "os2.heap-header";

    WrongField(String name, long expected, long actual) {
        this(name, Addresses.hex(expected), Addresses.hex(actual));
    }

    /** Adds a field unless its value is the right one. */
    static void check(List<WrongField> wrong, String name, long expected, long actual) {
        if (expected != actual) {
            wrong.add(new WrongField(name, expected, actual));
        }
    }

    static String names(List<WrongField> wrong) {
        return wrong.stream().map(WrongField::name).collect(Collectors.joining(", "));
    }

    static String expected(List<WrongField> wrong) {
        return wrong.stream().map(WrongField::expected).collect(Collectors.joining(", "));
    }

    static String actual(List<WrongField> wrong) {
        return wrong.stream().map(WrongField::actual).collect(Collectors.joining(", "));
    }
}
