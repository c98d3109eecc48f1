package org.cairn.ui.internal.tables;

import org.cairn.analysis.table.Format;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The formats of files that rows are written into. */
enum FileFormat {
    /** For spreadsheets. */
    CSV("Comma-separated values", Format.CSV),
    /** One array. */
    JSON("JSON", Format.JSON),
    /** One object a line. */
    NDJSON("JSON, one object a line", Format.NDJSON);

    private final String title;
    private final Format format;

    FileFormat(String title, Format format) {
        this.title = title;
        this.format = format;
    }

    /** The name for people. */
    String title() {
        return title + " (" + pattern() + ")";
    }

    /** What names of such files look like. */
    String pattern() {
        return "*" + ending();
    }

    String ending() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    Format format() {
        return format;
    }

    /** The format that the name of a file asks for. */
    static Optional<FileFormat> of(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(format -> name.endsWith(format.ending())).findFirst();
    }
}
