package org.cairn.pool.windows.internal.walk;

import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.layout.TypeCode;
import org.cairn.pool.windows.internal.owner.PoolTag;

import java.util.Optional;

/** Judges by its bytes whether a page is one of small blocks. For one thread. */
final class PageJudge {
    private static final int PAGE = PoolHeader.PAGE;

    /** So much of a damaged page must be sound from its beginning, and to its end. */
    private static final int SOUND_PART = PAGE / 8;

    /** So much of a page whose first header is damaged must be sound to its end. */
    private static final int SOUND_TAIL = PAGE / 2;

    private final PoolPage page;
    private final PoolHeader header;
    private final BlockProofs proofs;

    /** Judges by what is in the page alone. */
    PageJudge(PoolPage page) {
        this(page, BlockProofs.NONE);
    }

    /** Judges by what others tell of its blocks, too. */
    PageJudge(PoolPage page, BlockProofs proofs) {
        this.page = page;
        this.proofs = proofs;
        this.header = page.header();
    }

    /** The page that is judged. */
    PoolPage page() {
        return page;
    }

    /**
     * Whether the blocks of the page that was read last look like those of a pool: most of those in
     * use have a tag of printable characters.
     */
    boolean isTagged() {
        int printable = 0;
        int busy = 0;
        for (int i = 0; i < page.count(); i++) {
            if (!header.isFree(page.word(i))) {
                busy++;
                printable += PoolTag.isPrintable(page.tagAt(page.offset(i))) ? 1 : 0;
            }
        }
        return busy > 0 && printable * 2 >= busy;
    }

    /** Whether the types of all blocks in use of the page that was read last are usual ones. */
    boolean isUsual() {
        for (int i = 0; i < page.count(); i++) {
            int word = page.word(i);
            if (!header.isFree(word) && !header.code().isUsual(header.poolType().get(word))) {
                return false;
            }
        }
        return true;
    }

    /** Whether most blocks in use of the page that was read last are paged. */
    boolean isPaged() {
        int balance = 0;
        for (int i = 0; i < page.count(); i++) {
            if (!header.isFree(page.word(i))) {
                balance += (header.type(page.word(i)) & TypeCode.PAGED) != 0 ? 1 : -1;
            }
        }
        return balance > 0;
    }

    /**
     * Whether a page that is not covered by blocks was once: the header at its beginning is sound
     * and leads to others, or only its size is wrong, as the next header proves, or only that
     * header is damaged and from some place the rest is sound.
     *
     * @param address of the page
     */
    boolean isDamaged(long address) {
        if (page.read(address) || !page.isPresent()) {
            return false;
        }
        page.copy();
        int sound = sound();
        int end = page.end();
        if (sound >= 2 && end >= SOUND_PART
                || isProven()
                || sound == 1 && end >= SOUND_PART && hasSoundTail(end, SOUND_PART)
                || sound > 0 && hasSoundTail(end, SOUND_TAIL)) {
            return true;
        }
        boolean linked = page.pointerAt(0) % PAGE == 0;
        return !linked && (page.follow(0, -1) && sound() >= 2 || hasSoundTail(0, SOUND_TAIL));
    }

    /**
     * Whether all that is wrong in the page whose blocks were just followed from its beginning is
     * the size of one block of three or more, or that of the last one, which is in use.
     */
    private boolean isProven() {
        return isSuspect(0, 0)
                && PoolTag.isPrintable(page.tagAt(0))
                && wrongSize(0).filter(this::isConvincing).isPresent();
    }

    private boolean isConvincing(WrongSize wrong) {
        return wrong.next() < PAGE
                ? wrong.block() > 0 || page.count() > 1
                : wrong.block() >= SOUND_PART && !header.isFree(page.wordAt(wrong.block()));
    }

    /**
     * A block whose size is wrong, as the header behind it proves.
     *
     * @param block offset of its header
     * @param next offset of the header behind it, from which blocks lead to the end of the page;
     *     the size of a page for the last block
     */
    record WrongSize(int block, int next) {}

    /**
     * Looks for a wrong size where the blocks that were just followed end: it is that of the last
     * of them, or of the one whose header leads nowhere. That is the last one of the page when no
     * header is behind it.
     *
     * @param previous the size in units of the block before the first of them; -1 when not known
     * @return empty when nothing proves it
     */
    Optional<WrongSize> wrongSize(int previous) {
        int at = page.end();
        int last = page.count() - 1;
        int size = last < 0 ? previous : header.blockSize().get(page.word(last));
        if (last >= 0) {
            int before = page.offset(last);
            int free = last > 0 && isSplit(last) ? page.offset(last - 1) : before;
            boolean leads = leads(at);
            if (leads && free < before && names(at, free)) {
                return Optional.of(new WrongSize(free, at));
            }
            int known = header.isFree(page.wordAt(before)) ? proofs.listed(before) : 0;
            int next = known == at - before ? at : behind(before);
            boolean isRivalled = leads || isListed(at) ? !page.begins(at) : isDestroyed(at, next);
            if (next != at && (known == next - before || next < PAGE && !isRivalled)) {
                return Optional.of(new WrongSize(before, next));
            }
            if (leads) {
                return Optional.empty();
            }
        }
        if (isBlank(at) || !isSuspect(at, size)) {
            return Optional.empty();
        }
        int next = behind(at);
        return next < PAGE || at > 0 && isLast(at)
                ? Optional.of(new WrongSize(at, next))
                : Optional.empty();
    }

    /**
     * Whether a header is damaged, rather than the size that leads to it wrong: a header behind it
     * names it, or lists contradict the one that the other size would lead to.
     */
    private boolean isDestroyed(int damaged, int other) {
        int worth = other < PAGE && page.follow(other, -1) ? worth() : 0;
        int next = successor(damaged);
        return worth <= PAGE || next < PAGE && (other < damaged || worth() >= worth);
    }

    /** Whether nothing but a remain inside of a block is behind it. */
    private boolean isLast(int block) {
        return resume(block) == PAGE || page.count() == 1 && !header.isFree(page.wordAt(block));
    }

    /** Whether two free blocks stand side by side, the second of which may be a remain. */
    private boolean isSplit(int second) {
        return header.isFree(page.word(second)) && header.isFree(page.word(second - 1));
    }

    /** Whether a list of free blocks leads to one. */
    boolean isListed(int block) {
        return proofs.listed(block) > 0;
    }

    /** Whether a free block has room for links, but no list leads to it. */
    boolean isMissing(int block) {
        return proofs.isMissing(block, header.size(page.wordAt(block)));
    }

    /** The header behind a free block as its list says, else as that header says. */
    private int behind(int block) {
        int next = block + proofs.listed(block);
        boolean isListed = next > block && (next == PAGE || page.follow(next, -1));
        return isListed ? next : successor(block);
    }

    /**
     * The offset behind a damaged header from which blocks lead to the end of the page: where its
     * list says that a free block ends, of a header that names the distance, else the first one
     * that is more than a remain. Its blocks are followed.
     */
    int resume(int damaged) {
        int next = behind(damaged);
        if (next < PAGE || proofs.listed(damaged) == PAGE - damaged) {
            return next;
        }
        for (int at = damaged + header.unit(); at < PAGE; at += header.unit()) {
            if (begins(at) && page.follow(at, -1) && isKept(damaged)) {
                return at;
            }
        }
        return PAGE;
    }

    /**
     * Whether what was followed is no remain: more than one block, or one that lists lead to, or
     * that is behind two damaged headers, the first of which was that of a block of one unit.
     */
    private boolean isKept(int damaged) {
        return worth() > PAGE
                && (page.count() > 1
                        || proofs.isListed(page)
                        || names(page.offset(0), damaged + header.unit()));
    }

    /**
     * How much of what was followed is sound: its blocks, more when no free one is missing in the
     * lists, and nothing when a listed one begins inside of another.
     */
    private int worth() {
        boolean isUnlisted = false;
        for (int i = 0; i < page.count(); i++) {
            int size = header.size(page.word(i));
            for (int at = page.offset(i) + header.unit();
                    at < page.offset(i) + size;
                    at += header.unit()) {
                if (isListed(at)) {
                    return 0;
                }
            }
            isUnlisted |= header.isFree(page.word(i)) && isMissing(page.offset(i));
        }
        return page.count() + (isUnlisted ? 0 : PAGE);
    }

    /** Whether a header at an offset names the distance to another one as the size before. */
    boolean names(int at, int before) {
        return header.previousSize().get(page.wordAt(at)) * header.unit() == at - before;
    }

    /** Whether nothing is left of a header. */
    private boolean isBlank(int at) {
        return page.wordAt(at) == 0 && page.tagAt(at) == 0;
    }

    /** Whether a header is sound but for its size. */
    private boolean isSuspect(int at, int previous) {
        int word = page.wordAt(at);
        return (previous < 0 || header.previousSize().get(word) == previous) && isOwn(at);
    }

    /** Whether a header whose size of the block before is wrong leads to the end of the page. */
    boolean leads(int at) {
        return isOwn(at) && page.follow(at, -1);
    }

    /** Whether a header is free, or of the pool and with a tag of printable characters. */
    private boolean isOwn(int at) {
        int type = header.poolType().get(page.wordAt(at));
        return looksLikeHeader(at)
                && (header.code().isFree(type)
                        || header.code().isUsual(type) && proofs.isOwn(header.code().type(type)));
    }

    /**
     * The header behind a block, whatever that block's own size says: one that names the distance
     * as the size of the block before, and leads to the end of the page; of several the one with
     * most blocks, since a remain of an old header leads past others. Its blocks are followed.
     *
     * @param block offset of its header
     * @return the offset of the header behind it; the size of a page when there is none
     */
    private int successor(int block) {
        int next = PAGE;
        int most = 0;
        for (int at = block + header.unit(); at < PAGE; at += header.unit()) {
            if (names(at, block) && begins(at) && page.follow(at, -1)) {
                int worth = worth();
                next = worth > most ? at : next;
                most = Math.max(worth, most);
            }
        }
        return next < PAGE && page.follow(next, -1) ? next : PAGE;
    }

    /** Whether what was followed from the beginning of a page covers most of it. */
    boolean leadsFar() {
        return page.end() >= SOUND_TAIL && isOwn(0);
    }

    /**
     * Whether a page that was read last and is not covered by blocks has a sound beginning.
     *
     * @param least number of blocks in use from its beginning on
     */
    boolean hasSoundBeginning(int least) {
        return page.count() >= least && page.end() >= SOUND_PART && sound() >= least;
    }

    /**
     * The number of blocks that were followed and are in use with a tag of printable characters.
     */
    int sound() {
        int sound = 0;
        for (int i = 0; i < page.count(); i++) {
            boolean busy = !header.isFree(page.word(i));
            sound += busy && PoolTag.isPrintable(page.tagAt(page.offset(i))) ? 1 : 0;
        }
        return sound;
    }

    private boolean hasSoundTail(int damaged, int least) {
        for (int at = damaged + header.unit(); at <= PAGE - least; at += header.unit()) {
            if (begins(at) && page.follow(at, -1) && page.count() > 1) {
                return true;
            }
        }
        return false;
    }

    /** Whether a header behind the first one of a page may begin at an offset. */
    boolean begins(int at) {
        int before = header.previousSize().get(page.wordAt(at)) * header.unit();
        return before != 0 && before <= at && looksLikeHeader(at);
    }

    /** Whether a header is free, or has a tag of printable characters. */
    private boolean looksLikeHeader(int at) {
        return header.isFree(page.wordAt(at)) || PoolTag.isPrintable(page.tagAt(at));
    }
}
