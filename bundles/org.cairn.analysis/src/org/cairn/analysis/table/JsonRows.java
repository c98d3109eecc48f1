package org.cairn.analysis.table;

import com.fasterxml.jackson.core.JsonGenerator;

import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/**
 * Writes a row as a JSON object; addresses are hexadecimal strings, since JSON numbers lose digits
 * above 2^53.
 */
final class JsonRows {
    private JsonRows() {}

    static void fields(JsonGenerator json, List<Column> columns, @Nullable Object[] row)
            throws IOException {
        for (int i = 0; i < row.length; i++) {
            json.writeFieldName(columns.get(i).name());
            value(json, columns.get(i).kind(), row[i]);
        }
    }

    private static void value(JsonGenerator json, Column.Kind kind, @Nullable Object value)
            throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Long number when kind == Column.Kind.ADDRESS ->
                    json.writeString(Values.plain(kind, number));
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            default -> json.writeString(value.toString());
        }
    }
}
