package org.cairn.ui.internal.tables;

import org.cairn.analysis.table.Format;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The formats of files that rows are written into. */
enum FileFormat {
    /** For spreadsheets. */
    CSV("Comma-separated values", Optional.of(Format.CSV)),
    /** One array. */
    JSON("JSON", Optional.of(Format.JSON)),
    /** One object a line. */
    NDJSON("JSON, one object a line", Optional.of(Format.NDJSON)),
    /** Columns of numbers and texts, compressed. */
    PARQUET("Parquet", Optional.empty());

    private final String title;
    private final Optional<Format> format;

    FileFormat(String title, Optional<Format> format) {
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

    /** How it is written, if it is text. */
    Optional<Format> format() {
        return format;
    }

    /** The format that the name of a file asks for. */
    static Optional<FileFormat> of(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(format -> name.endsWith(format.ending())).findFirst();
    }
}
