package org.cairn.dump.windows;

import static org.cairn.dump.windows.MinidumpBytes.memory64List;
import static org.cairn.dump.windows.MinidumpBytes.memoryInfoList;
import static org.cairn.dump.windows.MinidumpBytes.range;
import static org.cairn.dump.windows.MinidumpBytes.range64;
import static org.cairn.dump.windows.MinidumpBytes.region;

import java.nio.charset.StandardCharsets;

/** A minidump of about 2 KiB that has every stream that is read. */
final class SampleMinidump {
    private SampleMinidump() {}

    static byte[] bytes() {
        MinidumpBytes minidump = new MinidumpBytes().system(9, 10, 0, 18362);
        byte[] pdb =
                Bytes.join(
                        Bytes.of(MinidumpFormat.CV_INFO_PDB70)
                                .set("CvSignature", MinidumpFormat.CV_SIGNATURE_RSDS)
                                .get(),
                        "a.pdb\0".getBytes(StandardCharsets.US_ASCII));
        byte[] module =
                Bytes.of(MinidumpFormat.MINIDUMP_MODULE)
                        .set("ModuleNameRva", minidump.string("C:\\a.exe"))
                        .location("CvRecord", pdb, minidump.append(pdb))
                        .get();
        byte[] context = Bytes.of(MinidumpFormat.CONTEXT_X64).get();
        byte[] thread =
                Bytes.of(MinidumpFormat.MINIDUMP_THREAD)
                        .location("ThreadContext", context, minidump.append(context))
                        .get();
        long memory = minidump.append(Bytes.filled(0x40, 1));
        return minidump.stream(MinidumpStreamType.MODULE_LIST, Bytes.list(module, module)).stream(
                        MinidumpStreamType.THREAD_LIST, Bytes.list(thread, thread))
                .stream(
                        MinidumpStreamType.MEMORY_LIST,
                        Bytes.list(range(0x1000, 0x10, memory), range(0x2000, 0x10, memory)))
                .stream(
                        MinidumpStreamType.EXCEPTION,
                        Bytes.of(MinidumpFormat.MINIDUMP_EXCEPTION_STREAM)
                                .set("NumberParameters", 2)
                                .get())
                .stream(
                        MinidumpStreamType.MISC_INFO,
                        Bytes.of(MinidumpFormat.MINIDUMP_MISC_INFO).set("Flags1", 3).get())
                .stream(MinidumpStreamType.COMMENT_A, "comment".getBytes(StandardCharsets.US_ASCII))
                .stream(MinidumpStreamType.COMMENT_W, Bytes.utf16("comment"))
                .stream(
                        MinidumpStreamType.MEMORY_INFO_LIST,
                        memoryInfoList(
                                region(0, 0x1000, 0x1_0000, 1, 0),
                                region(0x1000, 0x5000, 0x1000, 4, 0x2_0000)))
                .stream(
                        MinidumpStreamType.MEMORY64_LIST,
                        memory64List(2, memory, range64(0x3000, 0x20), range64(0x3020, 0x20)))
                .get();
    }
}
