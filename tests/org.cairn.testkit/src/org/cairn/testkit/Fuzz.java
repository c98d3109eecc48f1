package org.cairn.testkit;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpReader.Match;
import org.cairn.dump.DumpSource;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.PageTables;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Damages a dump in many ways and reads each: what comes out is a dump or a {@link
 * DumpFormatException} with an offset, soon, and within the memory of the virtual machine.
 */
public final class Fuzz {
    /** How many mutations are tried, as a system property. */
    public static final String MUTATIONS = "cairn.mutations";

    private static final int USUAL_MUTATIONS = 300;
    private static final int CUT = 512;

    /** No file may take longer. */
    private static final long LIMIT_SECONDS = 10;

    private static final long LOOK_MILLIS = 200;

    /** Runs of memory that are touched in each file. */
    private static final int RUNS = 300;

    /** Every so many files its page tables are followed, too. */
    private static final int TRANSLATED = 16;

    private static final Path NAME = Path.of("fuzzed");
    private static final Pattern MESSAGE =
            Pattern.compile("fuzzed: offset 0x[0-9a-f]+: .+", Pattern.DOTALL);
    private static final long[] TELLING = {
        0,
        1,
        2,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xffff,
        0x1_0000,
        0x7fff_ffff,
        0x8000_0000L,
        0xffff_ffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -4096,
        0x1000
    };

    private final List<DumpReader> readers;
    private final byte[] whole;
    private long read;
    private long refused;
    private long longest;

    /**
     * Prepares the damage.
     *
     * @param readers of which the best match reads each file
     * @param whole the undamaged file
     */
    public Fuzz(List<DumpReader> readers, byte[] whole) {
        this.readers = readers;
        this.whole = whole;
    }

    /**
     * The number of mutations that the build asks for.
     *
     * @return the property {@link #MUTATIONS}, or 300
     */
    public static int mutations() {
        return Integer.getInteger(MUTATIONS, USUAL_MUTATIONS);
    }

    /** Cuts the file at each multiple of 512 bytes. */
    public void cuts() {
        supervise(
                (whole.length + CUT - 1) / CUT,
                index -> Arrays.copyOf(whole, Math.toIntExact(index * CUT)));
    }

    /**
     * Mutates the file.
     *
     * @param count number of mutations
     * @param seed of all of them; a mutation depends on its number and the seed only
     */
    public void mutate(int count, long seed) {
        supervise(count, index -> mutation(new Random(seed + index)));
    }

    /** Makes a damaged file from its number. */
    private interface Damage {
        byte[] of(long index);
    }

    /** The thread that reads is left behind when it hangs. */
    private void supervise(long count, Damage damage) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        long[] current = {0, System.nanoTime()};
        Thread worker =
                new Thread(
                        () -> {
                            try {
                                for (long i = 0; i < count; i++) {
                                    synchronized (current) {
                                        current[0] = i;
                                        current[1] = System.nanoTime();
                                    }
                                    check(damage.of(i), i % TRANSLATED == 0);
                                    longest = Math.max(longest, System.nanoTime() - current[1]);
                                }
                            } catch (Throwable unexpected) {
                                failure.set(unexpected);
                            }
                        },
                        "fuzz");
        worker.setDaemon(true);
        worker.start();
        try {
            while (!worker.join(Duration.ofMillis(LOOK_MILLIS))) {
                long index;
                long started;
                synchronized (current) {
                    index = current[0];
                    started = current[1];
                }
                if (System.nanoTime() - started > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                    AssertionError hang = new AssertionError("number " + index + " hangs");
                    hang.setStackTrace(worker.getStackTrace());
                    throw hang;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
        Throwable unexpected = failure.get();
        if (unexpected != null) {
            throw new AssertionError("number " + current[0] + " fails", unexpected);
        }
    }

    private byte[] mutation(Random random) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int at = place(random, bytes.length);
            switch (random.nextInt(8)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> telling(bytes, at & -Long.BYTES, Long.BYTES, random);
                case 3 -> telling(bytes, at & -Integer.BYTES, Integer.BYTES, random);
                case 4 -> telling(bytes, at & -Short.BYTES, Short.BYTES, random);
                case 5 -> {
                    int from = place(random, bytes.length);
                    int count = Math.min(random.nextInt(1, 64), bytes.length - Math.max(at, from));
                    System.arraycopy(bytes, from, bytes, at, count);
                }
                case 6 ->
                        Arrays.fill(
                                bytes,
                                at,
                                Math.min(bytes.length, at + random.nextInt(1, 256)),
                                (byte) random.nextInt());
                default -> {
                    if (random.nextInt(4) == 0) {
                        bytes = Arrays.copyOf(bytes, Math.max(1, at));
                    }
                }
            }
        }
        return bytes;
    }

    /** Half of the damage hits the first kilobytes, where headers and tables are. */
    private static int place(Random random, int length) {
        return random.nextBoolean()
                ? random.nextInt(Math.min(length, 1 << random.nextInt(7, 14)))
                : random.nextInt(length);
    }

    /** Writes a number that programs stumble over, or one near to what is there. */
    private static void telling(byte[] bytes, int at, int width, Random random) {
        if (at + width > bytes.length) {
            return;
        }
        long value = TELLING[random.nextInt(TELLING.length)];
        if (random.nextInt(4) == 0) {
            value = 0;
            for (int i = 0; i < width; i++) {
                value |= (bytes[at + i] & 0xffL) << Byte.SIZE * i;
            }
            value += random.nextInt(-3, 4);
        }
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (value >>> Byte.SIZE * i);
        }
    }

    private void check(byte[] content, boolean translate) {
        MemorySegment bytes = MemorySegment.ofArray(content).asReadOnly();
        try (DumpSource source = DumpSource.of(NAME, bytes)) {
            @Nullable DumpReader best = null;
            Match match = Match.NONE;
            for (DumpReader reader : readers) {
                Match found = reader.probe(source);
                if (found.compareTo(match) > 0) {
                    match = found;
                    best = reader;
                }
            }
            if (best == null) {
                refused++;
                return;
            }
            Dump dump = best.read(source, Progress.NONE);
            touch(dump.memory());
            if (translate) {
                translate(dump);
            }
            read++;
        } catch (DumpFormatException refusal) {
            if (!MESSAGE.matcher(String.valueOf(refusal.getMessage())).matches()) {
                throw new AssertionError("a refusal without its place", refusal);
            }
            refused++;
        }
    }

    /** Damaged page tables lead everywhere; that takes most of the time. */
    private static void translate(Dump dump) {
        for (DumpProcessor processor : dump.processors()) {
            if (processor.pageTables().isPresent()) {
                PageTables tables = processor.pageTables().get();
                touch(tables.over(dump.memory()).mapped(0, -1L).iterator());
                break;
            }
        }
    }

    private static void touch(AddressSpace memory) {
        if (memory.extent().bytes() < 0) {
            throw new AssertionError("less than no memory");
        }
        touch(memory.mapped(0, -1L).iterator());
    }

    private static void touch(Iterator<Run.Mapped> runs) {
        long sum = 0;
        for (int i = 0; i < RUNS && runs.hasNext(); i++) {
            Run.Mapped run = runs.next();
            sum += run.bytes().get(ValueLayout.JAVA_BYTE, 0);
            sum += run.bytes().get(ValueLayout.JAVA_BYTE, run.last() - run.start());
            if (run.bytes().byteSize() - 1 != run.last() - run.start()) {
                throw new AssertionError("a run of another length than its bytes " + sum);
            }
        }
    }

    /**
     * What was found.
     *
     * @return a line of figures
     */
    public String figures() {
        return "%,d read, %,d refused, longest %d ms"
                .formatted(read, refused, TimeUnit.NANOSECONDS.toMillis(longest));
    }

    /**
     * Damaged files that could be read.
     *
     * @return their number
     */
    public long read() {
        return read;
    }
}
