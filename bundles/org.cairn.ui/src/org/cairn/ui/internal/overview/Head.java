package org.cairn.ui.internal.overview;

import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpSession.State;
import org.cairn.ui.internal.jobs.OpenJob;
import org.cairn.ui.internal.look.Shade;
import org.cairn.ui.internal.overview.OverviewQuestions.Fact;
import org.cairn.ui.internal.overview.PageLook.Face;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the dump is, in few lines, and how far it is known. */
final class Head {
    private static final int TICK_MILLIS = 250;
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
    private boolean ticking;

    Head(Composite parent, OverviewPage page) {
        this.page = page;
        session = page.session();
        PageLook look = page.look();
        area = look.plain(new Composite(parent, SWT.NONE));
        area.setLayout(withoutMargin(1));
        area.setLayoutData(filled());
        Label name = look.text(new Label(area, SWT.NONE), Shade.TEXT, Face.LARGE);
        name.setText(escaped(String.valueOf(session.file().getFileName())));
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
        State now = session.state();
        boolean isWorking = now == State.OPENING || now == State.DECODING;
        visible(cancel, isWorking);
        visible(decode, now == State.NOT_DECODED);
        String text =
                switch (now) {
                    case NOT_DECODED -> "The blocks are not decoded. " + session.message();
                    case FAILED -> "This file cannot be read: " + reason();
                    default -> "";
                };
        message.setText(escaped(text));
        visible(state, isWorking || !text.isEmpty());
        if (isWorking) {
            tick();
        }
        if (session.analysis().isPresent() && facts.getText().isEmpty()) {
            asker.ask(
                    session,
                    _ -> OverviewQuestions.identity(session.analysis().orElseThrow()),
                    this::tell,
                    _ -> asker.cancel());
        }
        visible(facts, !facts.getText().isEmpty());
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

    /** Says how far the work is, again and again while it lasts. */
    private void tick() {
        if (ticking || area.isDisposed()) {
            return;
        }
        State now = session.state();
        if (now == State.OPENING || now == State.DECODING) {
            message.setText(
                    escaped(
                            OpenJob.of(session)
                                    .map(OpenJob::progress)
                                    .filter(text -> !text.isEmpty())
                                    .map(Head::sentence)
                                    .orElse("Waiting\u2026")));
            ticking = true;
            area.getDisplay()
                    .timerExec(
                            TICK_MILLIS,
                            () -> {
                                ticking = false;
                                tick();
                            });
        }
    }

    /** A few words with a capital letter. */
    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
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
