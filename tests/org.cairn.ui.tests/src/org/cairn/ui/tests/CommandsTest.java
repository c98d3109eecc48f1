package org.cairn.ui.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.ui.ViewIds;
import org.cairn.ui.driver.Found;
import org.cairn.ui.driver.Ui;
import org.cairn.ui.driver.Waiting;
import org.cairn.ui.driver.Window;
import org.eclipse.jface.bindings.Binding;
import org.eclipse.jface.bindings.keys.KeySequence;
import org.eclipse.jface.bindings.keys.ParseException;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.keys.IBindingService;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Commands are found where they make sense, and nowhere else. */
@WindowTest
class CommandsTest {
    private static final String COMMANDS = "Commands\t";
    private static final String QUICK_ACCESS = "org.eclipse.ui.window.quickAccess";

    private final Window window = Window.ofWorkbench();

    @Test
    void quickAccessOffersWhatMakesSense() {
        window.openReady(Samples.file("nt-win10-x64.dmp"));
        window.command(QUICK_ACCESS);
        Found<Shell> popup = window.popup();
        assertThat(offered(popup, "address", "Go to Address")).hasSize(1);
        assertThat(offered(popup, "perspective", "Reset Perspective")).hasSize(1);
        assertThat(offered(popup, "toggle", "Toggle Full Screen"))
                .containsExactlyInAnyOrder("Toggle Full Screen", "Maximize Active View or Editor");
        assertThat(offered(popup, "help", "Welcome")).doesNotContain("Help Contents");
        assertThat(offered(popup, "editor", "Next Editor")).doesNotContain("Pin Editor");
        Ui.begin(() -> popup.widget().close());
    }

    /** The names of the commands that a word leads to, one of which is waited for. */
    private static List<String> offered(Found<Shell> popup, String word, String expected) {
        popup.find(Text.class).type(word);
        popup.waitForText(COMMANDS + expected);
        return popup.texts().stream()
                .filter(text -> text.startsWith(COMMANDS))
                .map(text -> text.substring(COMMANDS.length()).split(" - ")[0])
                .toList();
    }

    @Test
    void keysOfTablesHoldInTables() throws ParseException {
        KeySequence keys = KeySequence.getInstance("CTRL+SHIFT+X");
        window.openReady(Samples.file("nt-win10-x64.dmp"));
        window.view(ViewIds.BLOCKS);
        waitForCommand(keys, "org.cairn.ui.tables.export");
        window.view(ViewIds.MEMORY);
        waitForCommand(keys, "");
        window.view(ViewIds.OWNERS);
        waitForCommand(keys, "org.cairn.ui.tables.export");
    }

    private static void waitForCommand(KeySequence keys, String id) {
        Waiting.until(
                id.isEmpty() ? "keys of nothing" : "the keys of " + id,
                () -> command(keys).equals(id),
                () -> command(keys) + " has them");
    }

    private static String command(KeySequence keys) {
        Binding found =
                PlatformUI.getWorkbench().getService(IBindingService.class).getPerfectMatch(keys);
        return found == null ? "" : found.getParameterizedCommand().getId();
    }
}
