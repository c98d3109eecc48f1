package org.cairn.dump.windows.internal;

import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Reads the CodeView record of a module: which PDB belongs to it. */
final class CodeView {
    private static final Structure PDB70 = MinidumpFormat.CV_INFO_PDB70;
    private static final Structure PDB20 = MinidumpFormat.CV_INFO_PDB20;
    private static final Field SIGNATURE = PDB70.field("CvSignature");
    private static final Field DATA1 = PDB70.field("Signature.Data1");
    private static final Field DATA2 = PDB70.field("Signature.Data2");
    private static final Field DATA3 = PDB70.field("Signature.Data3");
    private static final Field DATA4 = PDB70.field("Signature.Data4");
    private static final Field AGE70 = PDB70.field("Age");
    private static final Field SIGNATURE20 = PDB20.field("Signature");
    private static final Field AGE20 = PDB20.field("Age");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final MinidumpFile file;

    CodeView(MinidumpFile file) {
        this.file = file;
    }

    /**
     * The identity as symbol servers spell it: the GUID has 32 digits in the order of its text
     * form, without separators.
     */
    String identity(Location location) {
        MemorySegment record = file.part(location.rva(), location.size());
        if (record.byteSize() >= PDB70.size()
                && SIGNATURE.get(record, 0) == MinidumpFormat.CV_SIGNATURE_RSDS) {
            return file.text(record, PDB70.size(), StandardCharsets.UTF_8)
                    + " "
                    + guid(record)
                    + " "
                    + AGE70.get(record, 0);
        }
        if (record.byteSize() >= PDB20.size()
                && SIGNATURE.get(record, 0) == MinidumpFormat.CV_SIGNATURE_NB10) {
            return file.text(record, PDB20.size(), StandardCharsets.ISO_8859_1)
                    + " "
                    + HEX.toHexDigits((int) SIGNATURE20.get(record, 0))
                    + " "
                    + AGE20.get(record, 0);
        }
        return "";
    }

    private static String guid(MemorySegment record) {
        byte[] data4 = record.asSlice(DATA4.offset(), DATA4.size()).toArray(ValueLayout.JAVA_BYTE);
        return HEX.toHexDigits((int) DATA1.get(record, 0))
                + HEX.toHexDigits((short) DATA2.get(record, 0))
                + HEX.toHexDigits((short) DATA3.get(record, 0))
                + HEX.formatHex(data4);
    }
}
