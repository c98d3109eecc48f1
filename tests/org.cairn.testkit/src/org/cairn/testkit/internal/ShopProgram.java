package org.cairn.testkit.internal;

import org.cairn.dump.DumpModule;
import org.cairn.memory.Field;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.SyntheticMemory;
import org.cairn.testkit.SyntheticProcess;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the program of the samples does with its heaps: orders, texts, buffers and pictures. */
final class ShopProgram {
    private static final int ORDERS = 160;
    private static final int BUFFERS = 230;
    private static final int SPRITES = 80;
    private static final int CACHED = 24;
    private static final int PICTURE = 0x1200;
    private static final int ATLAS = 0x8200;
    private static final String[] ITEMS = {"kettle", "lamp", "teapot", "rug", "clock", "stool"};

    private final SyntheticMemory memory;
    private final Random random;
    private final int pointer;
    private final DumpModule shop;
    private final DumpModule render;
    private final DumpModule ntdll;
    private final DumpModule kernel;
    private final Map<String, Integer> owners = new LinkedHashMap<>();
    private final List<Long> texts = new ArrayList<>();

    ShopProgram(SyntheticProcess process, SampleSystem system, int pointer, long seed) {
        this.memory = process.memory();
        this.pointer = pointer;
        this.random = new Random(seed);
        shop = system.modules().get(0);
        render = system.modules().get(1);
        ntdll = system.modules().get(2);
        kernel = system.modules().get(3);
    }

    /** Live blocks that begin with a pointer into a module, by the module's file name. */
    Map<String, Integer> owners() {
        return owners;
    }

    /** Texts of orders in the default heap, in order of their allocation. */
    List<Long> texts() {
        return texts;
    }

    /** Loader data, orders with their texts, a large buffer that came and went. */
    void useDefaultHeap(NtHeapWriter heap) {
        for (int i = 0; i < 40; i++) {
            object(heap, i % 3 == 0 ? kernel : ntdll, 0x30 + 8 * random.nextInt(10));
            wide(heap, "C:\\Windows\\System32\\module" + i + ".dll");
        }
        List<Long> drafts = new ArrayList<>();
        long scratch = 0;
        for (int i = 0; i < ORDERS; i++) {
            long order = object(heap, shop, 12 * pointer + 8);
            long text = text(heap, orderText(1000 + i), StandardCharsets.US_ASCII);
            texts.add(text);
            link(order, 2, text);
            drafts.add(heap.allocate(16 + random.nextInt(180)));
            if (i == ORDERS / 2) {
                scratch = heap.allocate(0x5000);
            }
        }
        heap.free(scratch);
        heap.decommit(scratch);
        for (int i = 0; i < drafts.size(); i += 2) {
            heap.free(drafts.get(i));
        }
        for (int i = 0; i < 30; i++) {
            numbers(heap, 20 + random.nextInt(60));
        }
    }

    /** Buffers of the C library. */
    void useLibraryHeap(NtHeapWriter heap) {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < BUFFERS; i++) {
            blocks.add(
                    switch (i % 4) {
                        case 0 -> text(heap, "line " + i + ": ok", StandardCharsets.US_ASCII);
                        case 1 -> wide(heap, "/shop/basket/" + i);
                        case 2 -> numbers(heap, 4 + random.nextInt(20));
                        default -> heap.allocate(random.nextInt(200));
                    });
        }
        for (int i = 3; i < blocks.size(); i += 5) {
            heap.free(blocks.get(i));
        }
    }

    /** Pictures: objects of the library with their data, one of which has memory of its own. */
    void useRenderHeap(NtHeapWriter heap) {
        List<Long> drafts = new ArrayList<>();
        for (int i = 0; i < SPRITES; i++) {
            long sprite = object(heap, render, 0x40 + 0x10 * (i % 5));
            long data = heap.allocate(i % 10 == 0 ? PICTURE : 100 + random.nextInt(200));
            memory.write(data, gradient(64, i));
            link(sprite, 1, data);
            if (i % 7 == 3) {
                drafts.add(heap.allocate(200 + random.nextInt(500)));
            }
        }
        drafts.forEach(heap::free);
        long atlas = heap.allocate(ATLAS);
        memory.write(atlas, gradient(ATLAS, 5));
        link(object(heap, render, 0x80), 1, atlas);
    }

    /** Frees some short blocks into lookaside lists. */
    void cacheSome(NtHeapWriter heap) {
        List<Long> chosen = new ArrayList<>();
        for (int i = 0; i < CACHED; i++) {
            chosen.add(numbers(heap, 3 + i % 6));
        }
        chosen.forEach(heap::cache);
    }

    static String orderText(int number) {
        return "order=" + number + ";item=" + ITEMS[number % ITEMS.length] + ";qty=" + number % 4;
    }

    private long object(NtHeapWriter heap, DumpModule module, int size) {
        long user = heap.allocate(size);
        long table = module.base() + module.size() / 2 + 0x40L * random.nextInt(64);
        link(user, 0, table);
        memory.set(user, new Field("count", "u32", 3 * pointer, 4), 1 + random.nextInt(9));
        owners.merge(module.fileName(), 1, Integer::sum);
        return user;
    }

    private long text(NtHeapWriter heap, String text, Charset charset) {
        byte[] bytes = (text + '\0').getBytes(charset);
        long user = heap.allocate(bytes.length);
        memory.write(user, bytes);
        return user;
    }

    private long wide(NtHeapWriter heap, String text) {
        return text(heap, text, StandardCharsets.UTF_16LE);
    }

    private long numbers(NtHeapWriter heap, int count) {
        Field number = new Field("number", "u32", 0, Integer.BYTES);
        long user = heap.allocate((long) count * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            memory.set(user + (long) i * Integer.BYTES, number, random.nextInt(1000));
        }
        return user;
    }

    private void link(long object, int index, long target) {
        memory.set(object, new Field("pointer", "ptr", index * pointer, pointer), target);
    }

    private static byte[] gradient(int size, int step) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * step >> 2);
        }
        return bytes;
    }
}
