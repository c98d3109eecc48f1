package org.cairn.testkit.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A container and its equal blocks, as a program uses them. */
public final class LfhBlocks {
    private static final int FREE = -1;

    /** Units with an allocation's stack trace before the caller's data. */
    static final int FRONT_UNITS = 2;

    private final LfhShape shape;
    private final Chunk chunk;
    private final long subsegment;
    private final int sizeIndex;
    private final int stride;
    private final int first;
    private final int[] requested;
    private final boolean[] traced;
    private final Deque<Integer> delayed = new ArrayDeque<>();
    private int next;
    private boolean retired;

    LfhBlocks(LfhShape shape, Chunk chunk, long subsegment, int sizeIndex, int stride, int count) {
        this.shape = shape;
        this.chunk = chunk;
        this.subsegment = subsegment;
        this.sizeIndex = sizeIndex;
        this.stride = stride;
        this.first = shape.first(count);
        this.requested = new int[count];
        this.traced = new boolean[count];
        Arrays.fill(requested, FREE);
    }

    /** Gives out a block, not the one beside the last; returns its address for the caller. */
    public long allocate(int size, boolean trace) {
        for (int tries = 0; tries < count(); tries++) {
            next = (next + 1) % count();
            if (requested[next] == FREE) {
                requested[next] = size;
                traced[next] = trace;
                int index = next;
                next += 2;
                return user(index);
            }
        }
        throw new IllegalStateException("the container is full");
    }

    /** Takes a block back. */
    public void free(long user) {
        int index = indexOf(user);
        requested[index] = FREE;
        traced[index] = false;
    }

    /** Puts a block on the list of those whose free waits. */
    public void delay(long user) {
        delayed.push(indexOf(user));
    }

    private int indexOf(long user) {
        for (int i = 0; i < count(); i++) {
            if (isBusy(i) && !isDelayed(i) && user(i) == user) {
                return i;
            }
        }
        throw new IllegalArgumentException("no busy block there");
    }

    /** Whether the free of a block waits. */
    boolean isDelayed(int index) {
        return delayed.contains(index);
    }

    /** The blocks whose free waits, the one freed last first. */
    List<Integer> delayed() {
        return List.copyOf(delayed);
    }

    /** Puts the whole container aside for new use. */
    public void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    Chunk chunk() {
        return chunk;
    }

    /** Address of the container's header. */
    public long userBlocks() {
        return chunk.address() + shape.unit();
    }

    /** Address of its {@code _HEAP_SUBSEGMENT}. */
    public long subsegment() {
        return subsegment;
    }

    int sizeIndex() {
        return sizeIndex;
    }

    /** Bytes of a block. */
    public int stride() {
        return stride;
    }

    /** Number of blocks. */
    public int count() {
        return requested.length;
    }

    int first() {
        return first;
    }

    /** Address of a block. */
    public long entry(int index) {
        return userBlocks() + first + (long) index * stride;
    }

    /** Whether a block is given out. */
    public boolean isBusy(int index) {
        return requested[index] != FREE;
    }

    boolean isTraced(int index) {
        return traced[index];
    }

    int requested(int index) {
        return requested[index];
    }

    /** A block's address for the caller. */
    long user(int index) {
        int front = traced[index] ? FRONT_UNITS : 0;
        return entry(index) + (1L + front) * shape.unit();
    }

    int free() {
        return (int) Arrays.stream(requested).filter(size -> size == FREE).count();
    }
}
