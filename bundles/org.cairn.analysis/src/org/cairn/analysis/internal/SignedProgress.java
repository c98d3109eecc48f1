package org.cairn.analysis.internal;

import org.cairn.memory.Progress;

/**
 * Progress for contributed code: every call is a sign of life. Its steps count towards what the
 * user sees of all work; in what words is decided by Cairn itself.
 */
record SignedProgress(LifeSign sign) implements Progress {
    @Override
    public void task(String task) {
        sign.give();
    }

    @Override
    public void total(long total) {
        sign.give();
        sign.total(total);
    }

    @Override
    public void step(long units) {
        sign.give();
        sign.step(units);
    }

    @Override
    public void checkCancelled() {
        sign.give();
    }
}
