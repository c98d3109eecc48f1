package org.cairn.heap;

/**
 * Who holds blocks.
 *
 * @param kind what sort of owner it is, such as {@code os2 owner id}, {@code pool tag}, {@code
 *     module}, {@code heap tag}
 * @param key what identifies it within its kind, such as {@code 0xffc2}
 * @param label its name for people, such as {@code semstruc}
 * @param description what the owner stands for, or empty
 * @param confidence how sure it is
 * @param evidence what in the dump says so, one phrase such as {@code header}
 */
public record Owner(
        String kind,
        String key,
        String label,
        String description,
        Confidence confidence,
        String evidence) {}
