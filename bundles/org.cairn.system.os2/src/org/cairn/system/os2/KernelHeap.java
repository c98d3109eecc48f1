package org.cairn.system.os2;

/**
 * An entry of the array of kernel heaps (VMKH).
 *
 * @param number of the heap (hkh), from 1
 * @param flags {@code kh_fl}
 * @param address of the heap's header
 */
public record KernelHeap(int number, int flags, long address) {}
