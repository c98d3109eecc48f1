package org.cairn.types.pdb;

import org.cairn.memory.Progress;
import org.cairn.types.TypeTable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Prints how long reading a PDB file takes, five times in one process; run by hand. The first time
 * is that of a cold process. Arguments: a file, or the megabytes of types of a file to make up.
 */
public final class PdbTiming {
    private static final int PAGE = 4096;
    private static final int RUNS = 5;
    private static final int MAX_FIELDS = 60;
    private static final double MILLION = 1e6;

    private PdbTiming() {}

    /** Reads a file. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        if (!Files.exists(file)) {
            file = Files.createTempFile("types", ".pdb");
            file.toFile().deleteOnExit();
            madeUp(Integer.parseInt(arguments[0]) << 20).write(file);
        }
        System.out.printf("%s: %,d bytes%n", file.getFileName(), Files.size(file));
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            Pdb pdb = Pdb.open(file);
            long opened = System.nanoTime();
            TypeTable table = pdb.readTypes(Progress.NONE);
            long typed = System.nanoTime();
            int symbols = pdb.readSymbols(Progress.NONE).size();
            long end = System.nanoTime();
            int fields = table.structures().stream().mapToInt(type -> type.fields().size()).sum();
            System.out.printf(
                    "open %.1f ms, %d types with %d fields %.0f ms, %d symbols %.0f ms%n",
                    (opened - start) / MILLION,
                    table.structures().size(),
                    fields,
                    (typed - opened) / MILLION,
                    symbols,
                    (end - typed) / MILLION);
        }
    }

    /** Structures with pointers, arrays and bit fields, in proportions like a kernel's. */
    private static PdbWriter madeUp(int size) {
        PdbWriter writer = new PdbWriter(PAGE);
        PdbWriter.section(writer.sections, PAGE);
        Random random = new Random(1);
        for (int i = 0; writer.types.size() < size; i++) {
            int pointer = writer.types.pointer(writer.types.forward("_STRUCTURE_" + i));
            int array = writer.types.array(pointer, Long.BYTES * (2 + i % 7));
            Bytes list = new Bytes();
            int count = random.nextInt(MAX_FIELDS);
            for (int field = 0; field < count; field++) {
                int type = field % 3 == 0 ? pointer : field % 7 == 0 ? array : TypeRecords.INT;
                list.all(
                        TypeRecords.member(
                                type, Long.BYTES * field, "Field" + random.nextInt(9999)));
            }
            int members = writer.types.members(list);
            writer.types.structure("_STRUCTURE_" + i, Long.BYTES * count, members);
            writer.pub("symbol_" + i, 1, i);
        }
        return writer;
    }
}
