package org.cairn.system.os2;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A driver that an owner id stands for by the order of initialisation: {@code fsd5} is the fifth
 * file system driver (OS/2 Debugging Handbook, "System Object IDs").
 *
 * @param module the driver
 * @param ordinal which one it was to initialise, from 1
 * @param kind file system driver or device driver
 * @param shared whether the id stands for all later drivers, too
 */
public record OrderedDriver(LoadedModule module, int ordinal, String kind, boolean shared) {
    private static final int FIRST_FILE_SYSTEM = 0xff48;
    private static final int FILE_SYSTEMS = 8;
    private static final int FIRST_DRIVER = 0xff50;
    private static final int DRIVERS = 16;
    private static final List<String> NUMERALS =
            List.of(
                    "first",
                    "second",
                    "third",
                    "fourth",
                    "fifth",
                    "sixth",
                    "seventh",
                    "eighth",
                    "ninth",
                    "tenth",
                    "eleventh",
                    "twelfth",
                    "thirteenth",
                    "fourteenth",
                    "fifteenth",
                    "sixteenth");

    /**
     * The driver of an owner id. The kernel's list of modules has the last one first.
     *
     * @param owner a system owner id
     * @param modules in the kernel's order
     * @return empty when the id stands for no driver, or that driver is not in the list
     */
    static Optional<OrderedDriver> of(int owner, List<LoadedModule> modules) {
        int fileSystem = owner - FIRST_FILE_SYSTEM;
        if (fileSystem >= 0 && fileSystem < FILE_SYSTEMS) {
            return of(
                    fileSystem,
                    FILE_SYSTEMS,
                    modules,
                    module -> (module.flags() & LoadedModule.FILE_SYSTEM) != 0,
                    "file system driver");
        }
        int device = owner - FIRST_DRIVER;
        if (device >= 0 && device < DRIVERS) {
            long any = LoadedModule.DEVICE_DRIVER | LoadedModule.FILE_SYSTEM;
            return of(
                    device,
                    DRIVERS,
                    modules,
                    module -> (module.flags() & any) == LoadedModule.DEVICE_DRIVER,
                    "device driver");
        }
        return Optional.empty();
    }

    private static Optional<OrderedDriver> of(
            int index,
            int ids,
            List<LoadedModule> modules,
            Predicate<LoadedModule> isDriver,
            String kind) {
        List<LoadedModule> drivers = modules.stream().filter(isDriver).toList().reversed();
        if (index >= drivers.size()) {
            return Optional.empty();
        }
        boolean shared = index == ids - 1 && drivers.size() > ids;
        return Optional.of(new OrderedDriver(drivers.get(index), index + 1, kind, shared));
    }

    /**
     * The driver in words.
     *
     * @return such as {@code the fifth file system driver to initialise, netwksta.200}
     */
    public String text() {
        return "the %s %s to initialise, %s%s"
                .formatted(
                        NUMERALS.get(ordinal - 1),
                        kind,
                        module.name(),
                        shared ? ", or a later one" : "");
    }
}
