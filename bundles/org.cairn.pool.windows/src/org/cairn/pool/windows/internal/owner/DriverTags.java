package org.cairn.pool.windows.internal.owner;

import org.cairn.dump.DumpModule;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which images have a tag as an immediate of their code: whoever allocates passes the tag in a
 * register or on the stack. Only instructions of x86 and x64 that load four bytes as they are
 * count: mov register (B8 to BF), push (68), mov to the stack (C7 44 24). A hint: others may free
 * or look for such blocks.
 */
public final class DriverTags {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Tags of images, far above what a system has. */
    private static final int MAX_PAIRS = 1 << 19;

    /** Bytes of code that are searched, far above what a system has. */
    private static final long MAX_CODE = 1L << 30;

    private static final int MAX_NAMED = 3;
    private static final int MOV_FIRST = 0xb8;
    private static final int MOV_LAST = 0xbf;
    private static final int PUSH = 0x68;
    private static final int MOV_MEMORY = 0xc7;
    private static final int STACK_BYTE = 0x44;
    private static final int STACK_BASE = 0x24;

    private final Map<Integer, Set<String>> images = new HashMap<>();
    private int pairs;
    private long room = MAX_CODE;

    private DriverTags() {}

    /** What is known where nobody looks. */
    public static DriverTags none() {
        return new DriverTags();
    }

    /**
     * Searches images. None overlaps another: each ends at the latest where the next one begins.
     *
     * @param space the kernel's memory
     * @param modules its images
     * @param progress tells of cancellation
     * @return which image has which tag
     */
    public static DriverTags search(
            AddressSpace space, List<DumpModule> modules, Progress progress) {
        TreeMap<Long, DumpModule> byBase = new TreeMap<>(Long::compareUnsigned);
        modules.forEach(module -> byBase.putIfAbsent(module.base(), module));
        DriverTags tags = new DriverTags();
        for (DumpModule module : modules) {
            if (byBase.get(module.base()) == module && module.size() > 0) {
                long last = last(module, byBase.higherKey(module.base()));
                for (Run.Mapped run : space.mapped(module.base(), last)) {
                    progress.checkCancelled();
                    tags.search(run.bytes(), module.fileName());
                }
            }
        }
        return tags;
    }

    private static long last(DumpModule module, @Nullable Long next) {
        long before = next == null ? -1L : next - 1;
        return Long.compareUnsigned(module.size() - 1, before - module.base()) < 0
                ? module.base() + module.size() - 1
                : before;
    }

    private void search(MemorySegment code, String image) {
        long searched = Math.min(room, code.byteSize());
        room -= searched;
        long last = searched - Integer.BYTES;
        for (long at = 1; at <= last; at++) {
            int before = code.get(ValueLayout.JAVA_BYTE, at - 1) & 0xff;
            boolean loads =
                    before >= MOV_FIRST && before <= MOV_LAST
                            || before == PUSH
                            || at >= 4 && isStackStore(code, at);
            if (loads && PoolTag.isPrintable(code.get(U32, at))) {
                add(PoolTag.plain(code.get(U32, at)), image);
            }
        }
    }

    /** {@code mov dword ptr [esp or rsp + n], immediate}. */
    private static boolean isStackStore(MemorySegment code, long at) {
        return (code.get(ValueLayout.JAVA_BYTE, at - 2) & 0xff) == STACK_BASE
                && (code.get(ValueLayout.JAVA_BYTE, at - 3) & 0xff) == STACK_BYTE
                && (code.get(ValueLayout.JAVA_BYTE, at - 4) & 0xff) == MOV_MEMORY;
    }

    private void add(int tag, String image) {
        if (pairs < MAX_PAIRS
                && images.computeIfAbsent(tag, _ -> new LinkedHashSet<>()).add(image)) {
            pairs++;
        }
    }

    /**
     * Which images have a tag.
     *
     * @param tag without the bit of protected blocks
     * @return a phrase, or empty
     */
    public String describe(int tag) {
        List<String> named = List.copyOf(images.getOrDefault(tag, Set.of()));
        if (named.isEmpty()) {
            return "";
        }
        String first = String.join(", ", named.subList(0, Math.min(MAX_NAMED, named.size())));
        int more = named.size() - MAX_NAMED;
        return "in the code of " + first + (more > 0 ? " and " + more + " more" : "");
    }
}
