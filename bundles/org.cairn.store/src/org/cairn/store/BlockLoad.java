package org.cairn.store;

import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.BatchExchange.ClosedExchange;
import org.cairn.store.internal.Failures;
import org.duckdb.DuckDBConnection;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The loading of blocks into a store. Several producers fill batches while the database stores
 * them:
 *
 * <pre>{@code
 * try (BlockLoad load = writer.load(producers)) {
 *     // in each producer's thread, again and again
 *     BlockColumns batch = load.take();
 *     batch.add(...);
 *     load.put(batch);
 *     // when all producers are done
 *     load.finish();
 * }
 * }</pre>
 *
 * A producer holds one batch at a time. When the database fails, every call of every producer
 * throws; when a producer fails, {@link #close} ends the load and nothing is stored.
 */
public final class BlockLoad implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final BatchExchange exchange;
    private final LoadFunction function;
    private final Statement statement;
    private final String what;
    private final Thread thread;
    private boolean finished;

    BlockLoad(
            DuckDBConnection connection,
            LoadFunction function,
            String insert,
            int batches,
            String what)
            throws SQLException {
        this.function = function;
        this.what = what;
        exchange = new BatchExchange(batches);
        statement = connection.createStatement();
        function.attach(exchange);
        thread = Thread.ofPlatform().daemon().name("cairn-store-load").unstarted(() -> run(insert));
        thread.start();
    }

    private void run(String insert) {
        try {
            statement.execute(insert);
        } catch (SQLException | RuntimeException | Error e) {
            exchange.fail(e);
        }
    }

    /**
     * Takes an empty batch; waits when the database is slower than the producers.
     *
     * @return a batch for the calling thread until it is given to {@link #put} or {@link #discard}
     * @throws StoreException when blocks cannot be stored
     * @throws CancelledException when the load was cancelled or the thread was interrupted
     */
    public BlockColumns take() throws StoreException {
        try {
            return exchange.takeEmpty();
        } catch (ClosedExchange e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }

    /**
     * Hands a batch over to the database. Does not wait.
     *
     * @param batch from {@link #take}; an empty one goes back
     * @throws StoreException when blocks cannot be stored
     * @throws CancelledException when the load was cancelled
     */
    public void put(BlockColumns batch) throws StoreException {
        try {
            exchange.putFull(batch);
        } catch (ClosedExchange e) {
            throw failure(e);
        }
    }

    /**
     * Gives a batch back without storing its rows.
     *
     * @param batch from {@link #take}
     */
    public void discard(BlockColumns batch) {
        exchange.giveBack(batch);
    }

    /**
     * The number of blocks that were handed over.
     *
     * @return rows
     */
    public long rows() {
        return exchange.rows();
    }

    /**
     * Waits until every block that was handed over is stored. Called once, when no producer is at
     * work any more.
     *
     * @return the number of blocks
     * @throws StoreException when blocks cannot be stored
     * @throws CancelledException when the load was cancelled or the thread was interrupted
     */
    public long finish() throws StoreException {
        exchange.end();
        try {
            await();
            exchange.checkOpen();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } catch (ClosedExchange e) {
            throw failure(e);
        }
        finished = true;
        return exchange.rows();
    }

    /**
     * Ends the load from any thread. Producers that wait, and {@link #finish}, throw {@link
     * CancelledException}. Does not wait for them.
     */
    public void cancel() {
        exchange.fail(new CancelledException());
        stop();
    }

    // A statement that has not begun yet does not notice, so this is done again and again.
    private void await() throws InterruptedException {
        while (!thread.join(INTERVAL)) {
            if (!exchange.isOpen()) {
                stop();
            }
        }
    }

    private void stop() {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // It has ended by itself.
            return;
        }
    }

    /**
     * Whether everything was stored.
     *
     * @return whether {@link #finish} succeeded
     */
    boolean isFinished() {
        return finished;
    }

    /** Cancels the load unless it is finished, and waits until the database has let go. */
    @Override
    public void close() {
        if (!finished) {
            cancel();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        function.attach(null);
        try {
            statement.close();
        } catch (SQLException e) {
            // Its work is done or given up.
            return;
        }
    }

    private StoreException failure(ClosedExchange closed) {
        return switch (closed.getCause()) {
            case CancelledException _ -> throw new CancelledException();
            case SQLException e -> Failures.ofStore(e, what);
            case null, default -> new StoreException(what + ": " + closed.getMessage(), closed);
        };
    }
}
