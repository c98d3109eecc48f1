package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.system.Columns;
import org.cairn.system.Listing;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.ObjectRecord;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.PageFrame;
import org.cairn.system.os2.PageFrame.State;
import org.cairn.system.os2.StructureText;
import org.cairn.system.os2.VirtualPage;
import org.eclipse.jdt.annotation.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists of page frames ({@code .mp}) and virtual pages ({@code .mv}). */
final class PageLists {
    private static final int PAGE_SHIFT = 12;

    private final Os2Kernel kernel;
    private final PageRecords records;
    private final StructureText text;

    PageLists(Os2Kernel kernel, PageRecords records, AddressSpace space) {
        this.kernel = kernel;
        this.records = records;
        this.text = new StructureText(kernel, space);
    }

    Listing frames() {
        return frames(records.frames(), records.pages());
    }

    Listing pages() {
        return pages(records.pages());
    }

    /** The pages at an address, of all arenas that hold it, and the frames that they are in. */
    List<Listing> at(long address, List<ArenaRecord> arenas) {
        List<VirtualPage> found =
                records.pages().stream()
                        .filter(page -> arenas.stream().anyMatch(a -> is(page, a, address)))
                        .toList();
        if (found.isEmpty()) {
            return List.of();
        }
        Set<Long> addresses = found.stream().map(VirtualPage::address).collect(Collectors.toSet());
        List<PageFrame> frames =
                records.frames().stream()
                        .filter(frame -> addresses.contains(frame.page()))
                        .toList();
        return frames.isEmpty()
                ? List.of(pages(found))
                : List.of(pages(found), frames(frames, found));
    }

    private static boolean is(VirtualPage page, ArenaRecord arena, long address) {
        return page.object() == arena.object()
                && page.page() == address - arena.start() >>> PAGE_SHIFT;
    }

    private Listing pages(List<VirtualPage> pages) {
        Map<Integer, @Nullable ArenaRecord> arenas = arenas();
        return Columns.of(VirtualPage.class)
                .hex("vpi", VirtualPage::number)
                .hex("pvp", VirtualPage::address)
                .someHex("frame", page -> only(page.isInMemory(), page.place()))
                .someHex("block", page -> only(!page.isInMemory(), page.place()))
                .hex("flags", VirtualPage::flags)
                .text("meaning", page -> text.meaning("vpage", page.flags()))
                .hex("page", VirtualPage::page)
                .hex("hob", VirtualPage::object)
                .someHex("va", page -> address(page, arenas))
                .count("references", VirtualPage::references)
                .text("owner", page -> kernel.ownerName(page.object()))
                .list("page", pages);
    }

    private Listing frames(List<PageFrame> frames, List<VirtualPage> pages) {
        Map<Integer, @Nullable ArenaRecord> arenas = arenas();
        Map<Long, @Nullable VirtualPage> byAddress = new HashMap<>();
        pages.forEach(page -> byAddress.put(page.address(), page));
        return Columns.of(PageFrame.class)
                .hex("frame", PageFrame::frame)
                .hex("ppf", PageFrame::address)
                .hex("physical", frame -> (long) frame.frame() << PAGE_SHIFT)
                .text("state", frame -> frame.state().label())
                .someHex("pvp", frame -> only(frame.page() != 0, frame.page()))
                .hex("flags", PageFrame::flags)
                .text("meaning", frame -> text.meaning("frame", frame.flags()))
                .someNumber("references", frame -> only(isInUse(frame), frame.references()))
                .someNumber("long_locks", frame -> only(isInUse(frame), frame.longLocks()))
                .someNumber("short_locks", frame -> only(isInUse(frame), frame.shortLocks()))
                .someHex("flink", frame -> only(!isInUse(frame), frame.next()))
                .someHex("blink", frame -> only(!isInUse(frame), frame.previous()))
                .hex("block", PageFrame::block)
                .someHex("hob", frame -> hob(frame, byAddress))
                .someHex(
                        "va",
                        frame ->
                                in(frame, byAddress)
                                        .map(page -> address(page, arenas))
                                        .orElse(OptionalLong.empty()))
                .text(
                        "owner",
                        frame ->
                                in(frame, byAddress)
                                        .map(page -> kernel.ownerName(page.object()))
                                        .orElse(""))
                .list("frame", frames);
    }

    private static boolean isInUse(PageFrame frame) {
        return frame.state() == State.IN_USE;
    }

    private static OptionalLong only(boolean present, long value) {
        return present ? OptionalLong.of(value) : OptionalLong.empty();
    }

    private static Optional<VirtualPage> in(
            PageFrame frame, Map<Long, @Nullable VirtualPage> pages) {
        VirtualPage page = pages.get(frame.page());
        return page == null ? Optional.empty() : Optional.of(page);
    }

    private static OptionalLong hob(PageFrame frame, Map<Long, @Nullable VirtualPage> pages) {
        return in(frame, pages)
                .map(page -> OptionalLong.of(page.object()))
                .orElse(OptionalLong.empty());
    }

    private Map<Integer, @Nullable ArenaRecord> arenas() {
        Map<Integer, @Nullable ArenaRecord> arenas = new HashMap<>();
        kernel.arenas().forEach(arena -> arenas.put(arena.handle(), arena));
        return arenas;
    }

    /** The linear address of a page, where its object has a range of memory of its own. */
    private OptionalLong address(VirtualPage page, Map<Integer, @Nullable ArenaRecord> arenas) {
        OptionalLong address = OptionalLong.empty();
        for (ObjectRecord object : kernel.object(page.object()).stream().toList()) {
            ArenaRecord arena = object.isPseudo() ? null : arenas.get(object.arena());
            if (arena != null) {
                address = OptionalLong.of(arena.start() + ((long) page.page() << PAGE_SHIFT));
            }
        }
        return address;
    }
}
