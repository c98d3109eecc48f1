package org.cairn.ui.internal.details;

import org.cairn.analysis.Analysis;
import org.cairn.heap.BlockState;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.store.Block;
import org.cairn.store.BlockAt;
import org.cairn.store.Store;
import org.cairn.store.StoredHeap;
import org.cairn.system.ProcessImage;
import org.cairn.ui.internal.address.BlockPart;
import org.cairn.ui.internal.address.Whereabouts;
import org.cairn.ui.internal.look.Numbers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of a block: its parts, its owner, its header field by field, its neighbours. */
final class BlockSections {
    private static final int FIELD_COLUMNS = 4;
    private static final int BLOCK_COLUMNS = 6;

    private final Analysis analysis;
    private final Store store;
    private final Progress progress;

    BlockSections(Analysis analysis, Store store, Progress progress) {
        this.analysis = analysis;
        this.store = store;
        this.progress = progress;
    }

    List<Section> of(Block block, OptionalLong address) throws IOException {
        StoredHeap heap = store.heaps().get(block.heapId() - 1);
        List<Section> sections = new ArrayList<>();
        sections.add(block(block, heap, address));
        sections.add(anomalies(block));
        sections.add(owner(block));
        sections.add(header(block));
        sections.add(
                neighbours(
                        store.blockAt(
                                block.address(), Optional.of(List.of(block.heapId())), progress)));
        return sections;
    }

    private Section block(Block block, StoredHeap heap, OptionalLong address) {
        HeapRoot root = heap.root();
        String name = Whereabouts.name(block);
        Section.Form form =
                new Section.Form(Character.toUpperCase(name.charAt(0)) + name.substring(1));
        if (address.isPresent()
                && block.contains(address.getAsLong())
                && address.getAsLong() != block.address()) {
            long at = address.getAsLong();
            form.add("this address", Addresses.hex(at) + " is " + Whereabouts.within(block, at));
        }
        form.add("header", part(block, BlockPart.HEADER));
        form.add(
                "user data",
                part(block, BlockPart.USER).linked(Link.toAddress(block.userAddress())));
        form.add(block.rest(), part(block, BlockPart.SLACK));
        form.add("kind", block.kind());
        form.add(
                "heap",
                Cell.link(
                        root.kind() + named(root) + " " + Addresses.hex(root.address()),
                        places -> places.go(place -> place.atHeap(heap.id(), root.address()))));
        form.add("layout", root.layout());
        for (String flag : Flags.explain(block.flags())) {
            form.add("flag", flag);
        }
        ProcessImage process = analysis.system().processes().get(heap.processId() - 1);
        if (process.space().runAt(block.address()) instanceof Run.Absent absent) {
            form.add("memory", absent.why().label());
        }
        return form.end();
    }

    private static String named(HeapRoot root) {
        return root.name().isEmpty() ? "" : " " + root.name();
    }

    private static Cell part(Block block, BlockPart part) {
        long size = part.size(block);
        return Cell.of(
                size == 0
                        ? ""
                        : Numbers.counted(size, "byte", "bytes")
                                + " at "
                                + Addresses.hex(part.first(block)));
    }

    private Section owner(Block block) throws IOException {
        if (block.ownerId() == 0) {
            return block.state() == BlockState.BUSY
                    ? Section.saying("Owner", "Nothing in the dump says who owns the block.")
                    : Section.EMPTY;
        }
        Section all =
                TableSections.of(
                        "Owner",
                        analysis.sql(
                                "select label as owner, kind, key, description, evidence,"
                                        + " confidence from owner where owner_id = "
                                        + block.ownerId(),
                                1,
                                progress));
        return new Section(
                all.title(),
                all.headings(),
                all.rows().stream().map(row -> linked(row, block.ownerId())).toList());
    }

    private static List<Cell> linked(List<Cell> row, int owner) {
        return row.get(0).text().equals("owner")
                ? List.of(
                        row.get(0),
                        row.get(1).linked(places -> places.go(place -> place.atOwner(owner))))
                : row;
    }

    private Section header(Block block) throws IOException {
        List<List<Cell>> rows = new ArrayList<>();
        for (FieldValue field : analysis.header(block, progress)) {
            rows.add(
                    List.of(
                            Cell.of(field.name()),
                            Cell.of(field.value()),
                            Cell.address(field.address()),
                            Cell.fixed(field.raw())));
        }
        return Section.untitled("Header", FIELD_COLUMNS, rows);
    }

    /** Anomalies from the block's header to the one behind it, which an overrun damages. */
    private Section anomalies(Block block) throws IOException {
        return TableSections.columns(
                "Anomalies",
                analysis.sql(
                        "select severity, summary, address, rule, expected, actual, evidence"
                                + " from anomaly where heap_id = "
                                + block.heapId()
                                + " and address between "
                                + Addresses.hex(block.address())
                                + " and "
                                + Addresses.hex(block.address() + block.size())
                                + " order by address",
                        TableSections.MOST_ROWS + 1L,
                        progress));
    }

    /** The blocks before and after. */
    Section neighbours(BlockAt found) {
        List<List<Cell>> rows = new ArrayList<>();
        found.previous().ifPresent(block -> rows.add(row("previous", block)));
        found.next().ifPresent(block -> rows.add(row("next", block)));
        return Section.untitled("Neighbours", BLOCK_COLUMNS, rows);
    }

    /** Some blocks, to go to. */
    static Section list(String title, List<Block> blocks) {
        return Section.untitled(
                title, BLOCK_COLUMNS, blocks.stream().map(block -> row("", block)).toList());
    }

    private static List<Cell> row(String which, Block block) {
        return List.of(
                Cell.muted(which),
                Cell.fixed(Addresses.hex(block.address()))
                        .linked(places -> places.go(place -> place.atBlock(block))),
                Cell.of(Numbers.grouped(block.size()) + " B"),
                Cell.of(block.state().label()),
                Cell.of(block.kind()),
                Cell.of(block.owner()));
    }
}
