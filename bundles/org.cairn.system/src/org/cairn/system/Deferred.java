package org.cairn.system;

import org.eclipse.jdt.annotation.Nullable;

import java.util.List;
import java.util.function.Supplier;

/**
 * A list that is made when it is first asked for, once, whatever the number of threads that ask.
 *
 * @param <T> of its elements
 */
final class Deferred<T> {
    private final Supplier<List<T>> source;
    private volatile @Nullable List<T> list;

    Deferred(Supplier<List<T>> source) {
        this.source = source;
    }

    List<T> get() {
        List<T> known = list;
        return known != null ? known : make();
    }

    private synchronized List<T> make() {
        List<T> known = list;
        if (known == null) {
            known = List.copyOf(source.get());
            list = known;
        }
        return known;
    }
}
