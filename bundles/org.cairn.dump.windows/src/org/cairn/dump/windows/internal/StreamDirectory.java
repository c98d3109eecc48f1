package org.cairn.dump.windows.internal;

import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpStream;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.dump.windows.MinidumpStreamType;
import org.cairn.memory.Addresses;
import org.cairn.memory.Field;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directory of a minidump: which streams there are, and the first usable one of each type. */
final class StreamDirectory {
    /** More streams than any writer makes; dbghelp writes about 20. */
    static final int MAX_STREAMS = 4096;

    private static final Field COUNT = MinidumpFormat.MINIDUMP_HEADER.field("NumberOfStreams");
    private static final Field RVA = MinidumpFormat.MINIDUMP_HEADER.field("StreamDirectoryRva");
    private static final int ENTRY_SIZE = MinidumpFormat.MINIDUMP_DIRECTORY.size();
    private static final Field TYPE = MinidumpFormat.MINIDUMP_DIRECTORY.field("StreamType");
    private static final long LOCATION = MinidumpFormat.MINIDUMP_DIRECTORY.offset("Location");
    private static final String UNKNOWN = "unknown";

    private final MinidumpFile file;
    private final Remarks remarks;
    private final List<DumpStream> streams = new ArrayList<>();
    private final Map<MinidumpStreamType, StreamPart> parts =
            new EnumMap<>(MinidumpStreamType.class);
    private final Map<MinidumpStreamType, Integer> duplicates =
            new EnumMap<>(MinidumpStreamType.class);

    private StreamDirectory(MinidumpFile file, Remarks remarks) {
        this.file = file;
        this.remarks = remarks;
    }

    static StreamDirectory read(DumpSource source, MinidumpFile file, Remarks remarks)
            throws DumpFormatException {
        long promised = COUNT.get(file.bytes(), 0);
        long offset = RVA.get(file.bytes(), 0);
        if (promised == 0) {
            throw source.refuse(COUNT.offset(), "the minidump has no streams");
        }
        if (MinidumpFile.inHeader(offset)) {
            throw source.refuse(
                    RVA.offset(),
                    "the stream directory would begin inside the header, at "
                            + Addresses.hex(offset));
        }
        long held = file.present(offset, promised * ENTRY_SIZE) / ENTRY_SIZE;
        if (held == 0) {
            throw source.refuse(
                    RVA.offset(),
                    "the stream directory would begin at %s, the file has %s bytes"
                            .formatted(Addresses.hex(offset), Remarks.number(source.size())));
        }
        StreamDirectory directory = new StreamDirectory(file, remarks);
        directory.readEntries(offset, promised, held);
        return directory;
    }

    private void readEntries(long offset, long promised, long held) {
        if (held < promised) {
            remarks.warning(
                    "the directory at offset %s promises %s streams, the file holds %s entries"
                            .formatted(
                                    Addresses.hex(offset),
                                    Remarks.number(promised),
                                    Remarks.number(held)));
        }
        if (held > MAX_STREAMS) {
            remarks.warning(
                    "only the first %s of %s streams are used"
                            .formatted(Remarks.number(MAX_STREAMS), Remarks.number(held)));
        }
        for (long i = 0; i < Math.min(held, MAX_STREAMS); i++) {
            readEntry(offset + i * ENTRY_SIZE);
        }
        duplicates.forEach(
                (type, count) ->
                        remarks.warning(
                                "%s occurs %s times; the one at offset %s is used"
                                        .formatted(
                                                type.label(),
                                                Remarks.number(count + 1L),
                                                Addresses.hex(parts.get(type).offset()))));
    }

    private void readEntry(long entry) {
        long number = TYPE.get(file.bytes(), entry);
        Location location = Location.read(file.bytes(), entry + LOCATION);
        Optional<MinidumpStreamType> known = MinidumpStreamType.of(number);
        if (number == MinidumpStreamType.UNUSED.number() && location.size() == 0) {
            return;
        }
        streams.add(
                new DumpStream(
                        number,
                        known.map(MinidumpStreamType::label).orElse(UNKNOWN),
                        location.rva(),
                        location.size()));
        if (known.isPresent() && known.get() != MinidumpStreamType.UNUSED && location.size() > 0) {
            addPart(known.get(), location);
        }
    }

    private void addPart(MinidumpStreamType type, Location location) {
        MemorySegment bytes = file.part(location.rva(), location.size());
        StreamPart part = new StreamPart(type, location.rva(), location.size(), bytes);
        if (parts.containsKey(type)) {
            duplicates.merge(type, 1, Integer::sum);
        } else if (bytes.byteSize() == 0) {
            remarks.warning(part.place() + " is not in the file");
        } else {
            parts.put(type, part);
            if (bytes.byteSize() < part.size()) {
                remarks.warning(
                        "%s: %s of %s bytes are in the file"
                                .formatted(
                                        part.place(),
                                        Remarks.number(bytes.byteSize()),
                                        Remarks.number(part.size())));
            }
        }
    }

    /** All entries that are in use, in the directory's order. */
    List<DumpStream> streams() {
        return streams;
    }

    /** The first stream of a type of which at least a byte is in the file. */
    Optional<StreamPart> find(MinidumpStreamType type) {
        return Optional.ofNullable(parts.get(type));
    }
}
