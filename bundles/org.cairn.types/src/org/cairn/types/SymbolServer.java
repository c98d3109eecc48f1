package org.cairn.types;

import org.cairn.memory.Progress;
import org.cairn.types.internal.LimitedFile;
import org.cairn.types.internal.LocalSymbols;
import org.cairn.types.internal.SymbolRefusal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes symbol files from servers, for a user who turned that on. What is sent is written to a
 * temporary file, up to a number of bytes, and gets its place in the cache only when it says itself
 * that it has the identity asked for. Redirections are followed within a scheme. A server that
 * cannot be reached is not asked again.
 *
 * <p>For one thread at a time; work can be cancelled by its progress within a tenth of a second.
 */
public final class SymbolServer implements AutoCloseable {
    /** Bytes of the longest file that is taken; the PDB file of a browser has some hundred MB. */
    public static final long USUAL_LIMIT = 2L << 30;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;
    private static final int MAX_REDIRECTIONS = 5;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient client;
    private final long limit;
    private final Duration patience;
    private final Set<URI> unreachable = new HashSet<>();
    private final Map<URI, Boolean> marks = new HashMap<>();

    /**
     * Creates a client, which opens no connection yet.
     *
     * @param limit bytes of the longest file that is taken
     */
    public SymbolServer(long limit) {
        this(limit, USUAL_PATIENCE);
    }

    /** Creates a client that gives up when nothing comes for a time. */
    SymbolServer(long limit, Duration patience) {
        this.limit = limit;
        this.patience = patience;
        this.client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build();
    }

    /** Whether a server has a file that marks its kind; asked once for each server. */
    boolean has(SymbolPath.Server server, String name, Progress progress) {
        URI address = server.address().resolve(name);
        return marks.computeIfAbsent(address, mark -> isThere(server, mark, progress));
    }

    private boolean isThere(SymbolPath.Server server, URI address, Progress progress) {
        try {
            Exchange<Void> question = new Exchange<>(progress);
            return !unreachable.contains(server.address())
                    && question.get(address, _ -> BodySubscribers.discarding()) == OK;
        } catch (SymbolRefusal _) {
            return false;
        } catch (IOException _) {
            unreachable.add(server.address());
            return false;
        }
    }

    /**
     * Takes a file from a server into its cache.
     *
     * @param server which
     * @param name of the file, relative to the server's address, with slashes
     * @param wanted the identity that the file must have
     * @param reader tells the identity of a file
     * @param attempts takes what came of it
     * @param progress told of the bytes; cancels the work, and nothing half-made stays
     * @return the file in the cache, or empty when it was not taken
     */
    Optional<Path> fetch(
            SymbolPath.Server server,
            String name,
            PdbIdentity wanted,
            SymbolFileReader reader,
            List<SymbolAttempt> attempts,
            Progress progress) {
        URI address = address(server, name);
        String outcome;
        if (unreachable.contains(server.address())) {
            outcome = "not asked: the server could not be reached before";
        } else {
            try {
                Path file = target(server.cache(), name);
                outcome = download(address, file, wanted, reader, progress);
                if (outcome.isEmpty()) {
                    String kept = "same GUID and age; kept as " + file;
                    attempts.add(new SymbolAttempt(address.toString(), true, kept));
                    return Optional.of(file);
                }
            } catch (SymbolRefusal refusal) {
                outcome = String.valueOf(refusal.getMessage());
            } catch (IOException failure) {
                unreachable.add(server.address());
                outcome = described(failure);
            }
        }
        attempts.add(new SymbolAttempt(address.toString(), false, outcome));
        return Optional.empty();
    }

    private static String described(IOException failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    private static URI address(SymbolPath.Server server, String name) {
        try {
            return server.address().resolve(new URI(null, null, name, null).getRawPath());
        } catch (URISyntaxException impossible) {
            throw new IllegalArgumentException(name, impossible);
        }
    }

    /** Names come from dumps: whatever they are, the file stays inside of the cache. */
    private static Path target(Path cache, String name) throws SymbolRefusal {
        Path root = cache.toAbsolutePath().normalize();
        Path target = root.resolve(name).normalize();
        if (!target.startsWith(root) || target.equals(root)) {
            throw new SymbolRefusal(name + " leaves the cache");
        }
        return target;
    }

    /** Returns why the file was not taken, empty when it was. */
    private String download(
            URI address,
            Path target,
            PdbIdentity wanted,
            SymbolFileReader reader,
            Progress progress)
            throws IOException {
        progress.task("asking " + address.getHost() + " for " + target.getFileName());
        Path temporary = Files.createTempFile("cairn-symbols", ".part");
        try {
            Exchange<Path> exchange = new Exchange<>(progress);
            int status = exchange.get(address, exchange.into(temporary));
            if (status != OK) {
                return status == NOT_FOUND ? "not there" : "the server answers with " + status;
            }
            String difference = LocalSymbols.difference(reader.identity(temporary), wanted);
            if (difference.isEmpty()) {
                keep(temporary, target);
            }
            return difference;
        } catch (TypeFormatException failure) {
            String reason = String.valueOf(failure.getMessage()).replace(temporary + ": ", "");
            return "what was sent is no symbol file: " + reason;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The file appears complete or not at all, whoever else works in the cache. */
    private static void keep(Path temporary, Path target) throws SymbolRefusal {
        try {
            Path folder = Files.createDirectories(target.getParent());
            Path beside = Files.createTempFile(folder, "cairn-", ".part");
            try {
                Files.move(temporary, beside, StandardCopyOption.REPLACE_EXISTING);
                Files.move(
                        beside,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException failure) {
            throw new SymbolRefusal("cannot be kept in the cache: " + described(failure));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** One question to a server, with its redirections. */
    private final class Exchange<T> {
        private final Progress progress;
        private final AtomicLong received = new AtomicLong();

        Exchange(Progress progress) {
            this.progress = progress;
        }

        BodyHandler<Path> into(Path file) {
            return info ->
                    info.statusCode() == OK
                            ? new LimitedFile(file, limit, received)
                            : BodySubscribers.replacing(file);
        }

        int get(URI address, BodyHandler<T> handler) throws IOException {
            URI place = address;
            for (int hop = 0; hop <= MAX_REDIRECTIONS; hop++) {
                HttpResponse<T> response = send(place, handler);
                if (!REDIRECTIONS.contains(response.statusCode())) {
                    return response.statusCode();
                }
                URI next = location(place, response);
                if (!place.getScheme().equalsIgnoreCase(next.getScheme())) {
                    throw new SymbolRefusal(
                            "redirected to another scheme, which is not followed: " + next);
                }
                place = next;
            }
            throw new SymbolRefusal("redirected more than " + MAX_REDIRECTIONS + " times");
        }

        private static URI location(URI place, HttpResponse<?> response) throws SymbolRefusal {
            try {
                return place.resolve(response.headers().firstValue("Location").orElse(""));
            } catch (IllegalArgumentException wrong) {
                throw new SymbolRefusal("redirected to what is no address");
            }
        }

        private HttpResponse<T> send(URI place, BodyHandler<T> handler) throws IOException {
            HttpRequest request = HttpRequest.newBuilder(place).timeout(RESPONSE_TIMEOUT).build();
            CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, handler);
            try {
                return await(answer);
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof IOException cause
                        ? cause
                        : new IOException(failure.getCause());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            } finally {
                answer.cancel(true);
            }
        }

        private HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer)
                throws IOException, ExecutionException, InterruptedException {
            long seen = 0;
            long heard = System.nanoTime();
            while (true) {
                progress.checkCancelled();
                long now = received.get();
                if (now != seen) {
                    progress.step(now - seen);
                    seen = now;
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > patience.toNanos()) {
                    throw new IOException("nothing was sent for " + patience.toSeconds() + " s");
                }
                try {
                    return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    continue;
                }
            }
        }
    }
}
