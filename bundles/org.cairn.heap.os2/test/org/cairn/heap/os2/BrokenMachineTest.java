package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.RawMemoryReader;
import org.cairn.memory.Progress;
import org.cairn.testkit.Os2Truth.Block;
import org.cairn.testkit.SyntheticOs2;
import org.cairn.testkit.SyntheticOs2.Release;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One thing is broken in a machine: exactly that is reported, once, and the rest is found. */
class BrokenMachineTest {
    private static final int DESCRIPTOR = 0xc;

    @TempDir private Path folder = Path.of("");

    /** What is broken, the rule that reports it, and how many blocks are lost with it at most. */
    enum Breakage {
        REGULAR_HEADER("os2.block-header", 1) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block block = regular(machine);
                machine.put(block.address(), 0);
                return block.address();
            }
        },
        EXTENDED_SIZE("os2.block-size", 1) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block block = kind(machine, "extended").getLast();
                machine.put(block.address(), 0xff_fffd);
                return block.address();
            }
        },
        BUSY_SAID_TO_BE_FREE("os2.prev-free", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block block = regular(machine);
                machine.put(block.address(), header(block) | 0x8000);
                return block.address();
            }
        },
        FREE_SAID_TO_BE_BUSY("os2.prev-free", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block block = behindFree(machine);
                machine.put(block.address(), header(block));
                return block.address();
            }
        },
        BOUNDARY_TAG("os2.boundary-tag", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block free = free(machine, 0);
                long tag = free.address() + free.size() - 4;
                machine.put(tag, regular(machine).address() | 2);
                return tag;
            }
        },
        LINK_OUTSIDE("os2.free-link", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block free = free(machine, 1);
                machine.put(free.address() + 4, 0x1234_5678);
                return free.address();
            }
        },
        LINK_TO_A_BUSY_BLOCK("os2.free-link", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block free = free(machine, 1);
                machine.put(free.address() + 8, regular(machine).address());
                return free.address();
            }
        },
        LINK_PAST_A_BLOCK("os2.free-link", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block free = free(machine, 2);
                machine.put(free.address() + 8, free(machine, 0).address());
                return free.address();
            }
        },
        COUNT_OF_BLOCKS("os2.counts", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                machine.put(SyntheticOs2.HEAP, 5);
                return SyntheticOs2.HEAP;
            }
        },
        COUNT_OF_FREE_BLOCKS("os2.counts", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                machine.put(SyntheticOs2.HEAP + 4, 99);
                return SyntheticOs2.HEAP;
            }
        },
        OTHER_SELECTOR_IN_THE_TRAILER("os2.selector", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                return trailer(machine, 0x70);
            }
        },
        UNKNOWN_SELECTOR_IN_THE_TRAILER("os2.selector", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                return trailer(machine, 0x1ff8);
            }
        },
        DESCRIPTOR_OF_ANOTHER_PLACE("os2.selector", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block driver = driver(machine.blocks());
                machine.put(
                        SyntheticOs2.GDT + SyntheticOs2.DRIVER,
                        (driver.address() + 0x40) << 16 | 0x1c3);
                return driver.address() + driver.size() - 8;
            }
        },
        DESCRIPTOR_OF_TOO_MUCH("os2.selector-limit", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block driver = driver(machine.blocks());
                machine.put(
                        SyntheticOs2.GDT + SyntheticOs2.DRIVER,
                        (driver.address() + 4) << 16 | 0x1ff);
                return driver.address() + driver.size() - 8;
            }
        },
        SWAPPABLE_HEADER("os2.block-header", 1) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block block = machine.swappableBlocks().get(14);
                machine.put(block.address(), 0x1234_5678);
                return block.address();
            }
        },
        SWAPPABLE_SIZE("os2.block-size", 1) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block block = machine.swappableBlocks().get(20);
                machine.put(block.address(), 0x5200_0000L | block.size() + 0x18);
                return block.address();
            }
        },
        SWAPPABLE_SIZE_INTO_FREE_SPACE("os2.block-size", 1) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block block = machine.swappableBlocks().get(14);
                machine.put(block.address(), 0x5200_0000L | block.size() + 0x18);
                return block.address();
            }
        },
        SWAPPABLE_SELECTOR("os2.selector", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block driver = driver(machine.swappableBlocks());
                machine.put(driver.address() + 4, 0x70L << 16 | driver.owner());
                return driver.address();
            }
        },
        SWAPPABLE_LIMIT("os2.selector-limit", 0) {
            @Override
            long apply(SyntheticOs2 machine) {
                Block driver = driver(machine.swappableBlocks());
                machine.put(
                        SyntheticOs2.GDT + SyntheticOs2.SWAPPABLE_DRIVER,
                        (driver.address() + 8) << 16 | 0x1d0);
                return driver.address();
            }
        },
        DESCRIPTOR_SIZE("os2.free-descriptor", 1) {
            @Override
            long apply(SyntheticOs2 machine) {
                machine.put(descriptor(machine, 1), 0x1_0001);
                return swappableFree(machine, 1).address();
            }
        },
        DESCRIPTOR_INTO_A_BLOCK("os2.free-descriptor", 1) {
            @Override
            long apply(SyntheticOs2 machine) {
                long inside = machine.swappableBlocks().get(14).address() + 0x10;
                machine.put(descriptor(machine, 1) + 8, inside);
                return inside;
            }
        },
        DESCRIPTOR_OUTSIDE("os2.free-descriptor", 1) {
            @Override
            long apply(SyntheticOs2 machine) {
                machine.put(descriptor(machine, 1) + 8, 0x1234_5678);
                return descriptor(machine, 1);
            }
        },
        DESCRIPTOR_LINK("os2.free-descriptor", 4) {
            @Override
            long apply(SyntheticOs2 machine) {
                machine.put(descriptor(machine, 1) + 4, 0x1234_5678);
                return descriptor(machine, 1);
            }
        };

        private final String rule;
        private final int lost;

        Breakage(String rule, int lost) {
            this.rule = rule;
            this.lost = lost;
        }

        /** Breaks it and returns the address at which it is broken. */
        abstract long apply(SyntheticOs2 machine);

        private static List<Block> kind(SyntheticOs2 machine, String kind) {
            return machine.blocks().stream().filter(block -> block.kind().equals(kind)).toList();
        }

        /** A busy block between two others. */
        private static Block regular(SyntheticOs2 machine) {
            return kind(machine, "regular").get(40);
        }

        private static Block free(SyntheticOs2 machine, int index) {
            return kind(machine, "free").get(index);
        }

        private static Block swappableFree(SyntheticOs2 machine, int index) {
            return machine.swappableBlocks().stream()
                    .filter(block -> block.kind().equals("free"))
                    .toList()
                    .get(index);
        }

        /** The testkit writes the descriptor of the last free space first. */
        private static long descriptor(SyntheticOs2 machine, int index) {
            long count =
                    machine.swappableBlocks().stream()
                            .filter(block -> block.kind().equals("free"))
                            .count();
            return SyntheticOs2.DESCRIPTORS + (count - 1 - index) * DESCRIPTOR;
        }

        private static Block behindFree(SyntheticOs2 machine) {
            int free = machine.blocks().indexOf(free(machine, 0));
            return machine.blocks().get(free + 1);
        }

        private static Block driver(List<Block> blocks) {
            return blocks.stream().filter(block -> block.selector() != 0).findFirst().orElseThrow();
        }

        private static long header(Block block) {
            return (long) block.owner() << 16 | block.size();
        }

        private static long trailer(SyntheticOs2 machine, int selector) {
            Block driver = driver(machine.blocks());
            long trailer = driver.address() + driver.size() - 8;
            machine.put(trailer, (long) driver.owner() << 16 | selector);
            return trailer;
        }
    }

    static Stream<Arguments> breakages() {
        return Arrays.stream(Release.values())
                .flatMap(
                        release ->
                                Arrays.stream(Breakage.values())
                                        .map(breakage -> Arguments.of(release, breakage)));
    }

    @ParameterizedTest
    @MethodSource("breakages")
    void isReportedOnce(Release release, Breakage breakage) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(release);
        long address = breakage.apply(machine);
        Path path = Files.write(folder.resolve("machine.bin"), machine.memory());
        try (DumpSource source = DumpSource.open(path)) {
            Kernel kernel =
                    Kernel.find(new RawMemoryReader().read(source, Progress.NONE)).orElseThrow();
            RecordingSink resident = kernel.resident();
            RecordingSink swappable = kernel.swappable();
            assertThat(
                            Stream.of(resident, swappable)
                                    .flatMap(sink -> sink.anomalies.stream())
                                    .map(each -> each.rule() + " " + hex(each.address())))
                    .containsExactly(breakage.rule + " " + hex(address));
            Set<String> missing = facts(machine.blocks(), machine.swappableBlocks());
            missing.removeAll(
                    Stream.of(resident, swappable)
                            .flatMap(sink -> sink.blocks.stream())
                            .map(block -> hex(block.address()) + " " + block.size())
                            .collect(Collectors.toSet()));
            assertThat(missing).hasSizeLessThanOrEqualTo(breakage.lost);
        }
    }

    private static Set<String> facts(List<Block> blocks, List<Block> others) {
        return Stream.concat(blocks.stream(), others.stream())
                .map(block -> hex(block.address()) + " " + block.size())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String hex(long address) {
        return Long.toHexString(address);
    }
}
