package org.cairn.ui.internal.details;

import org.cairn.analysis.Analysis;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.store.Store;
import org.cairn.store.StoredHeap;
import org.cairn.store.TableQuery;
import org.cairn.ui.Place;
import org.cairn.ui.internal.details.Cell.Tone;
import org.cairn.ui.internal.look.Numbers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is known of a heap and of its segments. */
final class HeapSections {
    private static final long MOST = TableSections.MOST_ROWS + 1L;

    private final Analysis analysis;
    private final Store store;
    private final Progress progress;

    HeapSections(Analysis analysis, Store store, Progress progress) {
        this.analysis = analysis;
        this.store = store;
        this.progress = progress;
    }

    /** The heap as its decoder found it. */
    static Section root(HeapRoot root) {
        Tone status = root.status() == HeapRoot.Status.PRESENT ? Tone.PLAIN : Tone.WARNING;
        return new Section.Form(root.kind() + " " + Addresses.hex(root.address()))
                .add("address", Cell.address(root.address()))
                .add("name", root.name())
                .add("architecture", root.architecture().label())
                .add("layout", root.layout())
                .add("found", root.origin())
                .add("status", new Cell(root.status().label(), status, null))
                .add("note", root.note())
                .end();
    }

    List<Section> of(int id) throws IOException {
        List<Section> sections = new ArrayList<>();
        for (StoredHeap heap : store.heaps()) {
            if (heap.id() == id) {
                sections.add(root(heap.root()));
                sections.add(sums(id));
                sections.add(rows("Segments", "select address, size, kind from segment", id));
                sections.add(
                        rows(
                                "Gaps by reason",
                                "select reason, count(*) as count, sum(size)::ubigint as bytes"
                                        + " from gap",
                                id,
                                " group by reason"));
                sections.add(
                        rows(
                                "Gaps without known contents",
                                "select address, size, reason from gap",
                                id,
                                " and reason <> 'uncommitted' order by address"));
            }
        }
        return sections;
    }

    private Section sums(int id) throws IOException {
        return TableSections.of(
                "Sums",
                analysis.sql(
                        "select busy_count, busy_bytes, busy_user_bytes, free_count, free_bytes,"
                                + " largest_free, metadata_count, metadata_bytes, reserved_bytes,"
                                + " uncommitted_bytes, unknown_bytes, coverage, decoder from ("
                                + TableQuery.HEAPS.sql()
                                + ") where heap_id = "
                                + id,
                        1,
                        progress));
    }

    private Section rows(String title, String select, int id) throws IOException {
        return rows(title, select, id, " order by address");
    }

    private Section rows(String title, String select, int id, String rest) throws IOException {
        return TableSections.columns(
                title, analysis.sql(select + " where heap_id = " + id + rest, MOST, progress));
    }

    /** A segment. */
    List<Section> ofSegment(Place.Segment segment) throws IOException {
        Section form =
                new Section.Form("Segment " + Addresses.hex(segment.address()))
                        .add("address", Cell.address(segment.address()))
                        .add("last address", Cell.address(segment.address() + segment.size() - 1))
                        .add("reserved", Numbers.counted(segment.size(), "byte", "bytes"))
                        .end();
        return List.of(
                form,
                TableSections.columns(
                        "Blocks of the segment",
                        analysis.sql(
                                "select state, count(*) as count, sum(size)::ubigint as bytes,"
                                        + " max(size) as largest from blocks where segment_id = "
                                        + segment.id()
                                        + " group by state order by state",
                                MOST,
                                progress)),
                TableSections.columns(
                        "Gaps of the segment",
                        analysis.sql(
                                "select address, size, reason from gap where segment_id = "
                                        + segment.id()
                                        + " order by address",
                                MOST,
                                progress)));
    }
}
