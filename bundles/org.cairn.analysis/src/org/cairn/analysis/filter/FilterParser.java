package org.cairn.analysis.filter;

import org.cairn.analysis.filter.Tokens.Token;
import org.cairn.analysis.filter.Tokens.Type;
import org.cairn.analysis.table.Column;
import org.cairn.analysis.table.Column.Kind;
import org.cairn.memory.Addresses;
import org.cairn.store.QueryException;
import org.cairn.store.StoreException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Understands what people type to filter a table. Terms stand between {@code and}, commas or lines:
 *
 * <ul>
 *   <li>{@code size > 4096}, {@code size >= 4k}, {@code user_size = 0x40}: bytes, with units of
 *       1024; units of counts are 1000
 *   <li>{@code share > 5%}
 *   <li>{@code address >= %fe04c8e8}: addresses as {@link Addresses#parse} takes them
 *   <li>{@code owner = semstruc}, {@code owner ~ sem} (contains, in upper or lower case), {@code
 *       !=}, {@code !~}
 *   <li>{@code owner is unknown}, {@code owner is known}
 *   <li>{@code sem} or {@code "two words"}: the columns of texts contain it
 *   <li>{@code 0xfe04c8e8}: the row is a range that holds the address; or, where rows are no
 *       ranges, one of the addresses is this one
 * </ul>
 *
 * <p>Anything else is taken for a condition in SQL.
 */
public final class FilterParser {
    private static final Set<String> TEXT_OPERATORS = Set.of("=", "==", "!=", "<>", "~", "!~");
    private static final Set<String> UNKNOWN = Set.of("unknown", "none", "empty", "null");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern ADDRESS = Pattern.compile("(?:0[xX]|%).*|.*`.*");

    /** What nobody writes who does not mean SQL. */
    private static final Pattern SQL =
            Pattern.compile(
                    "\\(|\\b(?:or|not|i?like|in|between|case|is distinct)\\b",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern ERROR = Pattern.compile("^\\w+ Error: ");

    private final FilterColumns columns;
    private final SqlCheck check;

    /** Checks a condition in SQL, such as by opening a view with it. */
    @FunctionalInterface
    public interface SqlCheck {
        /**
         * Checks a condition.
         *
         * @param condition what the user wrote
         * @throws QueryException when it does not work
         * @throws StoreException when the store cannot be read
         */
        void check(String condition) throws StoreException;
    }

    /**
     * Creates a parser.
     *
     * @param columns of the table
     * @param check for conditions in SQL
     */
    public FilterParser(FilterColumns columns, SqlCheck check) {
        this.columns = columns;
        this.check = check;
    }

    /**
     * Understands a text.
     *
     * @param text what was typed
     * @return its terms, none for an empty text
     * @throws FilterException when it is neither of the forms above nor a condition in SQL
     * @throws StoreException when the store cannot be read
     */
    public Filter parse(String text) throws FilterException, StoreException {
        try {
            List<FilterTerm> terms = new ArrayList<>();
            for (List<Token> term : Tokens.terms(text)) {
                terms.add(term(term, text));
            }
            return new Filter(terms);
        } catch (FilterException mistake) {
            return sql(text.strip(), mistake);
        }
    }

    private Filter sql(String text, FilterException mistake)
            throws FilterException, StoreException {
        try {
            check.check(text);
            return new Filter(List.of(new FilterTerm(text, text)));
        } catch (QueryException failure) {
            if (!SQL.matcher(text).find()) {
                throw mistake;
            }
            String message = String.valueOf(failure.getMessage());
            throw new FilterException(0, ERROR.matcher(message).replaceFirst(""));
        }
    }

    private FilterTerm term(List<Token> tokens, String text) throws FilterException {
        Token first = tokens.getFirst();
        Token last = tokens.getLast();
        String typed = text.substring(first.begin(), last.end());
        if (tokens.size() == 1) {
            return new FilterTerm(typed, alone(first));
        }
        Token second = tokens.get(1);
        Optional<Column> column = columns.find(first.text());
        if (first.type() == Type.OPERATOR
                || second.type() != Type.OPERATOR && !second.isWord("is")) {
            throw new FilterException(
                    second.begin(),
                    "one of = != < <= > >= ~ is expected, or quotation marks around several words");
        }
        if (column.isEmpty()) {
            throw new FilterException(first.begin(), noColumn(first.text()));
        }
        if (tokens.size() == 2) {
            throw new FilterException(
                    last.end(), "there is nothing behind \"" + last.text() + "\"");
        }
        String sql =
                second.type() == Type.OPERATOR
                        ? comparison(column.get(), second, value(tokens, text))
                        : knowledge(column.get(), tokens);
        return new FilterTerm(typed, sql);
    }

    private String noColumn(String name) {
        return NAME.matcher(name).matches()
                ? "there is no column "
                        + name
                        + "; the columns are "
                        + columns.columns().stream()
                                .map(Column::name)
                                .collect(Collectors.joining(", "))
                : "\"" + name + "\" is not a column";
    }

    /** Several words are one text, unless they look like SQL. */
    private static Token value(List<Token> tokens, String text) throws FilterException {
        Token first = tokens.get(2);
        Token last = tokens.getLast();
        for (Token token : tokens.subList(2, tokens.size())) {
            boolean word = token.type() == Type.WORD && !token.isWord("or");
            if (!word && tokens.size() > 3 || token.type() == Type.OPERATOR) {
                throw new FilterException(
                        token.begin(), "\"" + token.text() + "\" has no meaning here");
            }
        }
        return first == last
                ? first
                : new Token(
                        Type.WORD,
                        text.substring(first.begin(), last.end()),
                        first.begin(),
                        last.end());
    }

    private static String comparison(Column column, Token operator, Token value)
            throws FilterException {
        boolean contains = operator.text().endsWith("~");
        if (column.kind() == Kind.TEXT && !TEXT_OPERATORS.contains(operator.text())) {
            throw new FilterException(
                    operator.begin(), column.name() + " is a text: use = != ~ (contains) or !~");
        }
        if (contains && column.kind() != Kind.TEXT) {
            throw new FilterException(
                    operator.begin(), column.name() + " is no text: use = != < <= > or >=");
        }
        if (contains) {
            return Conditions.contains(column, value.text(), operator.text().equals("~"));
        }
        return Conditions.compare(column, operator.text(), FilterValue.literal(column, value));
    }

    private static String knowledge(Column column, List<Token> tokens) throws FilterException {
        boolean not = tokens.size() > 3 && tokens.get(2).isWord("not");
        Token what = tokens.get(not ? 3 : 2);
        boolean known = what.isWord("known");
        boolean unknown = UNKNOWN.contains(what.text().toLowerCase(Locale.ROOT));
        if (tokens.size() > (not ? 4 : 3) || !known && !unknown) {
            throw new FilterException(
                    what.begin(), "\"known\" or \"unknown\" is expected behind \"is\"");
        }
        return Conditions.unknown(column, unknown != not);
    }

    private String alone(Token token) throws FilterException {
        if (token.type() == Type.OPERATOR) {
            throw new FilterException(
                    token.begin(), "there is no column before \"" + token.text() + "\"");
        }
        OptionalLong address =
                token.type() == Type.WORD && ADDRESS.matcher(token.text()).matches()
                        ? Addresses.parse(token.text())
                        : OptionalLong.empty();
        List<Column> addresses =
                columns.columns().stream().filter(each -> each.kind() == Kind.ADDRESS).toList();
        if (address.isPresent() && columns.areRanges()) {
            return Conditions.holds(address.getAsLong());
        }
        if (address.isPresent() && !addresses.isEmpty()) {
            return Conditions.anyIs(addresses, address.getAsLong());
        }
        if (columns.searched().isEmpty()) {
            throw new FilterException(token.begin(), "there is no text to search in");
        }
        return Conditions.anyContains(columns.searched(), token.text());
    }
}
