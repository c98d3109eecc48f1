package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.lfh.LfhLayout.Format;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.eclipse.jdt.annotation.Nullable;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out how a container is divided. The container's own header, its subsegment and, where these
 * fail, the headers of its blocks are asked; where they differ, the one that the blocks confirm is
 * taken and the other is reported.
 */
final class Divider {
    private static final int FIRST_MASK = 0xffff;

    /** Headers side by side that are proof of a division. */
    private static final int PROOF = 3;

    private final HeapMemory memory;
    private final LfhLayout layout;
    private final LfhKey key;
    private final Zones zones;
    private final Report report;
    private final Set<Long> astray = new HashSet<>();
    private int withoutSubsegment;
    private long firstWithout;

    Divider(HeapMemory memory, LfhLayout layout, LfhKey key, Zones zones, Report report) {
        this.memory = memory;
        this.layout = layout;
        this.key = key;
        this.zones = zones;
        this.report = report;
    }

    /** What an entry turned out to be. */
    enum Nature {
        /** No container. */
        FOREIGN,
        /** A container that waits for new use. */
        CACHED,
        /** Perhaps a container: its header is not there. */
        ABSENT,
        /** A container of which it is not known how it is divided. */
        UNDIVIDED,
        /** A container. */
        DIVIDED
    }

    /**
     * How an entry is divided.
     *
     * @param nature what it is
     * @param container the blocks, null unless it is divided
     * @param subsegment that has it, empty when that is not known
     * @param why it is not divided
     */
    record Result(
            Nature nature,
            @Nullable Container container,
            Optional<Subsegment> subsegment,
            Absence why) {
        static Result without(Nature nature, Absence why) {
            return new Result(nature, null, Optional.empty(), why);
        }
    }

    /** Looks at an entry of the back end. */
    Result divide(long at, long bytes) {
        long address = at + layout.unit();
        long room = bytes - layout.unit();
        Optional<UserBlocks> header =
                room < layout.user().bytes()
                        ? Optional.empty()
                        : UserBlocks.read(memory, layout, address);
        if (header.isEmpty()) {
            return room < layout.user().bytes()
                    ? Result.without(Nature.FOREIGN, Absence.CORRUPT)
                    : withoutHeader(at, bytes, address, memory.absence());
        }
        UserBlocks found = header.get();
        Optional<Subsegment> named = Subsegment.read(memory, layout, found.subsegment());
        Optional<Subsegment> mutual = named.filter(s -> s.userBlocks() == address);
        Optional<Subsegment> listed = mutual.or(() -> zones.subsegmentOf(address));
        boolean mapped = layout.format() == Format.BITMAP;
        boolean shaped = mapped && found.ownsBitmap(layout);
        if (listed.isEmpty()
                && (layout.format() == Format.CHAINED || !found.isSigned() && !shaped)) {
            return Result.without(Nature.FOREIGN, Absence.CORRUPT);
        }
        if (listed.isEmpty() && isInCache(found)) {
            return Result.without(Nature.CACHED, Absence.CORRUPT);
        }
        checkHeader(found, named, mutual, listed);
        UserBlocks user = listed.map(found::of).orElse(found);
        Optional<Subsegment> subsegment = listed.or(() -> named);
        return mapped
                ? mapped(at, bytes, user, listed, subsegment)
                : plain(at, bytes, user, subsegment);
    }

    private Result withoutHeader(long at, long bytes, long address, Absence why) {
        Optional<Subsegment> listed =
                zones.subsegmentOf(address).filter(s -> s.fits(layout, bytes - layout.unit()));
        if (listed.isEmpty()) {
            return Result.without(Nature.ABSENT, why);
        }
        Subsegment subsegment = listed.get();
        UserBlocks user =
                new UserBlocks(address, subsegment.address(), 0, LfhLayout.SIGNATURE, 0, 0, 0);
        return divided(at, bytes, user, ofSubsegment(subsegment, subsegment.count()), listed);
    }

    /** Whether the container's link, which lies over its subsegment, leads on in a cache. */
    private boolean isInCache(UserBlocks user) {
        return user.isSigned()
                && (user.subsegment() == 0
                        || UserBlocks.read(memory, layout, user.subsegment())
                                .filter(UserBlocks::isSigned)
                                .isPresent());
    }

    private void checkHeader(
            UserBlocks user,
            Optional<Subsegment> named,
            Optional<Subsegment> mutual,
            Optional<Subsegment> listed) {
        if (!user.isSigned()) {
            report.tell(
                    LfhRule.USER_BLOCKS,
                    user.address() + layout.user().signature(),
                    user + " have no signature",
                    hex(LfhLayout.SIGNATURE),
                    hex(user.signature()));
        }
        if (mutual.isPresent()) {
            return;
        }
        if (listed.isPresent()) {
            report.tell(
                    LfhRule.USER_BLOCKS,
                    user.address() + layout.user().subsegment(),
                    user + " name another subsegment than the one that has them",
                    Addresses.hex(listed.get().address()),
                    Addresses.hex(user.subsegment()));
        } else if (named.isPresent()) {
            astray.add(named.get().address());
            report.tell(
                    LfhRule.USER_BLOCKS,
                    named.get().address() + layout.subsegment().userBlocks(),
                    "subsegment "
                            + Addresses.hex(named.get().address())
                            + " does not lead back to "
                            + user,
                    Addresses.hex(user.address()),
                    Addresses.hex(named.get().userBlocks()));
        } else if (withoutSubsegment++ == 0) {
            firstWithout = user.subsegment();
        }
    }

    private Result mapped(
            long at,
            long bytes,
            UserBlocks user,
            Optional<Subsegment> listed,
            Optional<Subsegment> subsegment) {
        long room = bytes - layout.unit();
        int count = count(user, listed, subsegment, room);
        @Nullable Geometry decoded = key.offsetsKnown() ? decode(user, count) : null;
        @Nullable
        Geometry own = subsegment.isPresent() ? ofSubsegment(subsegment.get(), count) : null;
        @Nullable Geometry best = decoded;
        if (decoded == null) {
            best = own;
        } else if (own != null && !decoded.isSameAs(own) || !decoded.fits(layout, room)) {
            @Nullable Geometry other = own == null ? byWords(user, count, room) : own;
            best = better(user, decoded, other, room);
            report.tell(
                    LfhRule.OFFSETS,
                    own != null && best == decoded
                            ? subsegment.get().address() + layout.subsegment().blockSize()
                            : user.address() + layout.user().encodedOffsets(),
                    "sizes of the blocks of " + user + " disagree, or do not fit",
                    best == null ? "" : text(best),
                    best == decoded && own != null ? text(own) : text(decoded));
        }
        if (best == null || !best.fits(layout, room)) {
            best = byWords(user, count, room);
        }
        return best == null
                ? Result.without(Nature.UNDIVIDED, undividedBecause(subsegment))
                : divided(at, bytes, user, best, listed);
    }

    /**
     * The number of blocks as the bitmap and the subsegment say it; where they differ, or where the
     * header behind the last one is one of a block, as the headers have it.
     */
    private int count(
            UserBlocks user,
            Optional<Subsegment> listed,
            Optional<Subsegment> subsegment,
            long room) {
        checkBitmap(user);
        int own = subsegment.map(Subsegment::count).orElse(0).intValue();
        int bits = user.hasBits() ? (int) user.bits() : own;
        int least = listed.isPresent() ? Math.min(own, bits) : bits;
        int confirmed = confirmed(user, least, room);
        if (listed.isPresent() && own != bits) {
            boolean isOwn = confirmed == own;
            tellCount(user, listed, isOwn, "SizeOfBitMap " + bits, "BlockCount " + own);
            return isOwn ? own : bits;
        }
        if (confirmed > bits) {
            tellCount(user, listed, false, confirmed + " blocks", "BlockCount " + bits);
            return confirmed;
        }
        return bits;
    }

    private int confirmed(UserBlocks user, int least, long room) {
        Geometry shape = decode(user, Math.max(1, least));
        return key.offsetsKnown() && shape.fits(layout, room)
                ? shape.confirmed(memory, layout, key, user, room)
                : Geometry.UNKNOWN;
    }

    private void tellCount(
            UserBlocks user,
            Optional<Subsegment> listed,
            boolean bitmapIsWrong,
            String bits,
            String own) {
        boolean atBitmap = bitmapIsWrong || listed.isEmpty();
        report.tell(
                LfhRule.OFFSETS,
                atBitmap
                        ? user.address() + layout.user().bitmapSize()
                        : listed.get().address() + layout.subsegment().blockCount(),
                "number of blocks of " + user + " is wrong",
                bitmapIsWrong ? own : bits,
                bitmapIsWrong ? bits : own);
    }

    private void checkBitmap(UserBlocks user) {
        if (!user.ownsBitmap(layout)) {
            report.tell(
                    LfhRule.BITMAP,
                    user.address()
                            + (user.hasBits()
                                    ? layout.user().bitmapBuffer()
                                    : layout.user().bitmapSize()),
                    "bitmap of " + user + " is not its own",
                    Addresses.hex(user.address() + layout.user().bitmapData()),
                    Addresses.hex(user.bitmap())
                            + ", "
                            + Long.toUnsignedString(user.bits())
                            + " bits");
        }
    }

    private Result plain(long at, long bytes, UserBlocks user, Optional<Subsegment> subsegment) {
        long room = bytes - layout.unit();
        @Nullable
        Geometry own =
                subsegment.isPresent()
                        ? ofSubsegment(subsegment.get(), subsegment.get().count())
                        : null;
        if (own != null && own.fits(layout, room) && own.support(memory, layout, key, user) >= 0) {
            int confirmed = own.confirmed(memory, layout, key, user, room);
            if (confirmed <= own.count()) {
                return divided(at, bytes, user, own, subsegment);
            }
            tellCount(user, subsegment, false, confirmed + " blocks", "BlockCount " + own.count());
            return divided(
                    at,
                    bytes,
                    user,
                    new Geometry(own.first(), own.stride(), confirmed),
                    subsegment);
        }
        @Nullable Geometry found = byWords(user, own == null ? 0 : own.count(), room);
        if (own != null && (found != null || !own.fits(layout, room))) {
            report.tell(
                    LfhRule.OFFSETS,
                    subsegment.get().address() + layout.subsegment().blockSize(),
                    "blocks of subsegment "
                            + Addresses.hex(subsegment.get().address())
                            + " do not fit into its container",
                    found == null ? "at most " + Addresses.hex(room) + " bytes" : text(found),
                    text(own));
        }
        @Nullable
        Geometry best = found == null && own != null && own.fits(layout, room) ? own : found;
        return best == null
                ? Result.without(Nature.UNDIVIDED, undividedBecause(subsegment))
                : divided(at, bytes, user, best, subsegment);
    }

    private Absence undividedBecause(Optional<Subsegment> subsegment) {
        return subsegment.isPresent() ? Absence.CORRUPT : Absence.NOT_CAPTURED;
    }

    private Geometry decode(UserBlocks user, int count) {
        int offsets = key.decode(user);
        return new Geometry(offsets & FIRST_MASK, offsets >>> Short.SIZE, count);
    }

    private Geometry ofSubsegment(Subsegment subsegment, int count) {
        return new Geometry(layout.firstOffset(count), subsegment.stride(), count);
    }

    private @Nullable Geometry better(
            UserBlocks user, Geometry one, @Nullable Geometry other, long room) {
        if (other == null || !other.fits(layout, room)) {
            return one.fits(layout, room) ? one : null;
        }
        boolean first =
                one.fits(layout, room)
                        && one.support(memory, layout, key, user)
                                > other.support(memory, layout, key, user);
        return first ? one : other;
    }

    /**
     * The shortest division of which several headers in a row confirm that they are of this
     * container. Where the number of blocks is not known or cannot be, the last header that is one
     * of this container tells it.
     */
    private @Nullable Geometry byWords(UserBlocks user, int count, long room) {
        int first = layout.firstOffset(count);
        for (int stride = layout.unit();
                key.wordKnown() && first + 2L * stride <= room;
                stride += layout.unit()) {
            int most = (int) Math.min((room - first) / stride, UserBlocks.MAX_BLOCKS);
            Geometry probe = new Geometry(first, stride, Math.min(most, PROOF));
            if (probe.support(memory, layout, key, user) == probe.count()) {
                return count > 0 && count <= most
                        ? new Geometry(first, stride, count)
                        : new Geometry(first, stride, most)
                                .withoutPadding(memory, layout, key, user);
            }
        }
        return null;
    }

    private Result divided(
            long at, long bytes, UserBlocks user, Geometry how, Optional<Subsegment> subsegment) {
        return new Result(
                Nature.DIVIDED,
                new Container(
                        at,
                        at + bytes,
                        user,
                        user.address() + how.first(),
                        how.stride(),
                        how.count()),
                subsegment,
                Absence.CORRUPT);
    }

    /** Whether it was told of a subsegment that it does not lead back to its container. */
    boolean isAstray(Subsegment subsegment) {
        return astray.contains(subsegment.address());
    }

    /** Says how many containers could not be compared with their subsegments. */
    void close() {
        if (withoutSubsegment > 0) {
            report.tell(
                    LfhRule.ABSENT,
                    firstWithout,
                    "subsegments of "
                            + withoutSubsegment
                            + " LFH containers are absent: these were not compared with them");
        }
    }

    private static String text(Geometry geometry) {
        return geometry.count()
                + " blocks of "
                + Addresses.hex(geometry.stride())
                + " bytes from "
                + Addresses.hex(geometry.first());
    }

    private static String hex(int value) {
        return Addresses.hex(Integer.toUnsignedLong(value));
    }
}
