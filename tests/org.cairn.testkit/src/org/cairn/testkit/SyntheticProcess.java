package org.cairn.testkit;

import static org.cairn.testkit.SyntheticMemory.PAGE;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpThread;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.system.ProcessImage;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.testkit.MinidumpWriter.SystemInfo;
import org.cairn.testkit.internal.HeapEncoder;
import org.cairn.testkit.internal.HeapModel;
import org.cairn.testkit.internal.HeapShape;
import org.cairn.testkit.internal.ImageWriter;
import org.cairn.testkit.internal.LoaderWriter;
import org.cairn.testkit.internal.ProcessBlocks;
import org.cairn.testkit.internal.segment.SegmentHeapEncoder;
import org.cairn.testkit.internal.segment.SegmentHeapModel;
import org.cairn.testkit.internal.segment.Shape;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A synthetic Windows process: its memory with PEB, TEBs and heaps, in the layout of one type
 * table. The same calls with the same seed make the same bytes.
 */
public final class SyntheticProcess {
    private static final int CREATE_TIME = 0x65a0_0000;
    private static final long MINIDUMP_FULL_MEMORY_INFO = 0x800;
    private static final long STACK_RESERVE = 0x1_0000;
    private static final long STACK_COMMIT = 0x1000;

    private final TypeTable types;
    private final HeapShape shape;
    private final Random random;
    private final long id;
    private final SyntheticMemory memory = new SyntheticMemory();
    private final ProcessBlocks blocks;
    private final List<DumpModule> modules = new ArrayList<>();
    private final List<DumpThread> threads = new ArrayList<>();
    private final List<NtHeapWriter> heaps = new ArrayList<>();
    private final List<SegmentHeapWriter> segmentHeaps = new ArrayList<>();
    private final List<Long> handles = new ArrayList<>();
    private final long heapKey;
    private final int lfhKey;
    private final long frontEndKey;
    private final List<PageHeapWriter> pageHeaps = new ArrayList<>();
    private final List<Runnable> patches = new ArrayList<>();
    private long processHeaps;

    /**
     * Starts a process.
     *
     * @param types the layouts of its system
     * @param peb address of its PEB, a multiple of a page; TEBs lie below it
     * @param id process id
     * @param seed of everything that a system draws at random
     */
    public SyntheticProcess(TypeTable types, long peb, long id, long seed) {
        this.types = types;
        this.id = id;
        shape = new HeapShape(types);
        random = new Random(seed);
        Random secrets = new Random(~seed);
        heapKey = secrets.nextLong();
        lfhKey = secrets.nextInt();
        frontEndKey = new Random(seed * 31 + 1).nextLong();
        blocks = new ProcessBlocks(types, memory, peb);
        processHeaps = blocks.ownList();
    }

    /** The memory, for writing data into blocks. */
    public SyntheticMemory memory() {
        return memory;
    }

    /**
     * Makes a heap; the first is the default heap of the process.
     *
     * @param hint where to reserve it, or above
     * @param options how it is made
     * @return the heap
     */
    public NtHeapWriter heap(long hint, HeapOptions options) {
        HeapModel model = new HeapModel(shape, memory, options, hint, heaps.size() + 1);
        NtHeapWriter heap =
                new NtHeapWriter(model, new HeapEncoder(model, random, frontEndKey), patches);
        heaps.add(heap);
        handles.add(heap.address());
        return heap;
    }

    /**
     * Makes a page heap.
     *
     * @param hint where to reserve it, and whatever it needs above
     * @param kind the version of its structures
     * @param normal the heap for blocks without pages of their own
     * @return the heap
     */
    public PageHeapWriter pageHeap(long hint, PageHeapWriter.Kind kind, NtHeapWriter normal) {
        PageHeapWriter heap = new PageHeapWriter(memory, hint, kind, normal);
        handles.addFirst(heap.address());
        pageHeaps.add(heap);
        return heap;
    }

    /**
     * Makes a segment heap. All of them share the secrets of the process.
     *
     * @param hint where to reserve it, and whatever it needs above
     * @param options how it is made
     * @return the heap
     */
    public SegmentHeapWriter segmentHeap(long hint, SegmentHeapOptions options) {
        SegmentHeapModel model =
                new SegmentHeapModel(new Shape(options), memory, hint, segmentHeaps.size());
        SegmentHeapEncoder encoder = new SegmentHeapEncoder(model, heapKey, lfhKey);
        SegmentHeapWriter heap = new SegmentHeapWriter(model, encoder);
        segmentHeaps.add(heap);
        handles.add(heap.address());
        return heap;
    }

    /**
     * The secret that ntdll draws for the low-fragmentation heaps, {@code RtlpLFHKey}.
     *
     * @return the value
     */
    public long frontEndKey() {
        return frontEndKey;
    }

    /**
     * Adds an image, whose pages stay out of the dump.
     *
     * @param module the image; its size is a multiple of a page
     */
    public void module(DumpModule module) {
        modules.add(module);
        memory.reserve(module.base(), module.size(), "image", "r-x");
        memory.commit(module.base(), module.size());
        memory.omit(module.base(), module.size());
    }

    /**
     * Puts the headers of an image into the dump.
     *
     * @param base of a module that was added
     * @param exportName the name that it exports under; its PDB has that name, too
     * @param version four numbers
     */
    public void header(long base, String exportName, int... version) {
        memory.capture(base, PAGE);
        byte[] guid = new byte[16];
        Arrays.fill(guid, (byte) 0xc3);
        ImageWriter.Identity identity =
                new ImageWriter.Identity(
                        exportName,
                        0x5a00_0001,
                        0x0bad_f00d,
                        exportName + ".pdb",
                        guid,
                        2,
                        version);
        memory.write(base, ImageWriter.page(types.id().architecture(), 0x3000, identity));
    }

    /** The address of its process environment block. */
    public long peb() {
        return blocks.address();
    }

    /**
     * Lists the modules in {@code PEB.Ldr}, in the order in which they were added.
     *
     * @param hint where to reserve room for the list, or above
     */
    public void loaderList(long hint) {
        LoaderWriter loader = new LoaderWriter(types, memory, hint);
        patches.add(() -> loader.write(blocks.address(), modules));
    }

    /**
     * Adds a thread with a TEB and a stack.
     *
     * @param thread thread id
     * @param instructionPointer where it stands
     * @param stack where to reserve the stack, or above
     */
    public void thread(long thread, long instructionPointer, long stack) {
        long low = memory.reserve(stack, STACK_RESERVE);
        long high = low + STACK_RESERVE;
        memory.commit(high - STACK_COMMIT, STACK_COMMIT);
        long pointer = high - STACK_COMMIT / 2;
        long teb = blocks.teb(threads.size(), id, thread, high - STACK_COMMIT, high);
        threads.add(
                new DumpThread(
                        thread, teb, pointer, high - pointer, instructionPointer, pointer, 0, 8));
    }

    /**
     * Puts the list of heaps, {@code PEB.ProcessHeaps}, into a page of an image, where ntdll has
     * it.
     *
     * @param address in the image
     */
    public void keepHeapListAt(long address) {
        memory.capture(address & -PAGE, PAGE);
        processHeaps = address;
    }

    /**
     * Overwrites memory when it is asked for, after the heaps were laid out.
     *
     * @param address where
     * @param content the wrong bytes
     */
    public void corrupt(long address, byte... content) {
        patches.add(() -> memory.write(address, content));
    }

    /**
     * Overwrites a field when memory is asked for, after the heaps were laid out.
     *
     * @param address of the structure
     * @param type its name
     * @param field its field
     * @param value the wrong value
     */
    public void corrupt(long address, String type, String field, long value) {
        Field changed = types.structure(type).field(field);
        patches.add(() -> memory.set(address, changed, value));
    }

    /**
     * Leaves committed pages out of the dump.
     *
     * @param address a multiple of a page
     * @param size bytes, a multiple of a page
     */
    public void omit(long address, long size) {
        patches.add(() -> memory.omit(address, size));
    }

    /** What a dump of the process holds. */
    public AddressSpace space() {
        prepare();
        return memory.space();
    }

    /** The process as a system reader finds it. */
    public ProcessImage image() {
        AddressSpace space = space();
        Architecture architecture = types.id().architecture();
        return new ProcessImage(
                id,
                modules.isEmpty() ? "" : modules.getFirst().fileName(),
                architecture,
                space,
                modules,
                threads,
                memory.regions(),
                List.of(HeapList.defaultFirst(architecture, blocks.origin(), handles)));
    }

    /** A dump of the process. */
    public MinidumpWriter minidump() {
        prepare();
        SystemInfo system = ProcessBlocks.systemInfo(types.id());
        MinidumpWriter writer =
                new MinidumpWriter(system)
                        .flags(MINIDUMP_FULL_MEMORY_INFO)
                        .timeDateStamp(CREATE_TIME + 3600L)
                        .process(id, CREATE_TIME);
        modules.forEach(writer::module);
        threads.forEach(writer::thread);
        memory.regions().forEach(writer::region);
        memory.captured().forEach(piece -> writer.memory(piece.address(), piece.source()));
        return writer;
    }

    private void prepare() {
        heaps.forEach(NtHeapWriter::encode);
        segmentHeaps.forEach(SegmentHeapWriter::encode);
        pageHeaps.forEach(PageHeapWriter::encode);
        long image = modules.isEmpty() ? 0 : modules.getFirst().base();
        blocks.peb(image, processHeaps, handles);
        patches.forEach(Runnable::run);
    }
}
