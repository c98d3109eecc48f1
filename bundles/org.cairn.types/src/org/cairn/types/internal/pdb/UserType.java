package org.cairn.types.internal.pdb;

/**
 * The record of a structure, class, union or enumeration.
 *
 * @param leaf its kind, without the form of names
 * @param forward whether it only announces a type that another record defines
 * @param members the record with its members, 0 when there are none
 * @param underlying the integer type of an enumeration, else 0
 * @param size in bytes, 0 for an enumeration
 * @param name as the compiler spells it
 * @param uniqueName tells types of one name apart; empty when the compiler gives none
 */
record UserType(
        int leaf,
        boolean forward,
        int members,
        int underlying,
        int size,
        String name,
        String uniqueName) {
    boolean isEnumeration() {
        return leaf == Leaf.LF_ENUM;
    }
}
