package org.cairn.analysis.table;

import java.io.Writer;

/** The formats that every result can be written in. */
public enum Format {
    /** Aligned columns for people. */
    TABLE,
    /**
     * One JSON document: an array of objects, or an object of such arrays when several tables are
     * written.
     */
    JSON,
    /** Comma-separated values (RFC 4180) with a header line. */
    CSV,
    /** One JSON object a line. */
    NDJSON;

    /**
     * A renderer for one document.
     *
     * @param out takes the text; flushed, never closed
     * @param sections whether several tables will follow, each to be marked with its name
     * @return the renderer
     */
    public Renderer renderer(Writer out, boolean sections) {
        return switch (this) {
            case TABLE -> new TextRenderer(out, sections);
            case JSON -> new JsonRenderer(out, sections);
            case CSV -> new CsvRenderer(out, sections);
            case NDJSON -> new NdjsonRenderer(out, sections);
        };
    }
}
