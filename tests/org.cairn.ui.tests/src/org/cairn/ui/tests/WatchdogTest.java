package org.cairn.ui.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.ui.driver.Ui;
import org.cairn.ui.driver.UiEvent;
import org.cairn.ui.driver.Watchdog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What is measured and what is not. */
@WindowTest
class WatchdogTest {
    private static final Duration BUSY = Duration.ofMillis(150);

    @Test
    void findsWhoKeepsTheThread() {
        try (Watchdog watchdog = Watchdog.start()) {
            Ui.begin(WatchdogTest::keepBusy);
            UiEvent longest = first(watchdog);
            assertThat(longest.typeName()).isEqualTo("Runnable");
            assertThat(longest.duration()).isGreaterThanOrEqualTo(BUSY);
            assertThat(longest.frame()).contains("WatchdogTest.keepBusy");
        }
    }

    @Test
    void namesTheOuterEventOnly() {
        try (Watchdog watchdog = Watchdog.start()) {
            Ui.begin(
                    () -> {
                        Shell shell = new Shell();
                        shell.addListener(SWT.Selection, _ -> keepBusy());
                        shell.notifyListeners(SWT.Selection, new Event());
                        shell.dispose();
                    });
            List<UiEvent> busy =
                    Ui.ask(watchdog::longest).stream()
                            .filter(event -> event.duration().compareTo(BUSY) >= 0)
                            .toList();
            assertThat(busy).extracting(UiEvent::typeName).containsExactly("Runnable");
        }
    }

    @Test
    void doesNotBlameTheDriver() {
        try (Watchdog watchdog = Watchdog.start()) {
            long before = watchdog.events();
            Ui.act(WatchdogTest::keepBusy);
            Ui.act(
                    () -> {
                        Shell shell = new Shell();
                        shell.notifyListeners(SWT.Selection, new Event());
                        shell.dispose();
                    });
            assertThat(watchdog.longest())
                    .extracting(UiEvent::frame)
                    .noneMatch(frame -> frame.contains("keepBusy"));
            assertThat(watchdog.events()).isGreaterThan(before);
        }
    }

    private static UiEvent first(Watchdog watchdog) {
        return watchdog.longest().getFirst();
    }

    private static void keepBusy() {
        long end = System.nanoTime() + BUSY.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
