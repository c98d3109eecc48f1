package org.cairn.system.os2;

import java.util.Optional;

/** Who owners and objects are, as the debuggers write it ({@code .mo}). */
final class ObjectNames {
    private static final int MODULE = 0xffa6;
    private static final int PROCESS = 0xffcb;

    private final SystemOwners owners = SystemOwners.load();
    private final Os2Kernel kernel;

    ObjectNames(Os2Kernel kernel) {
        this.kernel = kernel;
    }

    String owner(int owner) {
        Optional<SystemOwner> system = owners.find(owner);
        return system.isPresent()
                ? system.get().name()
                : kernel.object(owner).map(this::object).orElseGet(() -> module(owner));
    }

    private String module(int handle) {
        return kernel.module(handle).map(module -> "mte " + module.path()).orElse("");
    }

    String object(ObjectRecord object) {
        int owner = object.owner();
        if (!object.text().isEmpty()) {
            String name = owner(owner);
            return object.text().equalsIgnoreCase(name) ? name : object.text();
        }
        if (owner == MODULE && object.isPseudo()) {
            return module(object.handle());
        }
        if (owner == PROCESS && object.isPseudo()) {
            return process("ptda", object.address());
        }
        if (SystemOwners.isSystemOwner(owner)) {
            String user =
                    owners.find(object.requester()).map(known -> " " + known.name()).orElse("");
            return owner(owner) + user;
        }
        Optional<ObjectRecord> of = kernel.object(owner);
        if (of.isPresent() && of.get().owner() == PROCESS) {
            return process("priv", of.get().address());
        }
        return kernel.module(owner).map(module -> "shared " + module.path()).orElse("");
    }

    private String process(String word, long ptda) {
        return kernel.threads().stream()
                .filter(thread -> thread.ptda() == ptda)
                .findFirst()
                .map(thread -> "%s %04x %s".formatted(word, thread.pid(), thread.name()))
                .orElse(word);
    }
}
