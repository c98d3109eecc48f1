package org.cairn.analysis.internal;

import org.cairn.analysis.Contribution;
import org.cairn.analysis.internal.HeapSearch.Located;
import org.cairn.analysis.internal.RootSink.DecoderFault;
import org.cairn.heap.Anomaly;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.OwnerResolver;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.BlockLoad;
import org.cairn.store.StoreWriter;
import org.eclipse.jdt.annotation.Nullable;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Decodes one heap under guard and keeps what its decoder did against the contract. */
final class DecodeJob implements Guard.Job {
    private final Located heap;
    private final DecodeRun run;
    private final StoreWriter store;
    private final BlockLoad load;
    private final List<Contribution<OwnerResolver>> resolvers;
    private final List<Anomaly> faults = new ArrayList<>();
    private volatile @Nullable RootSink sink;

    DecodeJob(
            Located heap,
            DecodeRun run,
            StoreWriter store,
            BlockLoad load,
            List<Contribution<OwnerResolver>> resolvers) {
        this.heap = heap;
        this.run = run;
        this.store = store;
        this.load = load;
        this.resolvers = resolvers;
    }

    @Override
    public void run(LifeSign sign) {
        if (run.isHopeless(heap.decoder())) {
            fault(
                    "decoder.stalled",
                    heap.heap().root().address(),
                    "was not decoded, because it was abandoned too often");
            return;
        }
        DecodeContext context = run.context(heap.heap().process(), sign);
        HeapDecoder decoder = heap.decoder().get();
        OwnerResolution owners = new OwnerResolution(resolvers, context, this::fault);
        BlockOutlet outlet = new BlockOutlet(load, store, owners, sign);
        RootSink taking = new RootSink(heap.heap().id(), store, outlet, sign);
        sink = taking;
        try {
            decoder.decode(heap.heap().root(), context, taking);
        } finally {
            taking.finish();
        }
        if (taking.refused() > 0) {
            fault(
                    "decoder.overlap",
                    taking.firstRefused(),
                    "reported "
                            + taking.refused()
                            + " blocks that overlap others or leave their segment; they are left out");
        }
    }

    @Override
    public void failed(Throwable failure) {
        switch (failure) {
            case DecoderFault broken ->
                    fault(
                            "decoder.contract",
                            broken.address(),
                            String.valueOf(broken.getMessage()));
            case CancelledException cancelled -> throw cancelled;
            case UncheckedIOException storing -> throw storing;
            default ->
                    fault(
                            "decoder.failed",
                            heap.heap().root().address(),
                            "failed: " + failure + place(failure));
        }
    }

    @Override
    public void stalled() {
        run.stalled(heap.decoder());
        fault(
                "decoder.stalled",
                heap.heap().root().address(),
                "showed no sign of life and was abandoned");
    }

    private static String place(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private void fault(String rule, long address, String what) {
        String text =
                "decoder "
                        + heap.decoder().id()
                        + " of "
                        + heap.decoder().contributor()
                        + ", heap "
                        + Addresses.hex(heap.heap().root().address())
                        + ": "
                        + what;
        fault(AnomalyLog.ofDecoder(rule, address, text));
    }

    private synchronized void fault(Anomaly anomaly) {
        faults.add(anomaly);
    }

    Located heap() {
        return heap;
    }

    /** What the decoder says about the dump. */
    List<Anomaly> anomalies() {
        RootSink taking = sink;
        return taking == null ? List.of() : taking.anomalies();
    }

    /** What the decoder adds to the note of the heap. */
    List<String> notes() {
        RootSink taking = sink;
        return taking == null ? List.of() : taking.notes();
    }

    /** What contributed code did wrong, which makes the heap's result partial. */
    synchronized List<Anomaly> faults() {
        return List.copyOf(faults);
    }
}
