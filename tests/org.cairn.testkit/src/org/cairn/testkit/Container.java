package org.cairn.testkit;

import org.cairn.memory.PagingMode;
import org.cairn.testkit.internal.container.HibernationFiles;
import org.cairn.testkit.internal.container.MachineFiles;
import org.cairn.testkit.internal.container.WindowsFiles;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A format of dumps, and how it is written.
 *
 * @param name for people
 * @param modes the paging modes that a machine can have whose memory is in it
 * @param memory what kind of addresses it has, and whether it can leave pages out
 * @param tellsPaging whether it says where the page tables are
 * @param writer makes a file of an image
 */
public record Container(
        String name,
        Set<PagingMode> modes,
        Memory memory,
        boolean tellsPaging,
        Function<PagedImage, byte[]> writer) {
    /** What kind of addresses a format has. */
    public enum Memory {
        /** Physical addresses; pages may be missing. */
        PHYSICAL,
        /** Physical addresses without gaps. */
        FLAT,
        /** Virtual addresses. */
        VIRTUAL
    }

    private static final Set<PagingMode> ALL = EnumSet.allOf(PagingMode.class);
    private static final Set<PagingMode> NARROW = EnumSet.of(PagingMode.X86_PSE, PagingMode.PAE);
    private static final Set<PagingMode> NARROW_ALL =
            EnumSet.of(PagingMode.X86, PagingMode.X86_PSE, PagingMode.PAE);
    private static final Set<PagingMode> WIDE = EnumSet.of(PagingMode.X64);
    private static final Set<PagingMode> WIDE_ALL = EnumSet.of(PagingMode.X64, PagingMode.X64_LA57);

    /**
     * All formats that Cairn reads, but for transcripts.
     *
     * @return in no particular order
     */
    public static List<Container> all() {
        List<Container> all = new ArrayList<>();
        windows(all);
        machines(all);
        for (HibernationFiles.Ranges form : HibernationFiles.Ranges.values()) {
            Set<PagingMode> modes = form.isWide() ? WIDE : NARROW_ALL;
            all.add(told("hibernation " + form, modes, image -> HibernationFiles.old(image, form)));
        }
        for (HibernationFiles.Header form : HibernationFiles.Header.values()) {
            Set<PagingMode> modes = form.isWide() ? WIDE_ALL : NARROW;
            all.add(
                    told(
                            "hibernation " + form,
                            modes,
                            image -> HibernationFiles.modern(image, form)));
        }
        return all;
    }

    private static void windows(List<Container> all) {
        all.add(virtual("minidump", ALL, image -> WindowsFiles.minidump(image, false)));
        all.add(virtual("full minidump", ALL, image -> WindowsFiles.minidump(image, true)));
        all.add(told("PAGEDUMP full", NARROW, image -> WindowsFiles.complete(image, false)));
        all.add(told("PAGEDUMP kernel", NARROW, image -> WindowsFiles.summary(image, false)));
        all.add(told("PAGEDUMP active", NARROW, image -> WindowsFiles.bitmap(image, false, 6)));
        all.add(virtual("PAGEDUMP triage", NARROW, image -> WindowsFiles.triage(image, false)));
        all.add(told("PAGEDU64 full", WIDE, image -> WindowsFiles.complete(image, true)));
        all.add(told("PAGEDU64 kernel", WIDE, image -> WindowsFiles.summary(image, true)));
        all.add(told("PAGEDU64 bitmap", WIDE, image -> WindowsFiles.bitmap(image, true, 5)));
        all.add(told("PAGEDU64 active", WIDE, image -> WindowsFiles.bitmap(image, true, 6)));
        all.add(told("PAGEDU64 ranges", WIDE, WindowsFiles::ranges));
        all.add(virtual("PAGEDU64 triage", WIDE, image -> WindowsFiles.triage(image, true)));
    }

    private static void machines(List<Container> all) {
        all.add(new Container("raw", ALL, Memory.FLAT, false, MachineFiles::raw));
        all.add(new Container("LiME", ALL, Memory.PHYSICAL, false, MachineFiles::lime));
        all.add(new Container("AVML", ALL, Memory.PHYSICAL, false, MachineFiles::avml));
        all.add(told("QEMU ELF", ALL, MachineFiles::qemu));
        all.add(told("VirtualBox", ALL, MachineFiles::virtualBox));
        all.add(virtual("Linux process", WIDE, MachineFiles::linuxProcess));
        all.add(told("VMware", ALL, MachineFiles::vmware));
        for (MachineFiles.KdumpPacking packing : MachineFiles.KdumpPacking.values()) {
            String name = "kdump " + packing;
            all.add(told(name, ALL, image -> MachineFiles.kdump(image, packing)));
            all.add(
                    told(
                            name + " flattened",
                            ALL,
                            image -> MachineFiles.flattened(MachineFiles.kdump(image, packing))));
        }
    }

    private static Container told(
            String name, Set<PagingMode> modes, Function<PagedImage, byte[]> writer) {
        return new Container(name, modes, Memory.PHYSICAL, true, writer);
    }

    private static Container virtual(
            String name, Set<PagingMode> modes, Function<PagedImage, byte[]> writer) {
        return new Container(name, modes, Memory.VIRTUAL, false, writer);
    }

    /**
     * Writes a file.
     *
     * @param image its memory, of one of the {@link #modes()}
     * @return the file
     */
    public byte[] write(PagedImage image) {
        return writer.apply(image);
    }

    @Override
    public String toString() {
        return name;
    }
}
