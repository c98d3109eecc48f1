package org.cairn.ui.internal.tables;

/**
 * A filter that is active.
 *
 * @param label what it lets through, for people
 * @param remove ends it
 */
public record Chip(String label, Runnable remove) {}
