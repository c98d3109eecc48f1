package org.cairn.system.os2;

/**
 * An alias record (VMAL): a second place for the pages of an object.
 *
 * @param handle number in the table, from 1
 * @param address of the record, linear
 * @param arena handle of the arena record of the alias
 * @param process handle of the process
 * @param page the first page in the object
 * @param flags {@code al_f}
 */
public record AliasRecord(int handle, long address, int arena, int process, long page, int flags) {}
