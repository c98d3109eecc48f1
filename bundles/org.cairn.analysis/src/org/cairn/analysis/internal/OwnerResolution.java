package org.cairn.analysis.internal;

import org.cairn.analysis.Contribution;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockBatch;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.OwnerResolver;
import org.cairn.memory.Progress.CancelledException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the owner resolvers on the batches of one heap. A resolver that fails is left out for the
 * rest of the heap.
 */
final class OwnerResolution {
    private record Active(Contribution<OwnerResolver> resolver, OwnerResolver.Batches batches) {}

    private final List<Active> active = new ArrayList<>();
    private final Consumer<Anomaly> faults;

    OwnerResolution(
            List<Contribution<OwnerResolver>> resolvers,
            DecodeContext context,
            Consumer<Anomaly> faults) {
        this.faults = faults;
        for (Contribution<OwnerResolver> resolver : resolvers) {
            try {
                active.add(new Active(resolver, resolver.get().open(context)));
            } catch (CancelledException cancelled) {
                throw cancelled;
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                fault(resolver, failure);
            }
        }
    }

    void resolve(BlockBatch batch) {
        for (Iterator<Active> each = active.iterator(); each.hasNext(); ) {
            Active resolver = each.next();
            try {
                resolver.batches.resolve(batch);
            } catch (CancelledException cancelled) {
                throw cancelled;
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                each.remove();
                fault(resolver.resolver, failure);
            }
        }
    }

    private void fault(Contribution<OwnerResolver> resolver, Throwable failure) {
        faults.accept(
                AnomalyLog.ofDecoder(
                        "resolver.failed",
                        0,
                        "owner resolver "
                                + resolver.id()
                                + " of "
                                + resolver.contributor()
                                + " failed: "
                                + failure));
    }
}
