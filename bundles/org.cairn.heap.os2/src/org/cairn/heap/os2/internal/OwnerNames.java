package org.cairn.heap.os2.internal;

import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.Owner;
import org.cairn.memory.Addresses;
import org.cairn.system.os2.LoadedModule;
import org.cairn.system.os2.OrderedDriver;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.SystemOwner;
import org.cairn.system.os2.SystemOwners;

import java.util.Optional;

/**
 * Who owners are: system owner ids, and handles of memory objects, modules and processes as far as
 * the kernel's records are known.
 *
 * @param system the ids
 * @param kernel the records
 */
public record OwnerNames(SystemOwners system, Os2Kernel kernel) {
    /**
     * The names that hold in a kernel.
     *
     * @param system the ids
     * @param context the kernel
     * @return ids and records
     */
    public static OwnerNames of(SystemOwners system, DecodeContext context) {
        return new OwnerNames(
                system, context.process().detail(Os2Kernel.class).orElse(Os2Kernel.UNKNOWN));
    }

    Owner owner(int id, String evidence, Confidence confidence) {
        String key = Addresses.hex(id);
        Optional<SystemOwner> known = system.find(id);
        if (known.isPresent()) {
            String driver = kernel.driver(id).map(OrderedDriver::text).orElse("");
            return new Owner(
                    "os2 owner id",
                    key,
                    known.get().name(),
                    driver.isEmpty() ? known.get().meaning() : driver,
                    confidence,
                    evidence);
        }
        Optional<LoadedModule> module = kernel.module(id);
        if (module.isPresent()) {
            return new Owner(
                    "os2 module",
                    key,
                    module.get().name(),
                    module.get().kind() + " " + module.get().path(),
                    confidence,
                    evidence);
        }
        return new Owner(
                "os2 object", key, "hob " + key, kernel.ownerName(id), confidence, evidence);
    }

    /** An owner for people. */
    String text(int id) {
        Owner owner = owner(id, "", Confidence.CERTAIN);
        String first = owner.label().startsWith("hob ") ? "hob " + owner.key() : owner.key();
        String name = owner.label().startsWith("hob ") ? "" : " " + owner.label();
        return first
                + name
                + (owner.description().isEmpty() ? "" : " (" + owner.description() + ")");
    }
}
