package org.cairn.ui.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.ui.ViewIds;
import org.cairn.ui.driver.Found;
import org.cairn.ui.driver.Window;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.swt.widgets.Tree;
import org.junit.jupiter.api.Test;

/** A way through the window with all that the driver can do. */
@WindowTest
class DriverTest {
    private static final String HEAP = "0x1c978700000";
    private static final String ADDRESS = "0x1c9785d0e48";

    private final Window window = Window.ofWorkbench();

    @Test
    void menusToolsDialogsAndRowsAreReached() {
        assertThat(window.menu("Navigate", "Go to Address...").isEnabled()).isFalse();
        window.openReady(Samples.file("nt-win10-x64.dmp"));

        Found<Tree> heaps = window.view(ViewIds.HEAPS).find(Tree.class, "Heaps");
        heaps.select("nt-win10-x64.dmp", "shop.exe", HEAP);
        window.view(ViewIds.DETAILS).waitForText(HEAP);

        window.shell()
                .find(ToolItem.class, "Go to Address")
                .waitFor("enabled", ToolItem::isEnabled);
        window.menu("Navigate", "Go to Address...").click();
        Found<Shell> dialog = window.dialog("Go to Address");
        dialog.find(Combo.class, "Address").type(ADDRESS);
        dialog.find(Button.class, "Go").waitFor("enabled", Button::isEnabled);
        dialog.find(Button.class, "Go").click();
        window.view(ViewIds.DETAILS).waitForText(ADDRESS);
        assertThat(window.dialogs()).isEmpty();

        window.command("org.eclipse.ui.navigate.backwardHistory");
        window.view(ViewIds.DETAILS).waitForText(HEAP);
    }
}
