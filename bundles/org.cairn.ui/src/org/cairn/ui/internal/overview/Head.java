package org.cairn.ui.internal.overview;

import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpSession.State;
import org.cairn.ui.OpeningPulse;
import org.cairn.ui.internal.jobs.OpenJob;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.internal.overview.PageLook.Face;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the dump is, in few lines, and how far it is known. */
final class Head {
    private static final int MOST_PROCESSES = 2;

    private final OverviewPage page;
    private final DumpSession session;
    private final Composite area;
    private final Label facts;
    private final Composite state;
    private final Label message;
    private final Button cancel;
    private final Button decode;
    private final Asker asker = new Asker("what a dump is");
    private final OpeningPulse pulse;

    Head(Composite parent, OverviewPage page) {
        this.page = page;
        session = page.session();
        PageLook look = page.look();
        area = look.plain(new Composite(parent, SWT.NONE));
        area.setLayout(withoutMargin(1));
        area.setLayoutData(filled());
        Label name = look.text(new Label(area, SWT.NONE), Shade.TEXT, Face.LARGE);
        name.setText(escaped(session.name()));
        name.setToolTipText(escaped(session.file().toString()));
        name.setLayoutData(filled());
        facts = look.text(new Label(area, SWT.WRAP), Shade.MUTED, Face.TEXT);
        facts.setLayoutData(filled());
        state = look.plain(new Composite(area, SWT.NONE));
        state.setLayout(withoutMargin(3));
        state.setLayoutData(filled());
        message = look.text(new Label(state, SWT.WRAP), Shade.TEXT, Face.TEXT);
        message.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        cancel = button("Cancel", this::cancel);
        decode = button("Decode Again", session::decodeAgain);
        pulse = new OpeningPulse(area.getDisplay(), this::showState);
    }

    private static GridLayout withoutMargin(int columns) {
        GridLayout layout = new GridLayout(columns, false);
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        return layout;
    }

    private static GridData filled() {
        return new GridData(SWT.FILL, SWT.TOP, true, false);
    }

    private Button button(String text, Runnable action) {
        Button button = new Button(state, SWT.PUSH);
        button.setText(text);
        button.setLayoutData(new GridData(SWT.END, SWT.CENTER, false, false));
        button.addListener(SWT.Selection, _ -> action.run());
        return button;
    }

    private static String escaped(String text) {
        return text.replace("&", "&&");
    }

    void show() {
        showState();
        pulse.follow(session);
        if (session.analysis().isPresent() && facts.getText().isEmpty()) {
            asker.ask(
                    session,
                    _ -> Fact.all(session.analysis().orElseThrow().identity()),
                    this::tell,
                    _ -> asker.cancel());
        }
        visible(facts, !facts.getText().isEmpty());
    }

    /** Says how far the dump is known, and what is done about it. */
    private void showState() {
        if (area.isDisposed()) {
            return;
        }
        State now = session.state();
        visible(cancel, session.isOpening());
        visible(decode, now == State.NOT_DECODED);
        String text =
                switch (now) {
                    case NOT_DECODED -> "The blocks are not decoded. " + session.message();
                    case FAILED -> "This file cannot be read: " + reason();
                    case OPENING, DECODING -> session.work();
                    case READY, CLOSED -> "";
                };
        message.setText(escaped(text));
        visible(state, !text.isEmpty());
    }

    /** Why the file cannot be read; its name stands above. */
    private String reason() {
        return session.message().replace(session.file() + ": ", "");
    }

    private void tell(List<Fact> identity) {
        if (area.isDisposed()) {
            return;
        }
        String first = values(identity, "format") + " \u00b7 " + values(identity, "system");
        List<Fact> processes =
                identity.stream().filter(fact -> fact.name().equals("process")).toList();
        String second =
                processes.stream()
                        .limit(MOST_PROCESSES)
                        .map(Fact::text)
                        .collect(Collectors.joining("\n"));
        if (processes.size() > MOST_PROCESSES) {
            second += "\nand " + (processes.size() - MOST_PROCESSES) + " more processes";
        }
        String third = values(identity, "captured") + " captured";
        facts.setText(
                escaped(
                        List.of(first, second, third).stream()
                                .filter(line -> !line.isEmpty())
                                .collect(Collectors.joining("\n"))));
        visible(facts, true);
        page.reflow();
    }

    private static String values(List<Fact> identity, String name) {
        return identity.stream()
                .filter(fact -> fact.name().equals(name))
                .map(Fact::text)
                .collect(Collectors.joining(", "));
    }

    private void cancel() {
        Optional<OpenJob> job = OpenJob.of(session);
        job.ifPresent(OpenJob::cancel);
    }

    private static void visible(Control part, boolean isVisible) {
        ((GridData) part.getLayoutData()).exclude = !isVisible;
        part.setVisible(isVisible);
    }
}
