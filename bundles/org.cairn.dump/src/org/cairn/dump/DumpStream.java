package org.cairn.dump;

/**
 * A part of the container, kept whether Cairn understands it or not.
 *
 * @param type the type number of the format
 * @param name the vendor's name of the type, or {@code unknown}
 * @param offset where it begins in the file
 * @param size in bytes, as the container says; may pass the end of the file
 */
public record DumpStream(long type, String name, long offset, long size) {}
