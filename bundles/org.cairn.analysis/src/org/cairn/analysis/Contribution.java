package org.cairn.analysis;

import org.eclipse.jdt.annotation.Nullable;

import java.util.function.Supplier;

/**
 * A contributed part: a reader, a system, a decoder or a resolver. What is known of it before its
 * class is loaded is enough to name it and to tell whether a stored result is still good.
 *
 * @param <T> the contract that the part fulfils
 */
public final class Contribution<T> {
    private final String id;
    private final String name;
    private final String contributor;
    private final int version;
    private final Supplier<? extends T> factory;
    private @Nullable T instance;

    /**
     * Describes a part.
     *
     * @param id its identity
     * @param name what it is called
     * @param contributor the bundle that it comes from
     * @param version of its results, 0 when they are not stored
     * @param factory creates it; may throw anything
     */
    public Contribution(
            String id,
            String name,
            String contributor,
            int version,
            Supplier<? extends T> factory) {
        this.id = id;
        this.name = name;
        this.contributor = contributor;
        this.version = version;
        this.factory = factory;
    }

    /**
     * The identity.
     *
     * @return a qualified name
     */
    public String id() {
        return id;
    }

    /**
     * What it is called.
     *
     * @return a short name for people
     */
    public String name() {
        return name;
    }

    /**
     * Where it comes from.
     *
     * @return a bundle's symbolic name
     */
    public String contributor() {
        return contributor;
    }

    /**
     * The version of its results.
     *
     * @return a number that grows, 0 when results are not stored
     */
    public int version() {
        return version;
    }

    /**
     * The part itself, created when it is first asked for.
     *
     * @return always the same instance
     */
    public synchronized T get() {
        @Nullable T created = instance;
        if (created != null) {
            return created;
        }
        T fresh = factory.get();
        instance = fresh;
        return fresh;
    }
}
