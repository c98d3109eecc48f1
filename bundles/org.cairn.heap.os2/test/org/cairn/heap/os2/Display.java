package org.cairn.heap.os2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Displays of memory that the OS/2 Debugging Handbook prints, each with the addresses of the block
 * headers in it, as the handbook says or as they chain without a gap by its rules.
 */
enum Display {
    /** "Resident Heap Blocks", slot 47: three blocks, the last one free. */
    SEMAPHORES(
            "fe04c8e4 fe04c8f4 fe04c904",
            "%fe04c8d8  00031c3f 00000000 00000000 ffc20010",
            "%fe04c8e8  00000010 00000000 fe040001 ffc20010",
            "%fe04c8f8  00000010 00000000 fe040001 ffe900a8",
            "%fe04c908  fe0c767c fe0c0ee0 00000000 00000000",
            "%fe04c918  00000000 00000000 00000000 00000000",
            "%fe04c928  00000000 00000000 00000000 00000000",
            "%fe04c938  00000000 00000000 00000000 00000000",
            "%fe04c948  00000000 00000000 00000000 00000000"),

    /** "Resident Heap Blocks", slot 4b: the beginning of an extended block behind a free one. */
    FSD_BEGIN(
            "fe06fd70 fe06fffc",
            "%fe06fff0  00000000 00000000 fe06fd72 4000bd6d",
            "%fe070000  10d0006b 9090cbcb 9090cb90 000af390",
            "%fe070010  3c600104 6aec8b55 8d026a01 16ebd866",
            "%fe070020  6aec8b55 8d026a02 0aebd866 6aec8b55",
            "%fe070030  8d026a00 46c6d866 561e00ee 21906857",
            "%fe070040  1e7ec41f f714568b 750001c2 568b520e",
            "%fe070050  27e2830e 29558826 2605eb5a 002945c6",
            "%fe070060  4000c2f7 c0330574 f70d39e9 748000c2"),

    /** Its end, and a free block with the headers of the blocks that it was joined of. */
    FSD_END(
            "fe07bd68",
            "%fe07bd58  fee2e9de 00000000 ff4c21a0 fdf1ff32",
            "%fe07bd68  ffe9008c fe06fd70 fe02aa70 00000000",
            "%fe07bd78  00000000 00000000 00000000 00000000",
            "%fe07bd88  00000000 00000000 00000000 00000000",
            "%fe07bd98  00000000 00000000 00000000 00000000",
            "%fe07bda8  fe07bd6a ffe90048 00000201 00000000",
            "%fe07bdb8  00000000 00000000 00000000 02010000",
            "%fe07bdc8  00000000 00000000 00000000 000000ed"),

    /** "The 32-Bit Semaphore Event and Mutex Semaphores": a semaphore that slot 42 waits for. */
    SHARED_EVENT(
            "fe0bf90c fe0bf918 fe0bf92c fe0bf93c fe0bf948 fe0bf954 fe0bf960 fe0bf96c fe0bf978"
                    + " fe0bf984",
            "%fe0bf90c  ffbf000c 00010008 fe0bff20 ffc20014",
            "%fe0bf91c  00000011 00000000 fef1ef94 fcae5a28",
            "%fe0bf92c  ffbf0010 00010006 fe08f24c fe0bf92e",
            "%fe0bf93c  ffbf000c 00010006 fe08f7c0 ffa4000c",
            "%fe0bf94c  fe0567d0 00010494 ffbf000c 0001000a",
            "%fe0bf95c  00000000 ffa4000c fe0bf970 000104ec",
            "%fe0bf96c  ffa4000c fef1ef4c 000200ba ffbf000c",
            "%fe0bf97c  00010005 fe0bf758 ffbf000c 00010005"),

    /** The same chapter: its open queue, at the end of the heap. */
    END_OF_HEAP(
            "fef1ef90 fef1ef9c fef1efb4 fef1efc0 fef1efd8 fef1effc",
            "%fef1ef84  00000000 00000000 fef10001 ffbf000c",
            "%fef1ef94  0001000d fe0bf958 ffc20018 00000009",
            "%fef1efa4  00000000 00000000 fef1ef58 fcb18478",
            "%fef1efb4  ffbf000c 0001000d 00000000 ffc20018",
            "%fef1efc4  00000009 00000000 00000000 fef1efb8",
            "%fef1efd4  fcb18458 ff910024 00000007 00000000",
            "%fef1efe4  00000000 00000000 00000000 00000000",
            "%fef1eff4  00000000 00000000 ffea0004 fef2a128"),

    /** "PMSEM/GRESEM": four dwords, of which the last is a header. */
    ANONYMOUS_EVENT("fdf88418", "%fdf8840c  000101c1 00000000 fdf88406 ffc20018"),

    /** "A Hang Problem Involving Locked Records": the beginning of a device driver's segment. */
    DRIVER_BEGIN(
            "fe6f2ff0 fe6f2ffc",
            "%fe6f2ff0  ffa4000c feaeef28 0002036f 00000b39",
            "%fe6f3000  05000000 0000c981 424b2d29 20202444",
            "%fe6f3010  05182020 00000510 00020000 00000000",
            "%fe6f3020  a8030ec8 424b0170 19002444 00000000",
            "%fe6f3030  00000000 00000000 00000000 00000000",
            "%fe6f3040  00000000 00061400 001b0014 0a000003",
            "%fe6f3050  00028101 81010500 0a000001 0003c747",
            "%fe6f3060  00000000 00000000 00000000 00000000"),

    /** Its end. */
    DRIVER_END(
            "fe6f3b34 fe6f3b50 fe6f3b64 fe6f3b70 fe6f3b7c fe6f3b90",
            "%fe6f3b24  ffff0000 0000ffff ff530510 ff77bd64",
            "%fe6f3b34  ffc2001c 00000008 00000000 00000000",
            "%fe6f3b44  ab240001 4d5000a6 00005854 ff9e0014",
            "%fe6f3b54  001b0083 fe6f3b80 fe701da0 fe8777b0",
            "%fe6f3b64  ffa4000c fe6f3b74 000102e9 ffa4000c",
            "%fe6f3b74  fe7ea73c 0001071f ff9e0014 001b005d",
            "%fe6f3b84  fe83baa8 fe876eac fe877654 ffc2001c",
            "%fe6f3b94  00000008 00000000 00000000 da680001"),

    /** "Volume Parameter Block (VPB)": in front of the header lies the trailer of another block. */
    VPB_BEGIN(
            "fe6fd4e8",
            "%fe6fd4dc  00000001 ff5905b8 5e02bd64 000009bd",
            "%fe6fd4ec  05d6007b 000009ae 0000099c dac40000"),

    /** Its end. */
    VPB_END(
            "fe6fdea4",
            "%fe6fde94  6d6b6d62 00180000 ffa20098 00e800e8",
            "%fe6fdea4  ffc2001c 00000008 00000000 00000000"),

    /** "Current Directory Structure (CDS)": the beginning of a segment of records. */
    CDS_BEGIN(
            "fe7015c0",
            "%fe7015b4  000007d0 ff5c07b0 0000bd64 0000060d",
            "%fe7015c4  049d0600 01ae0014 00000001 00000400"),

    /** Its end. */
    CDS_END(
            "fe701bcc",
            "%fe701bbc  00000000 00000000 ff610828 0000fe70",
            "%fe701bcc  ff9e0054 4d45534b 00000201 00000000"),

    /** "Kernel Semaphore (KSEM)". */
    KSEM(
            "fe83bdf0",
            "%fe83bde4  00000000 bd100000 fe83fe83 ff7e0018",
            "%fe83bdf4  4d45534b 000a0004 46380001 bd28a801"),

    /** "32-Bit Semaphore Structures": a private event. */
    PRIVATE_EVENT(
            "fe86fa18",
            "%fe86fa0c  12d15b4c 54564553 ab97d220 ffc20018",
            "%fe86fa1c  00000010 00000000 c4280001 455000a7"),

    /** The same chapter: the records of a mux wait, whose own header is not displayed. */
    MUX_RECORDS(
            "fe88a914 fe88a928 fe88a938 fe88a948 fe88a954 fe88a964 fe88a970",
            "%fe88a8f4  00000003 00000004 80000090 00000000",
            "%fe88a904  80000091 00000001 80000094 00000001",
            "%fe88a914  ffbe0014 fe88aba4 00000000 5158554d",
            "%fe88a924  fe88a916 ffc70010 fe88a958 dd2f4580",
            "%fe88a934  000001a2 ffc70010 fe88aa88 dd2f464d",
            "%fe88a944  00000010 ffa4000c fe88a968 000102d5",
            "%fe88a954  ffc70010 fe88a9d8 1bd49ce0 000101a5",
            "%fe88a964  ffa4000c fe88aa7c 0001038d ffc70010"),

    /** "Swappable Heap Blocks": a driver's code, in which 52000805 is no header. */
    SWAPPABLE_CODE(
            "fca94ff8",
            "%fca94ff0  00000000 00000000 52008ee0 08f0ff49",
            "%fca95000  08e8b81e 32b8d88e 16ca1f00 06c89000",
            "%fca95010  1e560000 8e08e8b8 a23e83d8 06740009",
            "%fca95020  eb63a5e8 c02b9003 0bfe4689 e90374c0",
            "%fca95030  468b017e 10568b0e 52000805 6aff6a50",
            "%fca95040  13969aff 5f3d1000 c4e77400 83260e5e",
            "%fca95050  74000e7f 0142e903 0c47ff26 261276c4",
            "%fca95060  2616448b 8918548b 5689fa46 0e468bfc"),

    /** "The 32-Bit Semaphore Event and Mutex Semaphores": a semaphore's name. */
    SWAPPABLE_NAME(
            "fcae5a20 fcae5a40",
            "%fcae5a18  003f1d1a 0007004a 52000020 0000ffc1",
            "%fcae5a28  4b524f57 43414c50 5a414c5c 49525759",
            "%fcae5a38  45532e54 5412004d 520000c8 0000ff60",
            "%fcae5a48  005d004a 1b131b12 1b151b14 1b171b16",
            "%fcae5a58  1b191b18 1b1b1b1a 1b1d1b1c 1b1f1b1e",
            "%fcae5a68  1b211b20 1b231b22 1b251b24 1b271b26",
            "%fcae5a78  1b291b28 1b2b1b2a 1b2d1b2c 1b2f1b2e",
            "%fcae5a88  1b311b30 1b331b32 1b351b34 1b371b36"),

    /** "Exploring Arena Records": an arena header, outside of the heaps, full of addresses. */
    ARENA_HEADER(
            "",
            "%7b9ca270  7b9c7168 fff13190 feb24cae feb261bc",
            "%7b9ca280  fe79ba54 fe87e9a0 fff03e30 00000002",
            "%7b9ca290  00010000 00370000 00000000 00000000",
            "%7b9ca2a0  00000003 00000000 00000041 000005db"),

    /** "How to Correlate Named Memory With its Address": the records in a block, as dwords. */
    SHARED_MEMORY_RECORDS(
            "",
            "%fe700000  03a20600 025e025e 00000003 00000000",
            "%fe700010  0000ff83 00000011 0001069b 5c534f44",
            "%fe700020  42494443 88001300 04bd4701 444d5000",
            "%fe700030  2e474152 004d454d 009f0008 00010188");

    private final List<Long> headers = new ArrayList<>();
    private final String[] lines;

    Display(String headers, String... lines) {
        this.lines = lines;
        for (String header : headers.isEmpty() ? new String[0] : headers.split(" ")) {
            this.headers.add(Long.parseLong(header, 16));
        }
    }

    /** Addresses of headers, and of free blocks that a boundary tag tells of. */
    List<Long> headers() {
        return headers;
    }

    long address() {
        return Long.parseLong(lines[0].substring(1, 9), 16);
    }

    int[] dwords() {
        return Arrays.stream(lines)
                .flatMap(line -> Arrays.stream(line.substring(11).split(" ")))
                .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
                .toArray();
    }

    /** The lines of some displays, one after the other. */
    static String[] lines(Display... displays) {
        return Arrays.stream(displays)
                .flatMap(display -> Arrays.stream(display.lines))
                .toArray(String[]::new);
    }
}
