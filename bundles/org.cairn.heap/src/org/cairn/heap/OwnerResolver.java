package org.cairn.heap;

/**
 * Finds owners of blocks that their decoder does not know. Contributed through the extension point
 * {@code org.cairn.platform.ownerResolvers} or, in a plain JVM, through {@link
 * java.util.ServiceLoader}. Instances are stateless and used by several threads.
 */
public interface OwnerResolver {
    /**
     * The identity, the same as in the extension.
     *
     * @return a name such as {@code org.cairn.heap.windows.module}
     */
    String id();

    /**
     * What kind of owner it finds.
     *
     * @return a short name for people
     */
    String name();

    /**
     * The version of the resolver's results; a stored result of another version is decoded anew.
     *
     * @return a number that grows with every change of what is found
     */
    int version();

    /**
     * Prepares for one process.
     *
     * @param context the process
     * @return resolves batches of its blocks, for one thread; does nothing when there is nothing to
     *     find
     */
    Batches open(DecodeContext context);

    /** Resolves batches of blocks of one process, for one thread. */
    @FunctionalInterface
    interface Batches {
        /**
         * Sets the owner of the blocks that it knows.
         *
         * @param batch blocks of one heap
         */
        void resolve(BlockBatch batch);
    }
}
