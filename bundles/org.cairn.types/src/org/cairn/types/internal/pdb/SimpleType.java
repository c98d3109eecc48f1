package org.cairn.types.internal.pdb;

import org.eclipse.jdt.annotation.Nullable;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Types that have a number instead of a record ({@code TYPE_ENUM_e} in {@code cvinfo.h}), spelled
 * as Volatility's converter of PDB files spells them, so that its tables compare equal.
 */
enum SimpleType {
    NOTYPE(0x00, "void", 0),
    VOID(0x03, "void", 0),
    HRESULT(0x08, "HRESULT", 4),
    CHAR(0x10, "char", 1),
    SHORT(0x11, "short", 2),
    LONG(0x12, "long", 4),
    QUAD(0x13, "long long", 8),
    OCT(0x14, "int128", 16),
    UCHAR(0x20, "unsigned char", 1),
    USHORT(0x21, "unsigned short", 2),
    ULONG(0x22, "unsigned long", 4),
    UQUAD(0x23, "unsigned long long", 8),
    UOCT(0x24, "uint128", 16),
    BOOL08(0x30, "bool8", 1),
    BOOL16(0x31, "bool16", 2),
    BOOL32(0x32, "bool32", 4),
    BOOL64(0x33, "bool64", 8),
    REAL32(0x40, "f32", 4),
    REAL64(0x41, "double", 8),
    REAL80(0x42, "f80", 10),
    REAL128(0x43, "f128", 16),
    REAL48(0x44, "f48", 6),
    REAL32PP(0x45, "f32pp", 4),
    REAL16(0x46, "f16", 2),
    INT1(0x68, "int8", 1),
    UINT1(0x69, "uint8", 1),
    RCHAR(0x70, "char", 1),
    WCHAR(0x71, "wchar", 2),
    INT2(0x72, "short", 2),
    UINT2(0x73, "unsigned short", 2),
    INT4(0x74, "int", 4),
    UINT4(0x75, "unsigned int", 4),
    INT8(0x76, "long long", 8),
    UINT8(0x77, "unsigned long long", 8),
    INT16(0x78, "int128", 16),
    UINT16(0x79, "uint128", 16),
    CHAR16(0x7a, "rchar16", 2),
    CHAR32(0x7b, "rchar32", 4),
    CHAR8(0x7c, "rchar8", 1);

    private static final int KIND = 0xff;
    private static final int MODE_SHIFT = 8;
    private static final int MODE = 7;

    /** The type of {@code nullptr}: a pointer of a mode that is not used otherwise. */
    private static final int NULLPTR = 0x103;

    /** Sizes of pointers by mode; mode 0 is no pointer. */
    private static final int[] POINTER_SIZES = {0, 2, 4, 4, 4, 6, 8, 16};

    private static final Map<Integer, @Nullable SimpleType> BY_NUMBER =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(type -> type.number, Function.identity()));

    private final int number;
    private final String spelling;
    private final int size;

    SimpleType(int number, String spelling, int size) {
        this.number = number;
        this.spelling = spelling;
        this.size = size;
    }

    /**
     * The use of such a type, or of a pointer to it.
     *
     * @param index the type's number, below the first record's
     * @param pointerSize in bytes
     */
    static TypeUse of(int index, int pointerSize) {
        if (index == NULLPTR) {
            return TypeUse.whole("std::nullptr_t", pointerSize);
        }
        @Nullable SimpleType type = BY_NUMBER.get(index & KIND);
        TypeUse use =
                type == null
                        ? TypeUse.whole("unknown type 0x" + Integer.toHexString(index & KIND), 0)
                        : TypeUse.whole(type.spelling, type.size);
        int mode = index >> MODE_SHIFT & MODE;
        return mode == 0 ? use : TypeUse.whole(use.text() + "*", POINTER_SIZES[mode]);
    }
}
