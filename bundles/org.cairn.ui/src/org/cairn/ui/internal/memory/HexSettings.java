package org.cairn.ui.internal.memory;

import org.cairn.ui.widgets.hex.HexCanvas;
import org.cairn.ui.widgets.hex.TextEncoding;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.ui.IMemento;

import java.util.List;

/** How bytes are shown, as the user has chosen it. */
final class HexSettings {
    /** Bytes in a word. */
    static final List<Integer> WORD_SIZES = List.of(1, 2, 4, 8);

    private static final String WORD_SIZE = "wordSize";
    private static final String ENCODING = "text";

    private int wordSize = 1;
    private TextEncoding encoding = TextEncoding.ASCII;

    int wordSize() {
        return wordSize;
    }

    TextEncoding encoding() {
        return encoding;
    }

    void wordSize(int bytes) {
        wordSize = bytes;
    }

    void encoding(TextEncoding chosen) {
        encoding = chosen;
    }

    void apply(HexCanvas canvas) {
        canvas.setWordSize(wordSize);
        canvas.setEncoding(encoding);
    }

    void save(IMemento kept) {
        kept.putInteger(WORD_SIZE, wordSize);
        kept.putString(ENCODING, encoding.name());
    }

    void restore(IMemento kept) {
        @Nullable Integer size = kept.getInteger(WORD_SIZE);
        if (size != null && WORD_SIZES.contains(size)) {
            wordSize = size;
        }
        @Nullable String text = kept.getString(ENCODING);
        for (TextEncoding known : TextEncoding.values()) {
            if (known.name().equals(text)) {
                encoding = known;
            }
        }
    }
}
