package org.cairn.ui.widgets.hex;

/** Is told when someone follows a pointer. */
@FunctionalInterface
public interface ActivateListener {
    /**
     * A word was chosen by a double click or the Enter key.
     *
     * @param address of the word, a multiple of the size of a pointer
     * @param value of the pointer there, little endian, zero extended
     */
    void activate(long address, long value);
}
