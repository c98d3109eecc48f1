/**
 * Drives the window of Cairn from within its process, as a person would: finds widgets by the name
 * that is on them, reads what they show, clicks, types, and waits for what is to come. A test runs
 * on a thread of its own, beside the UI thread:
 *
 * <pre>
 * &#64;WindowTest
 * class HeapsTest {
 *     private final Window window = Window.ofWorkbench();
 *
 *     &#64;Test
 *     void aHeapLeadsToItsBlocks() {
 *         window.openReady(Samples.file("nt-win10-x64.dmp"));
 *         Found&lt;Tree&gt; heaps = window.view(ViewIds.HEAPS).find(Tree.class, "Heaps");
 *         heaps.select("nt-win10-x64.dmp", "shop.exe", "0x1c978700000");
 *         Found&lt;PagedTable&lt;?&gt;&gt; blocks = window.view(ViewIds.BLOCKS).table("Blocks");
 *         blocks.waitFor("231 rows", table -&gt; table.count() == 231);
 *         assertThat(blocks.texts()).contains("0x1c978700000");
 *         window.command("org.cairn.ui.goToAddress");
 *         Found&lt;Shell&gt; dialog = window.dialog("Go to Address");
 *         dialog.find(Combo.class, "Address").type("0x1c9785d0e48");
 *         dialog.find(Button.class, "Go").click();
 *     }
 * }
 * </pre>
 *
 * <ul>
 *   <li>{@link org.cairn.ui.driver.Window} is where everything begins: open a dump, show a view,
 *       run a command, find a dialog or a menu.
 *   <li>{@link org.cairn.ui.driver.Found} is a widget: read, click, type, select. Our own controls
 *       go by their accessible name, those of SWT by that, their text or their tool tip.
 *   <li>{@link org.cairn.ui.driver.Waiting#until} waits for a condition, never for a time. What is
 *       found by {@code find}, {@code dialog} or {@code openReady} was waited for.
 *   <li>{@link org.cairn.ui.driver.Ui#ask} reads anything else on the UI thread.
 *   <li>{@link org.cairn.ui.driver.Watchdog} measures each event of the UI thread meanwhile, but
 *       not what the driver itself does there.
 *   <li>{@link org.cairn.ui.driver.Visit} lets a product be driven from outside.
 * </ul>
 */
@NonNullByDefault
package org.cairn.ui.driver;

import org.eclipse.jdt.annotation.NonNullByDefault;
