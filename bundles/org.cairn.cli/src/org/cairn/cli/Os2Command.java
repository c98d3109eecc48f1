package org.cairn.cli;

import org.eclipse.jdt.annotation.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;

/** {@code cairn os2}: what the commands of the OS/2 debuggers list. */
@Command(
        name = "os2",
        description = "Lists the records of an OS/2 kernel.",
        synopsisSubcommandLabel = "LIST",
        subcommands = {
            Os2Command.Sas.class,
            Os2Command.Arena.class,
            Os2Command.MemoryObject.class,
            Os2Command.Context.class,
            Os2Command.Alias.class,
            Os2Command.Frame.class,
            Os2Command.Page.class,
            Os2Command.Module.class,
            Os2Command.Task.class,
            Os2Command.Slot.class,
            Os2Command.Blocked.class,
            Os2Command.Selector.class,
            Os2Structure.class
        })
final class Os2Command implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @Override
    public void run() {
        CommandSpec own = Objects.requireNonNull(spec);
        throw new ParameterException(
                own.commandLine(), "a list is missing: " + own.subcommands().keySet());
    }

    /** {@code .a}. */
    @Command(name = "sas", description = "The system anchor segment, field by field.")
    static final class Sas extends Os2Listing {
        // the annotation says all
    }

    /** {@code .ma}. */
    @Command(name = "arena", description = "Arena records (VMAR): ranges of linear addresses.")
    static final class Arena extends Os2Listing {
        // the annotation says all
    }

    /** {@code .mo}. */
    @Command(name = "object", description = "Object records (VMOB): who owns memory.")
    static final class MemoryObject extends Os2Listing {
        // the annotation says all
    }

    /** {@code .mc}. */
    @Command(name = "context", description = "Context records (VMCO): processes that share memory.")
    static final class Context extends Os2Listing {
        // the annotation says all
    }

    /** {@code .ml}. */
    @Command(name = "alias", description = "Alias records (VMAL): second places of memory.")
    static final class Alias extends Os2Listing {
        // the annotation says all
    }

    /** {@code .mp}. */
    @Command(name = "frame", description = "Page frames (PF): what is in physical memory.")
    static final class Frame extends Os2Listing {
        // the annotation says all
    }

    /** {@code .mv}. */
    @Command(name = "page", description = "Virtual pages (VP): where pages of objects are.")
    static final class Page extends Os2Listing {
        // the annotation says all
    }

    /** {@code .lmo}. */
    @Command(name = "module", description = "Modules with their segments and objects.")
    static final class Module extends Os2Listing {
        // the annotation says all
    }

    /** {@code .p}, by process. */
    @Command(name = "process", description = "Processes (PTDA).")
    static final class Task extends Os2Listing {
        // the annotation says all
    }

    /** {@code .p}. */
    @Command(name = "thread", description = "Threads by slot (TCB).")
    static final class Slot extends Os2Listing {
        // the annotation says all
    }

    /** {@code .pb}. */
    @Command(name = "blocked", description = "What blocked threads wait for, decoded.")
    static final class Blocked extends Os2Listing {
        // the annotation says all
    }

    /** {@code dg} and {@code dl}. */
    @Command(name = "selector", description = "Descriptors of the global and local tables.")
    static final class Selector extends Os2Listing {
        // the annotation says all
    }
}
