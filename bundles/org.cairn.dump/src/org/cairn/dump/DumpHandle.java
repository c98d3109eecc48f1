package org.cairn.dump;

/**
 * A handle of the process, as the container lists it.
 *
 * @param value the handle, unsigned
 * @param type name of the object's type, such as {@code Event}, or empty
 * @param object name of the object, or empty
 * @param attributes {@code OBJ_*} flags, unsigned 32-bit
 * @param access the rights that it grants, unsigned 32-bit
 * @param handleCount how many handles the object has, unsigned 32-bit
 * @param pointerCount how many references the object has, unsigned 32-bit
 */
public record DumpHandle(
        long value,
        String type,
        String object,
        long attributes,
        long access,
        long handleCount,
        long pointerCount) {}
