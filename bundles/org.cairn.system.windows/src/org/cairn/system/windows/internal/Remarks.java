package org.cairn.system.windows.internal;

import org.cairn.dump.Remark;

import java.util.ArrayList;
import java.util.List;

/** Collects what is missing, doubtful or contradictory. */
final class Remarks {
    private final List<Remark> remarks = new ArrayList<>();

    void info(String format, Object... values) {
        remarks.add(Remark.info(format.formatted(values)));
    }

    void warning(String format, Object... values) {
        remarks.add(Remark.warning(format.formatted(values)));
    }

    List<Remark> list() {
        return remarks;
    }
}
