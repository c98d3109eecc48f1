package org.cairn.ui.internal.commands;

import org.cairn.ui.internal.recent.RecentDumps;
import org.eclipse.core.commands.IParameterValues;
import org.eclipse.jdt.annotation.NonNullByDefault;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The dumps that can be opened again, for Quick Access. */
public final class RecentFiles implements IParameterValues {
    @Override
    @NonNullByDefault({})
    public Map<String, String> getParameterValues() {
        Map<String, String> files = new LinkedHashMap<>();
        for (Path dump : RecentDumps.ofWorkspace().all()) {
            files.put(dump.toString(), dump.toString());
        }
        return files;
    }
}
