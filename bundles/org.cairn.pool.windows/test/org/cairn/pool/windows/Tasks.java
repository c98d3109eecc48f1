package org.cairn.pool.windows;

import org.cairn.heap.DecodeContext;
import org.cairn.memory.Progress;

import java.util.ArrayList;
import java.util.List;

/** What a decoder says that it works on. */
final class Tasks implements Progress {
    private final List<String> texts = new ArrayList<>();

    @Override
    public void task(String text) {
        texts.add(text);
    }

    @Override
    public void checkCancelled() {
        // goes on
    }

    /** A context whose tasks are kept. */
    DecodeContext of(DecodeContext context) {
        return new DecodeContext(context.system(), context.process(), context.types(), this);
    }

    long count(String text) {
        return texts.stream().filter(text::equals).count();
    }
}
