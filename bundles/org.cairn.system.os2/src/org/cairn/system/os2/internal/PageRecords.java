package org.cairn.system.os2.internal;

import org.cairn.system.os2.PageFrame;
import org.cairn.system.os2.VirtualPage;

import java.util.List;

/** The records of page frames and of virtual pages. */
interface PageRecords {
    /** The frames that are there, ascending. */
    List<PageFrame> frames();

    /** The virtual pages that are in use, ascending. */
    List<VirtualPage> pages();

    /** Those that a debugger listed. */
    record Listed(List<PageFrame> frames, List<VirtualPage> pages) implements PageRecords {}
}
