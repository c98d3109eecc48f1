package org.cairn.ui.internal.tables;

import org.cairn.analysis.filter.Filter;
import org.cairn.analysis.filter.FilterColumns;
import org.cairn.analysis.filter.FilterException;
import org.cairn.analysis.filter.FilterParser;
import org.cairn.analysis.filter.FilterParser.SqlCheck;
import org.cairn.analysis.filter.FilterTerm;
import org.cairn.store.QueryException;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.store.TableQuery;
import org.cairn.store.TableView;

import java.util.List;
import java.util.regex.Pattern;

/** Typed filters and their terms. */
public final class Filters {
    private static final String BETWEEN = ", ";

    // What is a text of its own without quotation marks.
    private static final Pattern WORD =
            Pattern.compile("(?!(?i:and|or)$)[\\p{L}_][\\p{L}\\p{N}_]*");

    private Filters() {}

    /**
     * Understands what was typed.
     *
     * @param text what was typed
     * @param columns what it is about
     * @param check for conditions in SQL
     * @return the filter
     * @throws QueryException when it cannot be understood
     * @throws StoreException when the store cannot be read
     */
    public static Filter typed(String text, FilterColumns columns, SqlCheck check)
            throws StoreException {
        try {
            return new FilterParser(columns, check).parse(text);
        } catch (FilterException mistake) {
            throw new QueryException(String.valueOf(mistake.getMessage()), mistake);
        }
    }

    /**
     * Understands terms that were typed before.
     *
     * @param terms the terms
     * @param columns what they are about
     * @param check for conditions in SQL
     * @return the filter
     * @throws QueryException when one cannot be understood
     * @throws StoreException when the store cannot be read
     */
    public static Filter of(List<String> terms, FilterColumns columns, SqlCheck check)
            throws StoreException {
        Filter all = Filter.NONE;
        for (String term : terms) {
            all = all.and(typed(term, columns, check));
        }
        return all;
    }

    /**
     * Understands terms that were typed before about the rows of a query.
     *
     * @param terms the terms
     * @param from what is asked
     * @param all the query for all rows
     * @return the filter
     * @throws QueryException when one cannot be understood
     * @throws StoreException when the store cannot be read
     */
    public static Filter of(List<String> terms, Store from, TableQuery all) throws StoreException {
        try (TableView view = from.table(all)) {
            return of(
                    terms,
                    FilterColumns.of(view.columns()),
                    condition -> from.table(all.where(condition)).close());
        }
    }

    /**
     * The terms of a filter.
     *
     * @param filter the filter
     * @return as they were typed
     */
    public static List<String> terms(Filter filter) {
        return filter.terms().stream().map(FilterTerm::text).toList();
    }

    /**
     * Terms as one text.
     *
     * @param terms the terms
     * @return what could be typed instead
     */
    public static String text(List<String> terms) {
        return String.join(BETWEEN, terms);
    }

    /**
     * The term for rows whose text is a given one.
     *
     * @param column name of a column of texts
     * @param value what it says
     * @return the term
     */
    public static String equal(String column, String value) {
        return column
                + " = "
                + (WORD.matcher(value).matches()
                        ? value
                        : "\"" + value.replace("\"", "\"\"") + "\"");
    }
}
