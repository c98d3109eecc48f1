package org.cairn.analysis.filter;

/**
 * One condition on a row.
 *
 * @param text for people; it stands for the same condition when it is typed again
 * @param sql the condition in SQL on the columns of the table
 */
public record FilterTerm(String text, String sql) {}
