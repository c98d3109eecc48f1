package org.cairn.analysis.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a filter's text to pieces. */
final class Tokens {
    // A word may hold a backslash, parentheses, a backtick, an apostrophe inside ...
    private static final Pattern PIECE =
            Pattern.compile(
                    "(?<separator>[,\\n\\r])"
                            + "|(?<operator><=|>=|<>|!=|!~|==|=|<|>|~)"
                            + "|\"(?<double>(?:[^\"]|\"\")*+)\""
                            + "|'(?<single>(?:[^']|'')*+)'"
                            + "|(?<open>[\"'])"
                            + "|(?<word>(?:[^\\s<>=~,\"'!]|!(?![=~])|(?<=\\S)')++)"
                            + "|[^\\S\\n\\r]++");

    private Tokens() {}

    /** What a piece is. */
    enum Type {
        SEPARATOR,
        OPERATOR,
        QUOTED,
        WORD
    }

    /**
     * A piece.
     *
     * @param type what it is
     * @param text without quotes
     * @param begin index of its first character
     * @param end index behind its last character
     */
    record Token(Type type, String text, int begin, int end) {
        boolean isWord(String word) {
            return type == Type.WORD && text.equalsIgnoreCase(word);
        }
    }

    /** The pieces between separators; none of the lists is empty. */
    static List<List<Token>> terms(String text) throws FilterException {
        List<List<Token>> terms = new ArrayList<>();
        List<Token> term = new ArrayList<>();
        for (Token token : all(text)) {
            boolean and = token.isWord("and");
            if (and && term.isEmpty()) {
                throw new FilterException(token.begin(), "there is nothing before \"and\"");
            }
            if (and || token.type() == Type.SEPARATOR) {
                if (!term.isEmpty()) {
                    terms.add(List.copyOf(term));
                }
                term.clear();
            } else {
                term.add(token);
            }
        }
        if (!term.isEmpty()) {
            terms.add(term);
        }
        return terms;
    }

    private static List<Token> all(String text) throws FilterException {
        List<Token> tokens = new ArrayList<>();
        Matcher piece = PIECE.matcher(text);
        for (int at = 0; at < text.length(); at = piece.end()) {
            if (!piece.find(at) || piece.start() != at) {
                throw new FilterException(at, "\"" + text.charAt(at) + "\" has no meaning here");
            }
            if (piece.group("open") != null) {
                throw new FilterException(at, "the quotation mark is never closed");
            }
            add(piece, tokens);
        }
        return tokens;
    }

    private static void add(Matcher piece, List<Token> tokens) {
        int begin = piece.start();
        int end = piece.end();
        String inDouble = piece.group("double");
        String inSingle = piece.group("single");
        if (piece.group("separator") != null) {
            tokens.add(new Token(Type.SEPARATOR, piece.group(), begin, end));
        } else if (piece.group("operator") != null) {
            tokens.add(new Token(Type.OPERATOR, piece.group(), begin, end));
        } else if (piece.group("word") != null) {
            tokens.add(new Token(Type.WORD, piece.group(), begin, end));
        } else if (inDouble != null) {
            tokens.add(new Token(Type.QUOTED, inDouble.replace("\"\"", "\""), begin, end));
        } else if (inSingle != null) {
            tokens.add(new Token(Type.QUOTED, inSingle.replace("''", "'"), begin, end));
        }
    }
}
