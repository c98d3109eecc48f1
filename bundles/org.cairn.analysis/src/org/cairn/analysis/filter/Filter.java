package org.cairn.analysis.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Conditions on a row, all of which must hold.
 *
 * @param terms in the order in which they were typed, none twice
 */
public record Filter(List<FilterTerm> terms) {
    /** Every row. */
    public static final Filter NONE = new Filter(List.of());

    /** Keeps a copy of the list, without repetitions. */
    public Filter {
        terms = terms.stream().distinct().toList();
    }

    /**
     * Whether every row is wanted.
     *
     * @return whether there is no term
     */
    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /**
     * The same with the terms of another filter.
     *
     * @param more more terms
     * @return a new filter
     */
    public Filter and(Filter more) {
        List<FilterTerm> all = new ArrayList<>(terms);
        all.addAll(more.terms);
        return new Filter(all);
    }

    /**
     * The same without a term.
     *
     * @param term one of the terms
     * @return a new filter
     */
    public Filter without(FilterTerm term) {
        return new Filter(terms.stream().filter(each -> !each.equals(term)).toList());
    }

    /**
     * The condition for {@link org.cairn.store.BlockQuery#where} or {@link
     * org.cairn.store.TableQuery#where}.
     *
     * @return SQL, or empty when every row is wanted
     */
    public Optional<String> where() {
        // On lines of their own, so that a comment at the end of a term stays in it.
        return terms.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        terms.stream()
                                .map(term -> "(\n" + term.sql() + "\n)")
                                .collect(Collectors.joining(" and ")));
    }
}
