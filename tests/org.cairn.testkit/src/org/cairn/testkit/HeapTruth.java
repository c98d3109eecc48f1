package org.cairn.testkit;

import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A truth file of the form {@code heap-truth-1}: what the program that was dumped knew of its
 * blocks.
 *
 * @param properties the lines {@code # key=value}
 * @param blocks the live blocks, by address
 */
public record HeapTruth(Map<String, String> properties, List<Block> blocks) {
    private static final String FORMAT = "heap-truth-1";
    private static final int COLUMNS = 5;

    /**
     * A live block.
     *
     * @param heap address of the heap, the arena or the pool descriptor
     * @param userAddress address that the caller got
     * @param userSize bytes that the caller asked for
     * @param kind {@code segment}, {@code virtual}, {@code mmapped}, or a kind of pool
     * @param extra {@code -} or {@code key=value;…}
     */
    public record Block(long heap, long userAddress, long userSize, String kind, String extra) {}

    /**
     * The value of a property.
     *
     * @param key its name
     * @return the text after the equals sign
     * @throws IllegalArgumentException when there is none
     */
    public String property(String key) {
        if (properties.get(key) instanceof String value) {
            return value;
        }
        throw new IllegalArgumentException("the truth file has no " + key);
    }

    /**
     * The heaps that the file names as {@code heap[i]=address:…}.
     *
     * @return their addresses, in order
     */
    public List<Long> heaps() {
        List<Long> heaps = new ArrayList<>();
        for (int i = 0; properties.get("heap[" + i + "]") instanceof String value; i++) {
            String[] words = value.split("[: ]", 3);
            heaps.add(address(words[1]));
        }
        return heaps;
    }

    static HeapTruth parse(List<String> lines) {
        Map<String, String> properties = new LinkedHashMap<>();
        List<Block> blocks = new ArrayList<>();
        boolean titled = false;
        for (String line : lines) {
            if (line.startsWith("# ")) {
                String[] pair = line.substring(2).split("=", 2);
                properties.put(pair[0], pair[1]);
            } else if (titled) {
                blocks.add(block(line));
            } else {
                titled = true;
            }
        }
        HeapTruth truth = new HeapTruth(properties, blocks);
        if (!truth.property("format").equals(FORMAT)
                || Integer.parseInt(truth.property("live_blocks")) != blocks.size()) {
            throw new IllegalArgumentException("no whole " + FORMAT + " file");
        }
        return truth;
    }

    private static Block block(String line) {
        String[] cells = line.split("\t", COLUMNS);
        return new Block(
                address(cells[0]), address(cells[1]), Long.parseLong(cells[2]), cells[3], cells[4]);
    }

    private static long address(String text) {
        return Addresses.parse(text).orElseThrow();
    }
}
