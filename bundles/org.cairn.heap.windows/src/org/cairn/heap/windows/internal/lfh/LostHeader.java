package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recovers what {@code _HEAP} would say of heaps of 8 and later whose {@code _HEAP} is not in the
 * dump, from their containers: the size and the flags of the back end's entry that holds a
 * container are known, so that its encoded header gives {@code Encoding}; {@code EncodedOffsets}
 * and the headers of blocks give {@code _HEAP ^ _LFH_HEAP}, and {@code LocalInfo} points into the
 * reservation that {@code _LFH_HEAP} begins. Checked with a dump of 10 20H2 (19042) without {@code
 * _HEAP}: six containers agree, and 33 entries of the back end then follow each other without an
 * error.
 *
 * @param header what {@code _HEAP} would say
 * @param containers how many containers agree
 */
public record LostHeader(HeapHeader header, int containers) {
    private static final int MAX_CONTAINERS = 1 << 12;
    private static final int MAX_SIZE_INDEX = 18;
    private static final long LOW = 0xffff_ffffL;
    private static final int UNITS = 0xffff;

    /** {@code Flags} of an entry that is a container. */
    private static final int FLAGS = EntryFormat.BUSY | EntryFormat.INTERNAL;

    /**
     * Looks through the whole memory of a process.
     *
     * @param space its memory
     * @param layout of its heaps
     * @param lfh of their front end
     * @param progress tells of cancellation
     * @return the heaps of which enough is there to be sure
     */
    public static List<LostHeader> find(
            AddressSpace space, HeapLayout layout, LfhLayout lfh, Progress progress) {
        List<LostHeader> found = new ArrayList<>();
        if (lfh.format() != LfhLayout.Format.BITMAP) {
            return found;
        }
        UserBlocksScan scan = new UserBlocksScan(lfh, MAX_CONTAINERS, progress);
        long last = lfh.pointerSize() == Integer.BYTES ? LOW : -1L;
        scan.scan(space, 0, last);
        HeapMemory memory = new HeapMemory(space, layout);
        Map<Long, Group> groups = new LinkedHashMap<>();
        for (int i = 0; i < scan.found().size(); i++) {
            long address = scan.found().get(i);
            UserBlocks.read(memory, lfh, address)
                    .filter(user -> user.ownsBitmap(lfh) && user.sizeIndex() <= MAX_SIZE_INDEX)
                    .flatMap(user -> Subsegment.read(memory, lfh, user.subsegment()))
                    .filter(subsegment -> subsegment.userBlocks() == address)
                    .map(subsegment -> subsegment.localInfo() & -HeapLayout.RESERVATION)
                    .ifPresent(
                            front ->
                                    groups.computeIfAbsent(front, key -> new Group(memory, lfh))
                                            .add(address));
        }
        groups.forEach((front, group) -> group.header(front).ifPresent(found::add));
        return found;
    }

    /** The containers of one heap. */
    private static final class Group {
        private final HeapMemory memory;
        private final LfhLayout lfh;
        private final KeySearch search;
        private final Ballot fields = new Ballot();
        private final Ballot previous = new Ballot();
        private final LongList entries = new LongList();

        Group(HeapMemory memory, LfhLayout lfh) {
            this.memory = memory;
            this.lfh = lfh;
            this.search = new KeySearch(memory, lfh);
        }

        void add(long address) {
            search.add(address);
            long entry = address - lfh.unit();
            int sizeIndex =
                    UserBlocks.read(memory, lfh, address).map(UserBlocks::sizeIndex).orElse(0);
            int units = (lfh.unit() + (1 << sizeIndex)) / lfh.unit() & UNITS;
            if (memory.hasHeader(entry)) {
                EntryFormat format = lfh.entry();
                long raw = memory.rawHeader();
                int tag = units & 0xff ^ units >>> Byte.SIZE ^ FLAGS;
                fields.vote(
                        format.units(raw) ^ units
                                | (format.flags(raw) ^ FLAGS) << Short.SIZE
                                | (format.smallTagIndex(raw) ^ tag) << Short.SIZE + Byte.SIZE);
                entries.add(entry);
            }
            long next = entry + (long) units * lfh.unit();
            if (memory.hasHeader(next)) {
                previous.vote(lfh.entry().previousUnits(memory.rawHeader()) ^ units);
            }
        }

        Optional<LostHeader> header(long front) {
            LfhKey key = search.result(0, 0);
            if (!fields.isDecided()
                    || !previous.isDecided()
                    || !key.wordKnown()
                    || !key.offsetsKnown()) {
                return Optional.empty();
            }
            EntryFormat format = lfh.entry();
            long encoding =
                    (fields.best() & 0xffffL) << format.size()
                            | (fields.best() >>> Short.SIZE & 0xffL) << format.flags()
                            | (fields.best() >>> Short.SIZE + Byte.SIZE & 0xffL)
                                    << format.smallTagIndex()
                            | (previous.best() & 0xffffL) << format.previousSize();
            long heap = heap((key.word() ^ key.offsets() ^ (int) front) & LOW);
            boolean plausible =
                    (heap & HeapLayout.RESERVATION - 1) == 0 && !memory.isPresent(heap, 1);
            HeapHeader header =
                    new HeapHeader(
                            heap,
                            0,
                            encoding,
                            true,
                            true,
                            HeapHeader.UNKNOWN,
                            front,
                            HeapHeader.LFH,
                            HeapHeader.UNKNOWN);
            return plausible
                    ? Optional.of(new LostHeader(header, fields.bestCount()))
                    : Optional.empty();
        }

        /** The heap with these low 32 bits that lies before its first container. */
        private long heap(long low) {
            long entry = entries.get(0);
            long heap = entry & ~LOW | low;
            return Long.compareUnsigned(heap, entry) < 0 ? heap : heap - LOW - 1;
        }
    }
}
