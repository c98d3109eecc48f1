package org.cairn.system.windows;

import org.cairn.dump.Dump;
import org.cairn.memory.Progress;
import org.cairn.system.SystemImage;
import org.cairn.system.SystemReader;
import org.cairn.system.TypeChoice;
import org.cairn.system.windows.internal.TriageSystem;
import org.cairn.system.windows.internal.WindowsMachine;
import org.cairn.system.windows.internal.WindowsProcess;

import java.util.Optional;

/**
 * Recognises Windows and ReactOS. In the dump of a process: its modules, and the heaps that its
 * process environment block lists ({@code _PEB.ProcessHeaps}); of a WOW64 process those of the
 * 32-bit block, too. In the memory of a machine: the kernel, its drivers, and all processes.
 */
public final class WindowsSystem implements SystemReader {
    /** Creates the reader. */
    public WindowsSystem() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.system.windows";
    }

    @Override
    public String name() {
        return "Windows";
    }

    @Override
    public Optional<SystemImage> recognise(Dump dump, TypeChoice choice, Progress progress) {
        progress.task("looking for Windows");
        return TriageSystem.in(dump)
                .or(() -> WindowsProcess.in(dump, choice).map(WindowsProcess::read))
                .or(() -> WindowsMachine.in(dump, choice, progress));
    }
}
