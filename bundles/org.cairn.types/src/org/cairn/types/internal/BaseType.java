package org.cairn.types.internal;

import java.util.HashMap;
import java.util.Map;

/**
 * The base types of the shipped tables: how the tables abbreviate them, how a Windows PDB names
 * them, and how long they are. {@code long} has four bytes, on x64 as well (LLP64).
 */
enum BaseType {
    U8("u8", "unsigned char", 1),
    U16("u16", "unsigned short", 2),
    U32("u32", "unsigned long", 4),
    U64("u64", "unsigned long long", 8),
    I8("i8", "char", 1),
    I16("i16", "short", 2),
    I32("i32", "long", 4),
    I64("i64", "long long", 8),
    INT("int", "int", 4),
    UINT("uint", "unsigned int", 4),
    WCHAR("wchar", "wchar", 2),
    DOUBLE("double", "double", 8),
    VOID("void", "void", 0),
    /** A union of eight bytes by its definition; most kernel tables use it and do not list it. */
    LARGE_INTEGER("_LARGE_INTEGER", "_LARGE_INTEGER", 8),
    /** As {@link #LARGE_INTEGER}. */
    ULARGE_INTEGER("_ULARGE_INTEGER", "_ULARGE_INTEGER", 8);

    private final String token;
    private final String spelling;
    private final int size;

    BaseType(String token, String spelling, int size) {
        this.token = token;
        this.spelling = spelling;
        this.size = size;
    }

    /** The vendor's spelling of each abbreviation. */
    static Map<String, String> spellings() {
        Map<String, String> result = new HashMap<>();
        for (BaseType type : values()) {
            result.put(type.token, type.spelling);
        }
        return result;
    }

    /** The size in bytes of each type, by the vendor's spelling. */
    static Map<String, Integer> sizes() {
        Map<String, Integer> result = new HashMap<>();
        for (BaseType type : values()) {
            result.put(type.spelling, type.size);
        }
        return result;
    }
}
