package org.cairn.analysis.internal;

import org.cairn.memory.Progress;

/**
 * Progress for contributed code: every call is a sign of life. What the user sees is told by Cairn
 * itself.
 */
record SignedProgress(LifeSign sign) implements Progress {
    @Override
    public void task(String task) {
        sign.give();
    }

    @Override
    public void total(long total) {
        sign.give();
    }

    @Override
    public void step(long units) {
        sign.give();
    }

    @Override
    public void checkCancelled() {
        sign.give();
    }
}
