package org.cairn.analysis.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;

import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** One JSON object a line; with several tables, each object begins with the name of its table. */
final class NdjsonRenderer implements Renderer {
    private final Writer out;
    private final JsonGenerator json;
    private final boolean sections;
    private boolean wrote;

    NdjsonRenderer(Writer out, boolean sections) {
        this.out = out;
        this.sections = sections;
        try {
            json = new JsonFactory().createGenerator(out);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void table(Table source) throws IOException {
        try (Table table = source) {
            for (@Nullable Object @Nullable [] row = table.next();
                    row != null;
                    row = table.next()) {
                json.writeStartObject();
                if (sections) {
                    json.writeStringField("table", table.name());
                }
                JsonRows.fields(json, table.columns(), row);
                json.writeEndObject();
                wrote = true;
            }
        }
    }

    @Override
    public void close() throws IOException {
        json.flush();
        if (wrote) {
            out.write('\n');
        }
        out.flush();
    }
}
