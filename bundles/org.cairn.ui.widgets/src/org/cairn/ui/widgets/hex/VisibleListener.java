package org.cairn.ui.widgets.hex;

/** Is told what a {@link HexCanvas} shows. */
@FunctionalInterface
public interface VisibleListener {
    /**
     * Other addresses are to be seen, and scrolling has come to rest.
     *
     * @param first first address, unsigned
     * @param last last address, unsigned, inclusive
     */
    void visible(long first, long last);
}
