package org.cairn.analysis.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** One JSON document: an array of objects for a single table, an object of arrays for several. */
final class JsonRenderer implements Renderer {
    private final Writer out;
    private final JsonGenerator json;
    private final boolean sections;

    JsonRenderer(Writer out, boolean sections) {
        this.out = out;
        this.sections = sections;
        try {
            json = new JsonFactory().createGenerator(out);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            if (sections) {
                json.writeStartObject();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void table(Table source) throws IOException {
        try (Table table = source) {
            if (sections) {
                json.writeFieldName(table.name());
            }
            json.writeStartArray();
            for (@Nullable Object @Nullable [] row = table.next();
                    row != null;
                    row = table.next()) {
                json.writeStartObject();
                JsonRows.fields(json, table.columns(), row);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    @Override
    public void close() throws IOException {
        if (sections) {
            json.writeEndObject();
        }
        json.flush();
        out.write('\n');
        out.flush();
    }
}
