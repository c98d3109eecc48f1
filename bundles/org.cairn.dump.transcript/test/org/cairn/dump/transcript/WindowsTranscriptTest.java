package org.cairn.dump.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.cairn.dump.Dump;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

/** The syntax of WinDbg and KD. */
class WindowsTranscriptTest {
    @Test
    void dwordsOf32Bits() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        0:000> dd 0012ff7c L6
                        0012ff7c  004012d9 00000001 00144e50 00144e80
                        0012ff8c  7c910202 ????????
                        0:000> lm
                        start    end        module name
                        00400000 00411000   notepad    (deferred)
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly(
                        "12ff7c: d9 12 40 00 01 00 00 00 50 4e 14 00 80 4e 14 00 02 02 91 7c");
        assertThat(dump.claim().family()).isEqualTo(SystemClaim.WINDOWS);
        assertThat(dump.claim().architecture()).contains(Architecture.X86);
    }

    @Test
    void quadwordsOf64Bits() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        0: kd> dq ffff8000`00291000 L3
                        ffff8000`00291000  00000000`01000302 fffff800`12345678
                        ffff8000`00291010  ????????`????????
                        1: kd> dp ffff800000291018 L1
                        ffff800000291018  fffff80000000001
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly(
                        "ffff800000291000: 02 03 00 01 00 00 00 00 78 56 34 12 00 f8 ff ff",
                        "ffff800000291018: 01 00 00 00 00 f8 ff ff");
        assertThat(dump.claim().family()).isEqualTo(SystemClaim.WINDOWS);
        assertThat(dump.claim().architecture()).contains(Architecture.X64);
    }

    @Test
    void bytesWithTheirCharacters() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        0:000> db 00291000 L14
                        00291000  41 42 20 43 44 45 46 20-20 41 42 20 43 44 45 46  AB CDEF  AB CDEF
                        00291010  61 62 20 63                                      ab c
                        0:000> db 00292000 L4
                        00292000  ?? ?? 41 42                                      ??AB
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly(
                        "291000: 41 42 20 43 44 45 46 20 20 41 42 20 43 44 45 46 61 62 20 63",
                        "292002: 41 42");
    }

    @Test
    void dwordsWithCharactersThatLookLikeDwords() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        00291000  44414544 46454542 45464143 45424142  DEADBEEFCAFEBABE
                        00291010  34333231 38373635 00000041 00000042  12345678A...B...
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly(
                        "291000: 44 45 41 44 42 45 45 46 43 41 46 45 42 41 42 45"
                                + " 31 32 33 34 35 36 37 38 41 00 00 00 42 00 00 00");
    }

    @Test
    void pointersWithSymbols() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        0:000> dps 00000000`002910a0 L2
                        00000000`002910a0  00007ff8`1234abcd ntdll!RtlAllocateHeap+0x10
                        00000000`002910a8  00000000`00000000
                        0:000> dds 0012ff00 L1
                        0012ff00  7c910202 cafe0000 deadbeef
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly(
                        "12ff00: 02 02 91 7c",
                        "2910a0: cd ab 34 12 f8 7f 00 00 00 00 00 00 00 00 00 00");
    }

    @Test
    void listsThatLookLikeMemory() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        0:000> kb
                        ChildEBP RetAddr  Args to Child
                        0012ff7c 004012d9 00000001 00144e50 00144e80 notepad!WinMain+0x15
                        0012ffb4 7c816fd7 00000000 00000000
                        0:000> u 00401000
                        00401000 55              push    ebp
                        00401001 8bec            mov     ebp,esp
                        0:000> !heap -s
                        00150000 00000002    1024   1012   1012      3     3     1    0      0   LFH
                        00291640: 00640 . 00040 [01] - busy (3c)
                        000001ea0b2a0740 0005 0000  [00]   000001ea0b2a0750    0003c - (busy)
                        0:000> dd 00300000 L1
                        00300000  00000001
                        """);
        assertThat(TextFile.runs(dump)).containsExactly("300000: 01 00 00 00");
    }

    @Test
    void promptsOfAllKinds() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        0:000:x86> kb
                        0012ffb4 7c816fd7 00000000 00000000 7ffdb000
                        12:034> dd 00300000 L1
                        00300000  00000001
                        lkd> u 00301000
                        00301000 c7450801 00000000
                         # ChildEBP RetAddr
                        0012ffb4 7c816fd7 00000000 00000000 7ffdb000
                        1: kd> dd 00302000 L1
                        00302000  00000002
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly("300000: 01 00 00 00", "302000: 02 00 00 00");
        assertThat(dump.claim().family()).isEqualTo(SystemClaim.WINDOWS);
    }

    @Test
    void symbolsAloneTellTheDebugger() throws Exception {
        Dump dump = TextFile.dump("00300000  00000001 00000002 ntdll!Foo\n00300008 01 02 03\n");
        assertThat(dump.claim().family()).isEmpty();
        dump = TextFile.dump("ntdll!RtlAllocateHeap+0x10\n00300008 01 02 03\n");
        assertThat(dump.claim().family()).isEqualTo(SystemClaim.WINDOWS);
        assertThat(TextFile.dump("print! it\n00300008 01 02 03\n").claim())
                .isEqualTo(SystemClaim.NONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasPrintedIsRead(boolean wide) throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            long base = wide ? 0xffff8000_00290000L : 0xfe000000L;
            byte[] memory = new byte[3000];
            for (int i = 0; i < memory.length; i++) {
                memory[i] =
                        (byte) (random.nextBoolean() ? ' ' + random.nextInt(95) : random.nextInt());
            }
            StringBuilder text = new StringBuilder();
            int at = 0;
            while (at < memory.length - 8) {
                int count = Math.min(1 + random.nextInt(200), memory.length - at) & ~7;
                int unit = 1 << random.nextInt(4);
                boolean characters = unit == 1 || unit == 4 && random.nextBoolean();
                DebuggerText.print(text, wide, base, memory, at, count, unit, characters);
                at += count;
            }
            Dump dump = TextFile.dump(text.toString());
            assertArrayEquals(
                    Arrays.copyOf(memory, at),
                    TextFile.bytes(dump.memory(), base, at),
                    "seed " + seed);
            assertThat(dump.properties()).containsEntry("bytes", Integer.toString(at));
        }
    }
}
