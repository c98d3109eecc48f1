package org.cairn.system;

import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which type tables were taken for what, and which were not, and why. Whoever chooses a table says
 * so here, so that no choice is silent. Safe for use by several threads.
 */
public final class TypeLog {
    private final Set<Choice> choices = new LinkedHashSet<>();

    /**
     * A choice.
     *
     * @param subject what the table is used for, a noun such as {@code NT heap x64}
     * @param place which one of them, such as {@code 0x14b0000}; empty when there is only one
     * @param table the table
     * @param reason why this one, a phrase
     * @param passed tables that were tried and not taken, in that order
     */
    public record Choice(
            String subject, String place, TypeTable.Id table, String reason, List<Passed> passed) {
        /** Keeps a copy of the list. */
        public Choice {
            passed = List.copyOf(passed);
        }
    }

    /**
     * A table that was not taken.
     *
     * @param table the table
     * @param why a phrase
     */
    public record Passed(TypeTable.Id table, String why) {}

    /**
     * Notes a choice; one that is noted already is not noted again.
     *
     * @param choice what was chosen and why
     */
    public synchronized void chosen(Choice choice) {
        choices.add(choice);
    }

    /**
     * All choices so far.
     *
     * @return in order
     */
    public synchronized List<Choice> choices() {
        return new ArrayList<>(choices);
    }
}
