package org.cairn.heap.os2.internal;

import org.cairn.dump.DumpSelector;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.BlockId;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.KernelThread;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A block's header field by field, with what the values mean. */
public final class Description {
    private static final String UNUSED = ", unused (hmte/pad)";

    private final AddressSpace space;
    private final Descriptors descriptors;
    private final OwnerNames owners;
    private final Contents contents;
    private final MemoryCursor cursor;
    private final HexBytes bytes;
    private final List<FieldValue> fields = new ArrayList<>();

    /**
     * Prepares to describe one block.
     *
     * @param context the kernel
     * @param owners names of owners
     * @param layouts of the structures that blocks hold
     */
    public Description(DecodeContext context, OwnerNames owners, KernelLayouts layouts) {
        this.space = context.space();
        this.descriptors = new Descriptors(context.process().selectors());
        this.owners = owners;
        this.contents = new Contents(context.space(), owners.kernel(), layouts);
        this.cursor = space.cursor();
        this.bytes = new HexBytes(space);
    }

    /**
     * Describes a block of a resident heap.
     *
     * @param block address of its header
     * @return the fields, empty when the header is absent
     */
    public List<FieldValue> resident(long block) {
        ResidentHeader header = new ResidentHeader(space);
        if (!header.read(block)) {
            return List.of();
        }
        Structure layout = header.isExtended() ? ResidentLayout.EXTENDED : ResidentLayout.REGULAR;
        for (Field field : layout.fields()) {
            if (field.isBitField()) {
                headerField(field, block);
            }
        }
        if (header.isPreviousFree()) {
            tag("boundary tag of the free block before", block - ResidentLayout.TAG.size());
        }
        if (header.isFree()) {
            link("krhf_pbNext", block);
            link("krhf_pbPrev", block);
            tag("boundary tag", header.end() - ResidentLayout.TAG.size());
        } else if (header.isExtended()) {
            trailer(header.trailerAddress());
        }
        if (!header.isFree() && !header.isEndOfHeap()) {
            boolean extended = header.isExtended();
            boolean known = !extended || header.readTrailer();
            long end = extended ? header.trailerAddress() : header.end();
            contents(
                    known ? extended ? header.trailerOwner() : header.owner() : 0,
                    block + ResidentLayout.HEADER_SIZE,
                    end);
        }
        return List.copyOf(fields);
    }

    private void contents(int owner, long start, long end) {
        fields.addAll(contents.of(owner, start, end - start));
        for (KernelThread thread : owners.kernel().waiting(start, end)) {
            long at =
                    BlockId.of(thread, owners.kernel())
                            .map(BlockId::address)
                            .orElse(OptionalLong.empty())
                            .orElse(start);
            fields.add(new FieldValue("waiting thread", at, 0, "", thread.label()));
        }
    }

    private void headerField(Field field, long block) {
        long value = read(field, block);
        String text =
                switch (field.name()) {
                    case "krhb_attr" -> value == 0 ? "0, regular" : "1, extended";
                    case "krhb_usSize", "krhb_ulSize" -> size(value * ResidentLayout.UNIT);
                    case "krhb_hobowner" -> owners.text((int) value);
                    case "reserved" -> Addresses.hex(value);
                    default -> value == 0 ? "no" : "yes";
                };
        add(field, block, text);
    }

    private void trailer(long address) {
        for (Field field : ResidentLayout.TRAILER.fields()) {
            if (!cursor.seek(address, ResidentLayout.TRAILER.size())) {
                absent(field, address);
                continue;
            }
            long value = field.get(cursor);
            String text =
                    switch (field.name()) {
                        case "khba_sel" -> selector((int) value);
                        case "khba_hobOwner" -> owners.text((int) value);
                        default -> Addresses.hex(value) + UNUSED;
                    };
            add(field, address, text);
        }
    }

    private void link(String name, long block) {
        Field field = ResidentLayout.FREE.field(name);
        if (cursor.seek(block + field.offset(), field.size())) {
            add(field, block, Addresses.hex(cursor.u32(0)));
        } else {
            absent(field, block);
        }
    }

    private void tag(String name, long address) {
        int size = ResidentLayout.TAG.size();
        if (!cursor.seek(address, size)) {
            fields.add(new FieldValue(name, address, size, "", "absent"));
            return;
        }
        long value = cursor.u32(0);
        String text =
                (value & ResidentLayout.UNIT - 1) == ResidentLayout.TAG_MARK
                        ? "block " + Addresses.hex(value - ResidentLayout.TAG_MARK)
                        : Addresses.hex(value) + ", no boundary tag";
        fields.add(new FieldValue(name, address, size, bytes.hex(address, size), text));
    }

    /**
     * Describes a block of a swappable heap.
     *
     * @param block address of its header
     * @return the fields, empty when the header is absent
     */
    public List<FieldValue> swappable(long block) {
        Structure layout = SwappableHeader.LAYOUT;
        if (!cursor.seek(block, layout.size())) {
            return List.of();
        }
        for (Field field : layout.fields()) {
            long value = field.get(cursor);
            switch (field.name()) {
                case "bytes" -> add(field, block, size(value));
                case "owner" -> add(field, block, owners.text((int) value));
                case "selector" -> add(field, block, selector((int) value));
                case "signature" -> add(field, block, Addresses.hex(value));
                default -> {
                    // the dword that holds signature and size
                }
            }
        }
        SwappableHeader header = new SwappableHeader(space);
        if (header.read(block)) {
            contents(header.owner(), block + layout.size(), header.end());
        }
        return List.copyOf(fields);
    }

    private long read(Field field, long base) {
        return cursor.seek(base, field.offset() + field.size()) ? field.get(cursor) : 0;
    }

    private static String size(long size) {
        return "%s bytes (%d)".formatted(Addresses.hex(size), size);
    }

    private String selector(int selector) {
        if (selector == 0) {
            return "0x0, none";
        }
        String text = Addresses.hex(selector);
        if (descriptors.find(selector) instanceof DumpSelector known) {
            text +=
                    ", %s, base %s, limit %s"
                            .formatted(
                                    known.type().toLowerCase(Locale.ROOT),
                                    Addresses.hex(known.base()),
                                    Addresses.hex(known.limit()));
        }
        return owners.kernel().segmentName(selector).map(text.concat(", ")::concat).orElse(text);
    }

    private void add(Field field, long base, String value) {
        long address = base + field.offset();
        int size = field.size();
        fields.add(new FieldValue(field.name(), address, size, bytes.hex(address, size), value));
    }

    private void absent(Field field, long base) {
        long address = base + field.offset();
        fields.add(new FieldValue(field.name(), address, field.size(), "", "absent"));
    }
}
