/**
 * The decoded result on disk: a DuckDB database file with every block of every heap.
 *
 * <p>A {@link org.cairn.store.StoreWriter} builds a store under a temporary name while decoders
 * hand over {@linkplain org.cairn.store.BlockColumns batches of blocks}, and renames it when it is
 * complete. A {@link org.cairn.store.Store} reads a complete one: SQL, {@linkplain
 * org.cairn.store.BlockView ordered pages of blocks}, the block at an address. The tables are
 * described in {@link org.cairn.store.Schema}.
 */
@NonNullByDefault
package org.cairn.store;

import org.eclipse.jdt.annotation.NonNullByDefault;
