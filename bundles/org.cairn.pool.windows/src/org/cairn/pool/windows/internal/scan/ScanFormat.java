package org.cairn.pool.windows.internal.scan;

import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.cairn.pool.windows.internal.layout.ChunkHeader;
import org.cairn.pool.windows.internal.layout.PoolLayout;
import org.cairn.system.TypeChoice;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A way in which pools may be laid out, of those that a scan can tell apart.
 *
 * @param system what has them so, for people
 * @param layout the header
 * @param segments whether small blocks lie in segment heaps rather than in pages of their own
 */
public record ScanFormat(String system, PoolLayout layout, boolean segments) {
    private static final int WINDOWS_XP = 2600;
    private static final int WINDOWS_2003 = 3790;
    private static final int WINDOWS_7 = 7601;
    private static final int WINDOWS_10_1809 = 17_763;
    private static final int WINDOWS_10_1903 = 18_362;

    /**
     * The formats to try.
     *
     * @param types tables to choose from; when the user demands one, only what its build can have
     * @return older ones first
     */
    public static List<ScanFormat> of(TypeChoice types) {
        Optional<TypeTable> demanded = types.layout().flatMap(types.catalog()::named);
        if (demanded.isPresent()) {
            return demanded(demanded.get());
        }
        List<ScanFormat> formats = new ArrayList<>();
        Optional<PoolLayout> oldest = layout(types, WINDOWS_XP, Architecture.X86);
        oldest.map(PoolLayout::as2000).ifPresent(old -> add(formats, "Windows 2000", old, false));
        oldest.ifPresent(old -> add(formats, "Windows XP to 2003", old, false));
        layout(types, WINDOWS_2003, Architecture.X64)
                .ifPresent(old -> add(formats, "Windows XP to 2003", old, false));
        for (Architecture architecture : List.of(Architecture.X86, Architecture.X64)) {
            layout(types, WINDOWS_7, architecture)
                    .ifPresent(old -> add(formats, "Windows Vista to 10 1809", old, false));
            layout(types, WINDOWS_10_1903, architecture)
                    .ifPresent(late -> add(formats, "Windows 10 1809 and later", late, true));
        }
        return formats;
    }

    private static void add(
            List<ScanFormat> formats, String system, PoolLayout layout, boolean segments) {
        if (!segments || ChunkHeader.bind(layout.table()).isPresent()) {
            formats.add(new ScanFormat(system, layout, segments));
        }
    }

    private static List<ScanFormat> demanded(TypeTable table) {
        List<ScanFormat> formats = new ArrayList<>();
        PoolLayout.bind(table)
                .ifPresent(
                        layout -> {
                            String system = table.id().system();
                            if (table.id().build() < WINDOWS_10_1903) {
                                add(formats, system, layout, false);
                            }
                            if (table.id().build() >= WINDOWS_10_1809) {
                                add(formats, system, layout, true);
                            }
                        });
        return formats;
    }

    private static Optional<PoolLayout> layout(
            TypeChoice types, int build, Architecture architecture) {
        return types.catalog().candidates(SystemClaim.WINDOWS, build, architecture).stream()
                .flatMap(table -> PoolLayout.bind(table).stream())
                .findFirst();
    }

    /** The processor. */
    public Architecture architecture() {
        return layout.table().id().architecture();
    }

    /** What tells this format from others of one list. */
    public String label() {
        return system
                + " "
                + architecture().label()
                + (segments ? ", blocks in segment heaps" : ", pages of blocks");
    }
}
