package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.memory.Structure;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the tags of a heap. */
final class TagWriter {
    private final HeapModel heap;

    TagWriter(HeapModel heap) {
        this.heap = heap;
    }

    void write(Place place) {
        List<HeapTag> tags = heap.tags();
        if (tags.isEmpty()) {
            return;
        }
        Structure layout = heap.shape().structure("_HEAP_TAG_ENTRY");
        long table = heap.tagRegion();
        place.set("TagEntries", table)
                .set("NextAvailableTagIndex", tags.size())
                .set("MaximumTagIndex", PAGE / layout.size());
        for (int i = 0; i < tags.size(); i++) {
            HeapTag tag = tags.get(i);
            Place entry = new Place(place.memory(), layout, table + (long) i * layout.size());
            entry.set("Allocs", tag.allocations())
                    .set("Frees", tag.frees())
                    .set("Size", tag.units())
                    .set("TagIndex", i);
            byte[] name = tag.name().getBytes(StandardCharsets.UTF_16LE);
            place.memory().write(entry.of("TagName"), name);
        }
    }
}
