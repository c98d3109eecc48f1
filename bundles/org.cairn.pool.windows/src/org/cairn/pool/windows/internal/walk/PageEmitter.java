package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.cairn.pool.windows.internal.kernel.Addresses64;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.Verifier;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagOwners;

import java.util.Optional;

/** Reports the blocks of single pages, and what contradicts the format in them. */
final class PageEmitter {
    private static final int MAX_LISTABLE = 1 << 22;

    private final PoolHeader header;
    private final PoolPage page;
    private final BlockSink sink;
    private final TagOwners owners;
    private final PoolReport report;
    private final Parked parked;
    private final Stamp stamp;
    private final Verifier verifier;
    private final boolean paged;
    private final int flags;
    private final PageJudge judge;
    private final Doubts doubts;
    private final PoolIndexes indexes;
    private final ListedStamps stamps;
    private final Charges charges;
    private final Addresses64 listable = new Addresses64();
    private final int small;
    private final int lookaside;
    private final int deferred;

    PageEmitter(
            PoolKernel kernel,
            PageJudge judge,
            BlockSink sink,
            TagOwners owners,
            PoolReport report,
            Doubts doubts,
            Parked parked,
            boolean paged,
            int flags) {
        this.flags = flags;
        this.judge = judge;
        page = judge.page();
        header = page.header();
        this.sink = sink;
        this.owners = owners;
        this.report = report;
        this.doubts = doubts;
        indexes = new PoolIndexes(header);
        this.parked = parked;
        stamp = Stamp.of(kernel, parked);
        charges = new Charges(kernel, stamp);
        stamps = new ListedStamps(stamp, parked);
        verifier = new Verifier(kernel);
        this.paged = paged;
        small = sink.kind("pool block");
        lookaside = sink.kind("lookaside");
        deferred = sink.kind("deferred free");
    }

    /** Free blocks with room for links. */
    Addresses64 listable() {
        return listable;
    }

    /** Tells what only all pages together tell. */
    void close() {
        indexes.close(report);
        stamps.close(report);
        charges.close(report);
    }

    /** Reports a page that was read and is covered by blocks. */
    void whole(long address) {
        indexes.take(page);
        blocks(address);
    }

    private void blocks(long address) {
        boolean freeBefore = false;
        for (int i = 0; i < page.count(); i++) {
            int offset = page.offset(i);
            int word = page.word(i);
            boolean isFree = header.isFree(word);
            if (isFree) {
                if (freeBefore) {
                    doubts.missing(header.size(word) + header.size(page.word(i - 1)));
                    adjacent(address, page.offset(i - 1), offset);
                }
                free(address + offset, word);
            } else {
                busy(address, offset, word);
            }
            freeBefore = isFree;
        }
    }

    /** Of two free blocks side by side the one is wrong that no list leads to. */
    private void adjacent(long address, int first, int second) {
        boolean isFirst =
                judge.isListed(second) && !judge.isListed(first)
                        || judge.isMissing(first) && !judge.isMissing(second);
        long wrong = address + (isFirst ? first : second);
        if (!report.hasTold(wrong)) {
            report.tell(
                    PoolRule.ADJACENT,
                    wrong,
                    "free block "
                            + Addresses.hex(wrong)
                            + (isFirst ? " is followed by another one" : " follows another one"),
                    "one block",
                    "two");
        }
    }

    private void free(long block, int word) {
        int size = header.size(word);
        if (size >= header.bytes() + 2 * header.pointerSize() && listable.size() < MAX_LISTABLE) {
            listable.add(block);
        }
        sink.block(
                block,
                size,
                block + header.bytes(),
                size - header.bytes(),
                BlockState.FREE,
                small,
                BlockSink.NO_OWNER,
                flags);
    }

    private void busy(long address, int offset, int word) {
        long block = address + offset;
        long user = block + header.bytes();
        int size = header.size(word);
        int tag = page.tagAt(offset);
        boolean onList = parked.lookaside().contains(user);
        boolean pending = !onList && parked.deferred().contains(user);
        boolean stamped = !onList && !pending && stamp.isParked(page, offset, word, block);
        boolean cached = onList || pending || stamped;
        if (onList) {
            stamps.onLookaside(page, offset, word);
        } else if (pending) {
            stamps.deferred(page, offset, word);
        } else if (!stamped) {
            charges.take(page, offset, word);
        }
        sink.block(
                block,
                size,
                user,
                size - header.bytes(),
                cached ? BlockState.FREE : BlockState.BUSY,
                pending ? deferred : cached ? lookaside : small,
                cached ? owners.owner(tag) : owner(tag, user, block + size, word),
                cached ? flags | BlockSink.CACHED : flags);
        boolean isOther = (header.type(word) & 1) != 0 != paged;
        if (!PoolTag.isPrintable(tag)) {
            doubts.missing(size);
        }
        if (!isOther && !PoolTag.isPrintable(tag) && !judge.isListed(offset)) {
            report.tell(
                    PoolRule.TAG,
                    block + PoolHeader.TAG,
                    "tag of block " + Addresses.hex(block) + " cannot be printed",
                    "four printable characters",
                    PoolTag.bytes(tag));
        }
        if (isOther) {
            report.tell(
                    PoolRule.TYPE,
                    block,
                    "block "
                            + Addresses.hex(block)
                            + " is not of the pool that its page belongs to",
                    paged ? "paged" : "nonpaged",
                    "type " + Addresses.hex(header.poolType().get(word)));
        }
    }

    private int owner(int tag, long user, long end, int word) {
        long bytes = end - user + header.bytes();
        return (header.type(word) & TypeCode.VERIFIER) == 0
                ? owners.busy(tag, bytes)
                : verifier.behind(user, end)
                        .map(entry -> owners.busy(tag, bytes, verifier.place(entry.caller())))
                        .orElseGet(() -> owners.busy(tag, bytes))
                        .intValue();
    }

    /**
     * Reports a page that is not covered by blocks.
     *
     * @param address a page that looks like one of small blocks
     */
    void damaged(long address) {
        int from = 0;
        int previous = 0;
        while (from < PoolHeader.PAGE) {
            boolean complete = page.follow(from, previous);
            if (!complete) {
                Optional<PageJudge.WrongSize> wrong = judge.wrongSize(previous);
                complete = wrong.isPresent();
                wrong.ifPresent(size -> mend(address, size));
                page.follow(from, previous);
            }
            int at = page.end();
            int last = page.count() - 1;
            int before = last < 0 ? -1 : page.offset(last);
            int size = last < 0 ? previous : header.blockSize().get(page.word(last));
            blocks(address);
            if (complete) {
                return;
            }
            if (judge.leads(at)) {
                tellPrevious(address, at, before, size);
                previous = -1;
                from = at;
            } else {
                int next = judge.resume(at);
                tellChain(address, at, before, next);
                sink.gap(address + at, (long) next - at, Absence.CORRUPT);
                doubts.missing(next - at);
                previous = -1;
                from = next;
            }
        }
    }

    /** Tells a wrong size, and puts the right one in its place. */
    private void mend(long address, PageJudge.WrongSize wrong) {
        int bytes = wrong.next() - wrong.block();
        int units = bytes / header.unit();
        boolean last = wrong.next() == PoolHeader.PAGE;
        report.tell(
                PoolRule.CHAIN,
                address + wrong.block(),
                "size of block "
                        + Addresses.hex(address + wrong.block())
                        + " is wrong: "
                        + (last
                                ? "it is the last one of the page"
                                : "the header behind it is at "
                                        + Addresses.hex(address + wrong.next())),
                size(units),
                size(header.blockSize().get(page.wordAt(wrong.block()))));
        if (last) {
            doubts.missing(bytes);
            doubts.surplus(bytes);
        }
        page.mend(wrong.block(), units);
    }

    private void tellPrevious(long address, int at, int before, int size) {
        report.tell(
                PoolRule.PREVIOUS,
                address + at,
                "header of block "
                        + Addresses.hex(address + at)
                        + " names another size of the block before"
                        + suspect(address, before),
                size(size),
                size(header.previousSize().get(page.wordAt(at))));
    }

    private void tellChain(long address, int at, int before, int next) {
        boolean last = before >= 0 && next == PoolHeader.PAGE;
        report.tell(
                PoolRule.CHAIN,
                address + at,
                "header at "
                        + Addresses.hex(address + at)
                        + " is none"
                        + suspect(address, before)
                        + (last ? ", whose size is wrong if it is the last of the page" : ""),
                "a header that leads to the next or to the end of the page",
                Addresses.hex(Integer.toUnsignedLong(page.wordAt(at))));
    }

    /** A size as a header has it, and what it means. */
    private String size(int units) {
        return "%s (%d bytes)".formatted(Addresses.hex(units), units * header.unit());
    }

    /** Whoever wrote past the end of his block is most likely the one before. */
    private String suspect(long address, int before) {
        return before < 0
                ? ""
                : "; before it is block "
                        + Addresses.hex(address + before)
                        + ", tag "
                        + PoolTag.text(page.tagAt(before));
    }
}
