package org.cairn.types.internal.pdb;

import org.cairn.memory.Progress;
import org.cairn.types.SymbolTable;
import org.cairn.types.SymbolTable.Symbol;
import org.cairn.types.TypeFormatException;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the public and global symbols that have an address in the image. Kinds and records: {@code
 * SYM_ENUM_e} and the structures beside it in {@code cvinfo.h}.
 *
 * <p>On x86, names of C have what the calling convention adds (an underscore before them, or a
 * commercial at before and the size of the arguments behind them); it is taken off. Names of C++
 * stay as they are. Where a name stands for several places, a symbol that is visible in the whole
 * image comes first.
 */
public final class SymbolReader {
    private static final int S_LDATA32_ST = 0x1007;
    private static final int S_GDATA32_ST = 0x1008;
    private static final int S_PUB32_ST = 0x1009;
    private static final int S_LDATA32 = 0x110c;
    private static final int S_GDATA32 = 0x110d;
    private static final int S_PUB32 = 0x110e;
    private static final int S_LPROC32 = 0x110f;
    private static final int S_GPROC32 = 0x1110;
    private static final int S_LMANDATA = 0x111c;
    private static final int S_GMANDATA = 0x111d;
    private static final int S_PROCREF = 0x1125;
    private static final int S_DATAREF = 0x1126;
    private static final int S_LPROCREF = 0x1127;
    private static final int S_LPROC32_ID = 0x1146;
    private static final int S_GPROC32_ID = 0x1147;

    /** Up to here the length of a name comes before it. */
    private static final int S_ST_MAX = 0x1100;

    /** In {@code PROCSYM32}, what stands between the kind and the place. */
    private static final int PROCEDURE_HEADER = 7 * Integer.BYTES;

    private static final int MAX_SIZE = 128 << 20;
    private static final int MAX_SYMBOLS = 1 << 20;

    private final MsfStream records;
    private final ImageMap map;
    private final Modules modules;
    private final boolean decorated;
    private final Progress progress;

    /**
     * Prepares to read the symbols.
     *
     * @param file holds them
     * @param decorated whether names of C have what the calling convention adds, as on x86
     * @param progress counts bytes and may cancel
     * @throws TypeFormatException when a stream is damaged
     */
    public SymbolReader(MsfFile file, boolean decorated, Progress progress)
            throws TypeFormatException {
        DbiStream image = new DbiStream(file);
        this.records = image.symbols();
        this.map = image.map();
        this.modules = image.modules();
        this.decorated = decorated;
        this.progress = progress;
        if (records.size() > MAX_SIZE) {
            throw records.malformed(0, records.size() + " bytes, more than " + MAX_SIZE);
        }
    }

    /**
     * Reads the symbols.
     *
     * @return names and addresses
     * @throws TypeFormatException when a record is damaged
     */
    public SymbolTable read() throws TypeFormatException {
        progress.total(2L * records.size());
        List<Symbol> found = new ArrayList<>();
        read(found, false);
        read(found, true);
        return new SymbolTable(found);
    }

    private void read(List<Symbol> found, boolean local) throws TypeFormatException {
        StreamCursor cursor = new StreamCursor(records, 0, records.size());
        while (cursor.remaining() > 0) {
            StreamCursor record = next(cursor);
            progress.step(Short.BYTES + record.remaining());
            progress.checkCancelled();
            int kind = record.u16();
            if (isLocal(kind) == local) {
                symbol(kind, record, found);
            }
        }
    }

    private static StreamCursor next(StreamCursor cursor) throws TypeFormatException {
        int length = cursor.u16();
        int start = cursor.position();
        cursor.skip(length);
        return cursor.part(start, start + length);
    }

    private static boolean isLocal(int kind) {
        return switch (kind) {
            case S_LDATA32, S_LDATA32_ST, S_LMANDATA, S_LPROCREF -> true;
            default -> false;
        };
    }

    private void symbol(int kind, StreamCursor record, List<Symbol> found)
            throws TypeFormatException {
        switch (kind) {
            case S_PUB32,
                    S_GDATA32,
                    S_LDATA32,
                    S_GMANDATA,
                    S_LMANDATA,
                    S_PUB32_ST,
                    S_GDATA32_ST,
                    S_LDATA32_ST -> {
                record.skip(Integer.BYTES);
                long rva = place(record);
                boolean counted = kind < S_ST_MAX;
                boolean pub = kind == S_PUB32 || kind == S_PUB32_ST;
                add(found, record, rva, counted, pub);
            }
            case S_PROCREF, S_LPROCREF, S_DATAREF -> {
                record.skip(Integer.BYTES);
                int at = record.u32();
                add(found, record, referred(modules.symbols(record.u16()), at), false, false);
            }
            default -> {
                // no symbol with an address: constants, types, thread-local data
            }
        }
    }

    private long place(StreamCursor record) throws TypeFormatException {
        int offset = record.u32();
        return map.rva(record.u16(), offset);
    }

    /** The address of a procedure or of data whose record stands in a module's stream. */
    private long referred(MsfStream module, int at) throws TypeFormatException {
        if (module.size() == 0) {
            return ImageMap.NOWHERE;
        }
        StreamCursor record = next(new StreamCursor(module, at, module.size()));
        switch (record.u16()) {
            case S_GPROC32, S_LPROC32, S_GPROC32_ID, S_LPROC32_ID -> record.skip(PROCEDURE_HEADER);
            case S_GDATA32, S_LDATA32 -> record.skip(Integer.BYTES);
            default -> {
                return ImageMap.NOWHERE;
            }
        }
        return place(record);
    }

    private void add(
            List<Symbol> found, StreamCursor record, long rva, boolean counted, boolean pub)
            throws TypeFormatException {
        if (rva == ImageMap.NOWHERE) {
            return;
        }
        String name = record.name(counted);
        found.add(new Symbol(pub && decorated ? undecorated(name) : name, rva));
        if (found.size() > MAX_SYMBOLS) {
            throw record.malformed("more than " + MAX_SYMBOLS + " symbols");
        }
    }

    private static String undecorated(String name) {
        if (name.isEmpty() || name.charAt(0) != '_' && name.charAt(0) != '@') {
            return name;
        }
        int end = name.lastIndexOf('@');
        boolean stack = end > 0 && name.substring(end + 1).matches("[0-9]+");
        return name.substring(1, stack ? end : name.length());
    }
}
