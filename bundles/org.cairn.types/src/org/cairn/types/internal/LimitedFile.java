package org.cairn.types.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/** Writes an answer to a file, up to a number of bytes, and counts them. */
public final class LimitedFile implements BodySubscriber<Path> {
    private final BodySubscriber<Path> file;
    private final CompletableFuture<Path> written = new CompletableFuture<>();
    private final long limit;
    private final AtomicLong received;
    private @Nullable Subscription source;

    /**
     * Prepares to write.
     *
     * @param path of an existing file
     * @param limit bytes of the longest answer that is taken
     * @param received counts the bytes
     */
    public LimitedFile(Path path, long limit, AtomicLong received) {
        this.file = BodySubscribers.ofFile(path);
        this.limit = limit;
        this.received = received;
        file.getBody()
                .whenComplete(
                        (done, failure) -> {
                            if (failure == null) {
                                written.complete(done);
                            } else {
                                written.completeExceptionally(failure);
                            }
                        });
    }

    @Override
    public CompletionStage<Path> getBody() {
        return written;
    }

    @Override
    @NonNullByDefault({})
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        file.onSubscribe(subscription);
    }

    @Override
    @NonNullByDefault({})
    public void onNext(List<ByteBuffer> buffers) {
        long count = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received.addAndGet(count) <= limit) {
            file.onNext(buffers);
            return;
        }
        Subscription open = source;
        if (open != null) {
            open.cancel();
        }
        onError(new SymbolRefusal("longer than " + limit + " bytes, the limit"));
    }

    @Override
    @NonNullByDefault({})
    public void onError(Throwable failure) {
        written.completeExceptionally(failure);
        file.onError(failure);
    }

    @Override
    public void onComplete() {
        file.onComplete();
    }
}
