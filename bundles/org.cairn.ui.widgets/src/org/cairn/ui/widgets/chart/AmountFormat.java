package org.cairn.ui.widgets.chart;

import org.eclipse.jdt.annotation.NonNullByDefault;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.function.DoubleFunction;

/** Writes the amounts beside an axis as somebody else says; reads none. */
@NonNullByDefault({})
final class AmountFormat extends NumberFormat {
    private static final long serialVersionUID = 1L;

    private final transient DoubleFunction<String> amount;

    AmountFormat(DoubleFunction<String> amount) {
        this.amount = amount;
    }

    @Override
    public StringBuffer format(double number, StringBuffer text, FieldPosition position) {
        return text.append(amount.apply(number));
    }

    @Override
    public StringBuffer format(long number, StringBuffer text, FieldPosition position) {
        return text.append(amount.apply(number));
    }

    @Override
    public Number parse(String text, ParsePosition position) {
        return null;
    }
}
