package org.cairn.analysis.internal;

import org.cairn.analysis.Contribution;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.StoredHeap;

import java.util.List;

/** Shows the header of one block. */
public final class HeaderQuestion implements Guard.Job {
    private final DecodeSetting setting;
    private final StoredHeap heap;
    private final long block;
    private final Contribution<HeapDecoder> decoder;
    private volatile List<FieldValue> fields = List.of();

    private HeaderQuestion(
            DecodeSetting setting, StoredHeap heap, long block, Contribution<HeapDecoder> decoder) {
        this.setting = setting;
        this.heap = heap;
        this.block = block;
        this.decoder = decoder;
    }

    /**
     * Asks the decoder of a heap.
     *
     * @param setting decoders and processes
     * @param heap the heap as the store has it
     * @param block address of the block, unsigned
     * @param progress cancels the work
     * @return the fields, empty when the decoder is not there any more
     * @throws CancelledException when the work was cancelled
     */
    public static List<FieldValue> answer(
            DecodeSetting setting, StoredHeap heap, long block, Progress progress) {
        for (Contribution<HeapDecoder> decoder : setting.contributions().heapDecoders()) {
            if (decoder.id().equals(heap.decoder())) {
                HeaderQuestion job = new HeaderQuestion(setting, heap, block, decoder);
                setting.guard().run(List.of(job), progress);
                return job.fields;
            }
        }
        return List.of();
    }

    @Override
    public void run(LifeSign sign) {
        fields =
                List.copyOf(
                        decoder.get()
                                .describe(
                                        heap.root(),
                                        block,
                                        setting.context(heap.processId() - 1, sign)));
    }

    @Override
    public void failed(Throwable failure) {
        fields = List.of(failure("failed: " + failure));
    }

    @Override
    public void stalled() {
        fields = List.of(failure("showed no sign of life"));
    }

    private FieldValue failure(String what) {
        return new FieldValue("(not shown)", block, 0, "", "decoder " + decoder.id() + " " + what);
    }
}
