package org.cairn.system.os2;

/**
 * A system owner id: who uses a piece of kernel memory that belongs to no process or module.
 *
 * @param id 16 bits, {@code 0xff2d} to {@code 0xfff8}
 * @param name the mnemonic that the debuggers print, such as {@code semstruc}
 * @param meaning what it stands for, in a few words
 */
public record SystemOwner(int id, String name, String meaning) {}
