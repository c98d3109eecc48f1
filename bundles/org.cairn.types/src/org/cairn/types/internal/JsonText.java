package org.cairn.types.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.cairn.types.TypeFormatException;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;

/**
 * A JSON text that is read from its beginning to its end. An object is read so:
 *
 * <pre>
 * text.enter();
 * for (String member = text.member(); member != null; member = text.member()) {
 *     // read or skip the member's value
 * }
 * </pre>
 */
final class JsonText {
    private final Path file;
    private final JsonParser parser;

    /** Creates a reader from a parser that stands before the text. */
    JsonText(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** Moves to the text's value. */
    void start() throws IOException {
        parser.nextToken();
    }

    /** Checks that nothing follows the text's value. */
    void end() throws IOException, TypeFormatException {
        if (parser.nextToken() != null) {
            throw malformed("more text after the end");
        }
    }

    /** Enters the current value, an object. */
    void enter() throws IOException, TypeFormatException {
        expect(JsonToken.START_OBJECT, "an object");
    }

    /** Moves to the value of the current object's next member; null at the object's end. */
    @Nullable
    String member() throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }

    /** The current value, an object or null. */
    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** The current value, a string. */
    String string() throws IOException, TypeFormatException {
        expect(JsonToken.VALUE_STRING, "a string");
        return parser.getText();
    }

    /** The current value, an integer from 0 to {@link Integer#MAX_VALUE}. */
    int number() throws IOException, TypeFormatException {
        expect(JsonToken.VALUE_NUMBER_INT, "a number");
        long value = parser.getLongValue();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw malformed(value + " is out of range");
        }
        return (int) value;
    }

    /** The current value, an integer of 64 bits, signed or unsigned. */
    long longNumber() throws IOException, TypeFormatException {
        expect(JsonToken.VALUE_NUMBER_INT, "a number");
        BigInteger value = parser.getBigIntegerValue();
        if (value.bitLength() > (value.signum() < 0 ? Long.SIZE - 1 : Long.SIZE)) {
            throw malformed(value + " is out of range");
        }
        return value.longValue();
    }

    /** The current value, true or something else. */
    boolean isTrue() {
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** Moves to the end of the current value. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    /** The offset of the current value; 0 when the text has none. */
    long offset() {
        return Math.max(parser.currentTokenLocation().getByteOffset(), 0);
    }

    /** What to throw when the current value is not as the format says. */
    TypeFormatException malformed(String reason) {
        return malformed(offset(), reason);
    }

    /** What to throw when the value at an offset is not as the format says. */
    TypeFormatException malformed(long offset, String reason) {
        return new TypeFormatException(file, offset, reason);
    }

    private void expect(JsonToken token, String what) throws IOException, TypeFormatException {
        if (parser.currentToken() != token) {
            String member = parser.currentName();
            throw malformed((member == null ? "" : member + ": ") + "expected " + what);
        }
    }
}
