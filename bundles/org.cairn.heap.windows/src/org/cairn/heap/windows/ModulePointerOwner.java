package org.cairn.heap.windows;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.OwnerResolver;
import org.cairn.heap.windows.internal.owner.ModuleBatches;
import org.cairn.heap.windows.internal.owner.ModuleTable;

/**
 * Names the module into which the first pointer of a busy block leads: the table of virtual
 * functions of an object, or a callback. A hint, since data may look like a pointer.
 */
public final class ModulePointerOwner implements OwnerResolver {
    private static final String ID = "org.cairn.heap.windows.module";

    /** Creates the resolver. */
    public ModulePointerOwner() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return "module of the first pointer";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Batches open(DecodeContext context) {
        ModuleTable modules = ModuleTable.of(context.process());
        return new ModuleBatches(context.process(), modules);
    }
}
