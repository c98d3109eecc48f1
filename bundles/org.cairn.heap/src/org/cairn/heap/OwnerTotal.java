package org.cairn.heap;

/**
 * What a system itself counts of an owner, to stand beside the blocks that were found. It may be
 * wrong or torn: nothing is to be derived from one number about another.
 *
 * @param allocations blocks that were ever allocated; narrow counters of a system wrap
 * @param frees blocks that were ever freed; as narrow
 * @param blocks those that are not freed; negative where the system's numbers contradict each other
 * @param bytes of those; negative likewise
 */
public record OwnerTotal(long allocations, long frees, long blocks, long bytes) {}
