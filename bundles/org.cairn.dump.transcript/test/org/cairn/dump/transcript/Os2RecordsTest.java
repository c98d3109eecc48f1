package org.cairn.dump.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpRecord;
import org.cairn.dump.Remark;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Listings of the OS/2 kernel debugger and Dump Formatter, as the Debugging Handbook prints them.
 */
class Os2RecordsTest {
    private static final String BYTES = "# dd %fe04c8e8-10\n%fe04c8d8 00031c3f 00000000\n";

    @Test
    void arenasAndObjects() throws Exception {
        List<DumpRecord> records =
                records(
                        """
                        # .m %fe04c8e8
                        *har  par       cpg      va        flg  next prev link hash hob  hal
                        0003  %fef1f04c 00001000 %fdf1f000 001  0002 0020 0000 0000 0003 0000 =0000
                         hob  har hobnxt flgs own  hmte  sown,cnt lt st xf
                        0003 0003  ff08  0000 ffec 0000  0000  00 06 00 00 vmkrhrw
                        # .mop
                         hob       va     flgs own  hmte  sown,cnt lt st xf
                         0006  %fff0a891  8000 ffa6 0000  0000 00  00 00 00 mte       doscalls.dll
                        # .mo
                         hob     pob     har hobnxt flgs own  hmte  sown,cnt lt st xf
                         0004 %fec80050  %fff13238  8000 ffe1 0000  0000 00  00 00 00
                        """);
        assertThat(records)
                .extracting(DumpRecord::kind)
                .containsExactly("har", "hob", "hob", "hob");
        assertThat(records.get(0).columns())
                .containsEntry("par", "fef1f04c")
                .containsEntry("cpg", "00001000")
                .containsEntry("va", "fdf1f000")
                .containsEntry("hob", "0003")
                .containsEntry("text", "=0000");
        assertThat(records.get(1).columns())
                .containsEntry("own", "ffec")
                .containsEntry("cnt", "00")
                .containsEntry("lt", "06")
                .containsEntry("text", "vmkrhrw");
        assertThat(records.get(2).columns())
                .containsEntry("va", "fff0a891")
                .containsEntry("flgs", "8000")
                .containsEntry("own", "ffa6")
                .containsEntry("text", "mte doscalls.dll")
                .doesNotContainKey("har");
        assertThat(records.get(3).columns())
                .containsEntry("pob", "fec80050")
                .containsEntry("va", "fff13238")
                .containsEntry("own", "ffe1");
    }

    @Test
    void modulesAndSegments() throws Exception {
        List<DumpRecord> records =
                records(
                        """
                        # .lml
                        hmte=0164 pmte=%fe02cc40 mflags=0498b1c8 e:\\os2\\dll\\sysmono.fon
                         . . . .
                        hmte=00f9 pmte=%fe016cd4 mflags=0691b180 ???
                        # .lmo 31b
                        hmte=031b pmte=%fe02af18 mflags=0428a1c9 e:\\ibmlan\\netprog\\netwksta.200
                         seg  sect psiz vsiz hob  sel  flags
                        0001  0003 2a8a ffdc 0000 2190 8d41 data prel rel
                        0003  0028 bd5c bd5c 0000 21a0 8d60 code shr prel rel
                        """);
        assertThat(records)
                .extracting(DumpRecord::kind)
                .containsExactly("hmte", "hmte", "hmte", "seg", "seg");
        assertThat(records.get(2).columns())
                .containsEntry("hmte", "031b")
                .containsEntry("pmte", "fe02af18")
                .containsEntry("mflags", "0428a1c9")
                .containsEntry("text", "e:\\ibmlan\\netprog\\netwksta.200");
        assertThat(records.get(4).columns())
                .containsEntry("seg", "0003")
                .containsEntry("vsiz", "bd5c")
                .containsEntry("sel", "21a0")
                .containsEntry("flags", "8d60")
                .containsEntry("text", "code shr prel rel");
    }

    /** The column Disp is blank where a thread's data is swapped out. */
    @Test
    void threads() throws Exception {
        List<DumpRecord> records =
                records(
                        """
                        # .p
                         Slot  Pid  Ppid Csid Ord  Sta Pri  pTSD     pPTDA    pTCB     Disp SG Name
                        *0008  0002 0001 0002 0001 blk 0500 7b7d6000 7b9e4020 7b9c8a70 1eb8 01 pmshell
                         0047# 000d 000a 000d 0004 blk 0200 7bd1f000 7bdfa188 7bde06b8      11 PMSHL32
                        """);
        assertThat(records).extracting(DumpRecord::kind).containsExactly("Slot", "Slot");
        assertThat(records)
                .extracting(record -> record.text("Slot"))
                .containsExactly("0008", "0047");
        assertThat(records)
                .extracting(record -> record.text("Name"))
                .containsExactly("pmshell", "PMSHL32");
        assertThat(records.get(1).text("pTCB")).isEqualTo("7bde06b8");
    }

    @Test
    void blockedThreads() throws Exception {
        List<DumpRecord> records =
                records(
                        """
                        ##.pb
                         Slot  Sta BlockID  Name     Type        Addr    Symbol
                         0025  blk fe81d2d0 pmshell  Sem32     8001 004b hevLazyWrite
                         0033  blk fe86fa1c pmshell
                         0016  blk fffe000e harderr  RamSem    074b:06d6
                        """);
        assertThat(records).extracting(DumpRecord::kind).containsOnly("BlockID");
        assertThat(records)
                .extracting(
                        record -> record.text("BlockID") + " " + record.text("Addr"),
                        record -> record.text("Symbol"))
                .containsExactly(
                        tuple("fe81d2d0 8001004b", "hevLazyWrite"),
                        tuple("fe86fa1c ", ""),
                        tuple("fffe000e 074b06d6", ""));
    }

    /** ".MC", ".ML": one line for each record, with the name of each value. */
    @Test
    void contextsAndAliases() throws Exception {
        List<DumpRecord> records =
                records(
                        """
                        hco=00317 pco=ffe4bf8e pconext=ffe4bf93
                        hco=00001 pco=ffe4b020 hconext=00000 hptda=00ae f=1d pid=0002 c:pmshell.exe
                         hal=0006 pal=%ffe61048  har=01b8  hptda=009f  pgoff=00000  f=021
                         hal=000a pal=%ffe61068  har=0208  cs=0056 ds=d446 cref=001 f=13
                         hal=0011 pal=%ffe610a0  palnext=ffe610a8      pgoff=00000  f=000
                        """);
        assertThat(records)
                .extracting(DumpRecord::kind)
                .containsExactly("hco", "hco", "hal", "hal", "hal");
        assertThat(records.get(1).columns())
                .containsEntry("pco", "ffe4b020")
                .containsEntry("hconext", "00000")
                .containsEntry("hptda", "00ae")
                .containsEntry("f", "1d")
                .containsEntry("text", "c:pmshell.exe");
        assertThat(records.get(2).columns())
                .containsEntry("pal", "ffe61048")
                .containsEntry("pgoff", "00000")
                .containsEntry("f", "021");
        assertThat(records.get(3).columns())
                .containsEntry("cs", "0056")
                .containsEntry("ds", "d446")
                .containsEntry("cref", "001");
    }

    /** ".MV", ".MP". */
    @Test
    void pagesAndFrames() throws Exception {
        List<DumpRecord> records =
                records(
                        """
                        VPI=0002 pVP=ff1df018 Res Frame=0bc5 Flg=410 HobPg=0000 Hob=0001 Ref=001 Own=000
                        VPI=0001 pVP=ff1df00c Res Block=0000 Flg=c00 HobPg=0000 Hob=ff6c Ref=042 Own=000
                        VPI=0d40 pVP=ff1e8f00 free FLink=ff1e9fec BLink=ff1e8cf0
                        ffdf500c InUse: pVP=ff1df060 RefCnt=0001 Flg=0 ll=00 sl=00 Blk=00000 Frame=00001
                        ffdfcdac Idle:  pVP=ff1e6ba8 Blink=01261 Flg=0 Flink=0127a Blk=0004b Frame=01279
                        ffdf50b4 Free:               BLink=001f1 Flg=4 FLink=0000d Blk=00001 Frame=0000f
                        """);
        assertThat(records)
                .extracting(DumpRecord::kind)
                .containsExactly("VPI", "VPI", "VPI", "Frame", "Frame", "Frame");
        assertThat(records.get(0).columns())
                .containsEntry("Frame", "0bc5")
                .containsEntry("Flg", "410")
                .containsEntry("Hob", "0001")
                .containsEntry("Own", "000");
        assertThat(records.get(1).text("Block")).isEqualTo("0000");
        assertThat(records.get(2).text("FLink")).isEqualTo("ff1e9fec");
        assertThat(records.get(4).columns())
                .containsEntry("address", "ffdfcdac")
                .containsEntry("state", "Idle")
                .containsEntry("pVP", "ff1e6ba8")
                .containsEntry("FLink", "0127a")
                .containsEntry("BLink", "01261")
                .containsEntry("Frame", "01279");
    }

    /** "Current Directory Structure (CDS)": locks look like memory, but are none. */
    @Test
    void locksBehindAnObject() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                        %fe7015b4  000007d0 ff5c07b0 0000bd64 0000060d

                        *har     par      cpg        va    flg next prev link hash hob   hal
                         0003 %feaef04c 00000400 %fe6ef000 001 0002 0023 0000 0000 0003 0000      =0000
                         hob   har hobnxt flgs own  hmte  sown,cnt lt st xf
                         0003  0003 fec5  0000 ffec 0000  0000 00  01 00 00 vmkrhrw
                           pvmli    cs    eip     phlock   cpg      va    flg  hptda hob sig  csig
                         %fe82e4c4 002d 0a6800a5 %ac22403c 0001 %fe83c000 0005 024b 0003 ea9f ea9f
                        """);
        assertThat(dump.records())
                .extracting(DumpRecord::kind)
                .containsExactly("har", "hob", "pvmli");
        assertThat(dump.records().getLast().columns())
                .containsEntry("va", "fe83c000")
                .containsEntry("hptda", "024b");
        assertThat(TextFile.runs(dump)).hasSize(1);
    }

    /** Memory right behind a listing stays memory, and ends it. */
    @Test
    void aListingEnds() throws Exception {
        Dump dump =
                TextFile.dump(
                        """
                         seg  sect psiz vsiz hob  sel  flags
                        0001  0003 2a8a ffdc 0000 2190 8d41 data prel rel
                        %fe04c8d8 00031c3f 00000000
                        0002  0019 1d93 1d94 0000 2198 8d60 code shr prel rel
                        """);
        assertThat(dump.records()).hasSize(1);
        assertThat(TextFile.runs(dump)).containsExactly("fe04c8d8: 3f 1c 03 00 00 00 00 00");
    }

    /** What a text has beyond what is kept is said. */
    @Test
    void moreRecordsThanAreKept() throws Exception {
        int kept = 1 << 17;
        Dump dump =
                TextFile.dump(
                        "*har  par       cpg      va        flg  next prev link hash hob  hal\n"
                                + "0003  %fef1f04c 00001000 %fdf1f000 001  0002 0020 0000 0000 0003 0000\n"
                                        .repeat(kept + 3)
                                + BYTES);
        assertThat(dump.records()).hasSize(kept);
        assertThat(dump.remarks())
                .extracting(Remark::text)
                .containsExactly("records left out because the text lists too many of them: 3");
    }

    private static List<DumpRecord> records(String text) throws Exception {
        return TextFile.dump(text + BYTES).records();
    }
}
