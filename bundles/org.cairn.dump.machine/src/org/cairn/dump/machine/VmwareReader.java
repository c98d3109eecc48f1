package org.cairn.dump.machine;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpReader;
import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.internal.VmwareMemory;
import org.cairn.memory.Progress;

/**
 * Reads the memory of a virtual machine of VMware: a .vmem file with its .vmss or .vmsn file beside
 * it, either of the two, or a state that holds the memory itself.
 */
public final class VmwareReader implements DumpReader {
    /** Creates the reader. */
    public VmwareReader() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.dump.machine.vmware";
    }

    @Override
    public String name() {
        return "VMware memory";
    }

    @Override
    public Match probe(DumpSource source) {
        return VmwareMemory.isMemory(source) ? Match.CERTAIN : Match.NONE;
    }

    @Override
    public Dump read(DumpSource source, Progress progress) throws DumpFormatException {
        progress.task("reading the state of the virtual machine");
        return VmwareMemory.read(source, name());
    }
}
