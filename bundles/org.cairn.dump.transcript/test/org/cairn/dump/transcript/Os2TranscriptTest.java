package org.cairn.dump.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpSelector;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.Run;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/**
 * The syntax of the OS/2 kernel debugger and Dump Formatter, as the Debugging Handbook prints it.
 */
class Os2TranscriptTest {
    @Test
    void linesOfDwordsBecomeOneRun() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        # .m %fe04c8e8
                        *har  par       cpg      va        flg  next prev link hash hob  hal
                        0003  %fef1f04c 00001000 %fdf1f000 001  0002 0020 0000 0000 0003 0000 =0000
                        # dd %fe04c8e8-10
                        %fe04c8d8 00031c3f 00000000 00000000 ffc20010
                        %fe04c8e8  00000010 fe040001
                        # .mo ffc2
                        ffc2 semstruc
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly(
                        "fe04c8d8: 3f 1c 03 00 00 00 00 00 00 00 00 00 10 00 c2 ff"
                                + " 10 00 00 00 01 00 04 fe");
        assertThat(dump.claim())
                .isEqualTo(new SystemClaim(SystemClaim.OS2, "", 0, Optional.of(Architecture.X86)));
        assertThat(dump.remarks()).isEmpty();
        assertThat(dump.properties())
                .containsEntry("lines", "8")
                .containsEntry("memory lines", "2")
                .containsEntry("bytes", "24");
    }

    @Test
    void elsewhereNothingWasCaptured() throws Exception {
        Dump dump = TextFile.dump("%fe04c8d8 00031c3f 00000000\n");
        assertThat(dump.memory().runAt(0xfe04c8e0L))
                .isEqualTo(new Run.Absent(0xfe04c8e0L, -1L, Absence.NOT_CAPTURED));
    }

    @Test
    void wordsAndBytesAreReadAsTheyLieInMemory() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        ##dw %fca15000-10
                        %fca14ff0  0000 0000 0000 0000 ff68 5200 ff4d 23d0
                        %fca15000
                        Invalid linear address: %fca15000
                        ##db %edx l8
                        %13e7b4d4 50 4d 53 45 4d 00 00 00-10 00 01 00 02 00 00 00 PMSEM...........
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly(
                        "13e7b4d4: 50 4d 53 45 4d 00 00 00 10 00 01 00 02 00 00 00",
                        "fca14ff0: 00 00 00 00 00 00 00 00 68 ff 00 52 4d ff d0 23");
    }

    @Test
    void segmentedLinesUseTheDescriptorOfTheirSelector() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        # dd 21a0:ade0 l2
                        21a0:0000ade0  00000010 ffe90048
                        # dg 21a0
                        21a0  Code    Bas=fe070000 Lim=0000bd5b DPL=0 P  RE    A
                        # dw #21a3:0
                        #21a3:0000 006b 10d0
                        # dw b8:29
                        00b8:00000029  0000 0000 0020 0000 002f 0000 526b 00d0
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly("fe070000: 6b 00 d0 10", "fe07ade0: 10 00 00 00 48 00 e9 ff");
        assertThat(dump.selectors())
                .containsExactly(new DumpSelector(0x21a0, 0xfe070000L, 0xbd5b, "Code"));
        assertThat(TextFile.remarks(dump))
                .containsExactly(
                        "memory lines left out because no dg or dl line gives the base of selector 0xb8: 1");
    }

    @Test
    void theDescriptorBeforeALineCounts() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        # dl 9f3f
                        9f3f  Data    Bas=13e70000 Lim=0000ffff DPL=3 P  RW    A
                        # dw 9f3f:0 l2
                        9f3f:00000000  1111 1111
                        # .s 42
                        # dl 9f3f
                        9f3f  Data    Bas=13e80000 Lim=0000ffff DPL=3 P  RW    A
                        # dw 9f3f:0 l2
                        9f3f:00000000  2222 2222
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly("13e70000: 11 11 11 11", "13e80000: 22 22 22 22");
    }

    @Test
    void gatesAndAbsentDescriptorsHaveNoBase() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        1b0a  CallG32 Sel:Off=0148:0000529f     DPL=3 P  DWC=8
                        0008  Invalid Bas=00000000 Lim=00000000 DPL=0 NP
                        0010  Data    Bas=00001000 Lim=00000067 DPL=0 NP RW
                        %fe04c8d8 00031c3f 00000000
                        """);
        assertThat(dump.selectors()).isEmpty();
    }

    @Test
    void charactersOfTheOldCodePagesAreNoHindrance() throws Exception {
        // The Dump Formatter shows a byte above 0x7f without its highest bit: 0xa2 as a quote.
        Dump dump =
                TextFile.dump(
                        """
                        0178  Data    Bas=fe700000 Lim=0000ffff DPL=0 P  RW
                        ##db 178:0
                        0178:00000000 00 06 a2 03 5e 02 5e 02-03 00 00 00 00 00 00 00 ..".^.^.........
                        0178:00000020 43 44 49 42 00 13 00 88-01 47 bd 04 00 50 4d 44 CDIB.....G=..PMD
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly(
                        "fe700000: 00 06 a2 03 5e 02 5e 02 03 00 00 00 00 00 00 00",
                        "fe700020: 43 44 49 42 00 13 00 88 01 47 bd 04 00 50 4d 44");
    }

    @Test
    void codeAndTextAreNoMemory() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        # u %eip-10
                        %00010171 e8508d45e0         call    %e0468ec6
                        %00010176 50                 push    eax
                        %0001017c d8c1               fadd    st,st(1)
                        %00010181 83c41490           add     esp,+14
                        # ln %1bf96448
                        %1bf96448 DOSCALL1 DOS32SETFILELOCKS
                        # da %fcae5a28
                        %fcae5a28 DEADBEEF CAFEBABE
                        d02f:00000169 268805         mov     byte ptr es:[di],al
                        d02f:00000171 c9             leave
                        # dd %fe04c8d8 l1
                        %fe04c8d8 00031c3f
                        >>> 0178:00000010 .. .. .. .. 11 00 00 00-9b 06 01 00 44 4f 53 5c
                        """);
        assertThat(TextFile.runs(dump)).containsExactly("fe04c8d8: 3f 1c 03 00");
        assertThat(dump.remarks()).isEmpty();
    }

    @Test
    void physicalAddressesBelongElsewhere() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        # dd %%90123 l2
                        %%00090123 00000001 00000002
                        # dd &40:0 l1
                        &0040:0000 000003f8 000002f8
                        # dd %90123 l1
                        %00090123 00000003
                        """);
        assertThat(TextFile.runs(dump)).containsExactly("90123: 03 00 00 00");
        assertThat(TextFile.remarks(dump))
                .containsExactly("memory lines with a physical or real-mode address, left out: 2");
    }

    @Test
    void linesWithoutACommandSpeakForThemselves() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        fe04c8d8: 00031c3f 00000000 00000000 ffc20010 00000010 (then zeros)
                        fe07bd78: 00000000 x4      fe07bd88: 0 x4
                        fe04d000: 00 01 02-03
                        \tfe04e000\tffc2\t0010
                        """);
        assertThat(TextFile.runs(dump))
                .containsExactly(
                        "fe04c8d8: 3f 1c 03 00 00 00 00 00 00 00 00 00 10 00 c2 ff 10 00 00 00",
                        "fe04d000: 00 01 02 03",
                        "fe04e000: c2 ff 10 00");
    }
}
