package org.cairn.types.internal.pdb;

/**
 * Kinds of type records and of members, with the names and numbers of {@code LEAF_ENUM_e} in
 * Microsoft's {@code cvinfo.h}. Records of compilers before 2002 ({@code _ST}) differ in their
 * names only, whose length comes first.
 */
final class Leaf {
    static final int LF_VTSHAPE = 0x000a;
    static final int LF_MODIFIER = 0x1001;
    static final int LF_POINTER = 0x1002;
    static final int LF_PROCEDURE = 0x1008;
    static final int LF_MFUNCTION = 0x1009;
    static final int LF_FIELDLIST = 0x1203;
    static final int LF_BITFIELD = 0x1205;
    static final int LF_BCLASS = 0x1400;
    static final int LF_VBCLASS = 0x1401;
    static final int LF_IVBCLASS = 0x1402;
    static final int LF_INDEX = 0x1404;
    static final int LF_VFUNCTAB = 0x1409;
    static final int LF_FRIENDCLS = 0x140a;
    static final int LF_VFUNCOFF = 0x140c;

    /** From here on a zero ends each name. */
    static final int LF_ST_MAX = 0x1500;

    static final int LF_ENUMERATE = 0x1502;
    static final int LF_ARRAY = 0x1503;
    static final int LF_CLASS = 0x1504;
    static final int LF_STRUCTURE = 0x1505;
    static final int LF_UNION = 0x1506;
    static final int LF_ENUM = 0x1507;
    static final int LF_ALIAS = 0x150a;
    static final int LF_FRIENDFCN = 0x150c;
    static final int LF_MEMBER = 0x150d;
    static final int LF_STMEMBER = 0x150e;
    static final int LF_METHOD = 0x150f;
    static final int LF_NESTTYPE = 0x1510;
    static final int LF_ONEMETHOD = 0x1511;
    static final int LF_NESTTYPEEX = 0x1512;
    static final int LF_STRIDED_ARRAY = 0x1516;
    static final int LF_INTERFACE = 0x1519;
    static final int LF_BINTERFACE = 0x151a;

    /** As {@code LF_CLASS} and so on, with wider properties and counts. */
    static final int LF_CLASS2 = 0x1608;

    static final int LF_STRUCTURE2 = 0x1609;
    static final int LF_UNION2 = 0x160a;
    static final int LF_INTERFACE2 = 0x160b;

    private static final int LF_ENUMERATE_ST = 0x0403;
    private static final int LF_ARRAY_ST = 0x1003;
    private static final int LF_CLASS_ST = 0x1004;
    private static final int LF_STRUCTURE_ST = 0x1005;
    private static final int LF_UNION_ST = 0x1006;
    private static final int LF_ENUM_ST = 0x1007;
    private static final int LF_ALIAS_ST = 0x100a;
    private static final int LF_FRIENDFCN_ST = 0x1403;
    private static final int LF_MEMBER_ST = 0x1405;
    private static final int LF_STMEMBER_ST = 0x1406;
    private static final int LF_METHOD_ST = 0x1407;
    private static final int LF_NESTTYPE_ST = 0x1408;
    private static final int LF_ONEMETHOD_ST = 0x140b;
    private static final int LF_NESTTYPEEX_ST = 0x140d;

    private Leaf() {}

    /** Whether the names in a record or member begin with their length. */
    static boolean hasCountedNames(int leaf) {
        return leaf < LF_ST_MAX;
    }

    /** The kind that has the same parts, but for the form of names. */
    static int withoutForm(int leaf) {
        return switch (leaf) {
            case LF_ENUMERATE_ST -> LF_ENUMERATE;
            case LF_ARRAY_ST -> LF_ARRAY;
            case LF_CLASS_ST -> LF_CLASS;
            case LF_STRUCTURE_ST -> LF_STRUCTURE;
            case LF_UNION_ST -> LF_UNION;
            case LF_ENUM_ST -> LF_ENUM;
            case LF_ALIAS_ST -> LF_ALIAS;
            case LF_FRIENDFCN_ST -> LF_FRIENDFCN;
            case LF_MEMBER_ST -> LF_MEMBER;
            case LF_STMEMBER_ST -> LF_STMEMBER;
            case LF_METHOD_ST -> LF_METHOD;
            case LF_NESTTYPE_ST -> LF_NESTTYPE;
            case LF_ONEMETHOD_ST -> LF_ONEMETHOD;
            case LF_NESTTYPEEX_ST -> LF_NESTTYPEEX;
            default -> leaf;
        };
    }
}
