package org.cairn.ui.internal.memory;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Progress;
import org.cairn.memory.WrittenAddress;
import org.cairn.store.Block;
import org.cairn.store.StoreException;
import org.cairn.system.ProcessImage;
import org.cairn.ui.Asker;
import org.cairn.ui.DumpSession;
import org.cairn.ui.DumpView;
import org.cairn.ui.MemoryRendering;
import org.cairn.ui.Place;
import org.cairn.ui.internal.address.PlaceProcess;
import org.cairn.ui.internal.address.Whereabouts;
import org.cairn.ui.internal.parts.Part;
import org.cairn.ui.internal.tables.DumpWords;
import org.eclipse.core.runtime.RegistryFactory;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.jface.action.MenuManager;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CLabel;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.IMemento;
import org.eclipse.ui.IViewSite;
import org.eclipse.ui.PartInitException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The view of memory: one of several renderings of the memory around the place. */
public final class MemoryView extends DumpView {
    private static final String POINT = "memoryRenderings";

    private final Asker where = new Asker("the memory at a place");
    private final Asker lowest = new Asker("the first memory");
    private @Nullable IMemento kept;
    private @Nullable MemoryBar bar;
    private @Nullable RenderingStack renderings;
    private @Nullable CLabel status;
    private @Nullable ProcessImage process;
    private @Nullable DumpSession shown;
    private int processIndex;

    /** Where a place is, and in which process. */
    private record Located(int index, ProcessImage process, String words) {}

    @Override
    @NonNullByDefault({})
    public void init(IViewSite site, IMemento memento) throws PartInitException {
        super.init(site, memento);
        kept = memento;
    }

    @Override
    protected void createControls(Composite parent) {
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        parent.setLayout(layout);
        List<Part<MemoryRendering>> parts =
                Part.read(RegistryFactory.getRegistry(), POINT, MemoryRendering.class);
        List<Part<MemoryRendering>> ordered = RenderingStack.ordered(parts);
        MemoryBar top =
                new MemoryBar(
                        parent,
                        this::goTo,
                        this::chooseProcess,
                        ordered.stream().map(Part::name).toList(),
                        this::chooseRendering);
        top.control().setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        RenderingStack stack = new RenderingStack(parent, ordered, kept);
        top.rendering(stack.chosen());
        stack.control().setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        CLabel words = new CLabel(parent, SWT.NONE);
        words.setLayoutData(new GridData(SWT.FILL, SWT.BOTTOM, true, false));
        bar = top;
        renderings = stack;
        status = words;
        MemoryActions actions = new MemoryActions(this::dump, () -> process, stack);
        actions.contributeTo(getViewSite());
        MenuManager menu = new MenuManager();
        menu.setRemoveAllWhenShown(true);
        menu.addMenuListener(actions::fillContextMenu);
        stack.setMenu(menu);
    }

    @Override
    protected void showDump(@Nullable DumpSession dump) {
        MemoryBar top = bar;
        if (top == null) {
            return;
        }
        Optional<Analysis> analysis = dump == null ? Optional.empty() : dump.analysis();
        if (analysis.isEmpty() || dump != shown) {
            clear(DumpWords.of(dump));
        }
        shown = dump;
        if (analysis.isPresent()) {
            top.show(analysis.get().system().processes());
        }
    }

    /** Shows no memory: that of another dump must never stand under the name of this one. */
    private void clear(String why) {
        where.cancel();
        lowest.cancel();
        process = null;
        processIndex = 0;
        say(why);
        MemoryBar top = bar;
        RenderingStack stack = renderings;
        if (top != null && stack != null) {
            top.clear();
            stack.clear();
        }
    }

    @Override
    protected void showPlace(DumpSession dump, Place place) {
        if (dump.analysis().isEmpty()) {
            return;
        }
        List<ProcessImage> processes = dump.analysis().get().system().processes();
        if (processes.isEmpty()) {
            clear("no address space was recognised in the dump");
            return;
        }
        int before = Math.min(processIndex, processes.size() - 1);
        where.ask(
                dump,
                progress -> {
                    int index = PlaceProcess.of(dump, place).orElse(before);
                    ProcessImage image = processes.get(index);
                    return new Located(index, image, words(dump, image, place, progress));
                },
                found -> show(dump, found, place),
                this::say);
    }

    private static String words(
            DumpSession dump, ProcessImage process, Place place, Progress progress)
            throws StoreException {
        if (place.address().isEmpty()) {
            return "";
        }
        long address = place.address().getAsLong();
        Optional<Block> block = place.block().filter(chosen -> chosen.contains(address));
        if (block.isEmpty() && dump.store().isPresent()) {
            List<Integer> heaps = PlaceProcess.heaps(dump, process);
            block = dump.store().get().blockAt(address, Optional.of(heaps), progress).block();
        }
        return block.isPresent()
                ? Whereabouts.in(block.get(), address)
                : Whereabouts.in(process, address);
    }

    private void show(DumpSession dump, Located found, Place place) {
        RenderingStack stack = renderings;
        MemoryBar top = bar;
        if (stack == null || top == null || stack.control().isDisposed()) {
            return;
        }
        process = found.process();
        processIndex = found.index();
        top.show(found.index(), place.address());
        say(found.words());
        if (place.address().isPresent()) {
            lowest.cancel();
            stack.show(dump, found.process(), place);
        } else {
            lowest.ask(
                    dump,
                    progress -> new Stretches(found.process().space(), progress).lowest(),
                    first -> showFirst(dump, found.process(), place, first),
                    this::say);
        }
    }

    /** No address is chosen: the lowest memory is shown. */
    private void showFirst(
            DumpSession dump, ProcessImage image, Place place, OptionalLong address) {
        RenderingStack stack = renderings;
        if (stack != null && !stack.control().isDisposed()) {
            stack.show(dump, image, place.atAddress(address.orElse(0), null));
        }
    }

    private void chooseProcess(int index) {
        DumpSession dump = dump();
        if (dump != null) {
            processIndex = index;
            Place now = dump.places().now();
            dump.places().go(place -> place.atDump());
            if (now.equals(dump.places().now())) {
                showPlace(dump, now);
            }
        }
    }

    private void chooseRendering(int index) {
        RenderingStack stack = renderings;
        if (stack != null) {
            stack.choose(index);
        }
    }

    private void goTo(WrittenAddress address) {
        DumpSession dump = dump();
        if (dump != null) {
            dump.places().goTo(address);
        }
    }

    private void say(String words) {
        CLabel label = status;
        if (label != null && !label.isDisposed()) {
            label.setText(words.replace("&", "&&"));
            label.setToolTipText(words.replace("&", "&&"));
        }
    }

    @Override
    @NonNullByDefault({})
    public void saveState(IMemento memento) {
        RenderingStack stack = renderings;
        if (stack != null) {
            stack.save(memento);
        }
    }

    @Override
    public void setFocus() {
        RenderingStack stack = renderings;
        if (stack != null) {
            stack.setFocus();
        }
    }
}
