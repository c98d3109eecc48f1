package org.cairn.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class FailuresTest {
    @Test
    void rootIsWhatTheChainBeganWith() {
        IOException full = new IOException("No space\nleft on device");
        Error last = new ExceptionInInitializerError(new IllegalStateException(full));

        assertThat(last.getMessage()).isNull();
        assertThat(Failures.root(last)).isEqualTo("No space; left on device");
        assertThat(Failures.root(new IllegalStateException()))
                .isEqualTo("java.lang.IllegalStateException");
    }
}
