package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockState;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Architecture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What is put into a store comes out of its tables and views. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoreContentTest {
    private final Store store;

    StoreContentTest(@TempDir Path folder) throws StoreException {
        store = SampleStore.create(folder.resolve("sample.cairn"));
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Test
    void theDumpHasOneRow() throws StoreException {
        assertThat(rows("select * exclude (decoded_at) from dump"))
                .containsExactly(
                        "C:\\dumps\\it's.dmp|Windows minidump|Windows 10 1903 (build 18362) x64"
                                + "|18362|x64|virtual|true|1.0.0|dump 1, decoder 1|3");
        assertThat(
                        rows(
                                "select abs(epoch(now()) - epoch(decoded_at at time zone 'UTC'))"
                                        + " < 86400 from dump"))
                .containsExactly("true");
        assertThat(rows("from dump_property")).containsExactly("comment|first", "comment|second");
        assertThat(rows("from remark")).containsExactly("warning|the file ends early");
        assertThat(rows("from stream")).containsExactly("4294901761|unknown|4294967296|12");
    }

    @Test
    void processesHaveModulesThreadsAndRegions() throws StoreException {
        assertThat(rows("from process order by 1"))
                .containsExactly("1|0|kernel|x64", "2|1234|app.exe|x86");
        assertThat(rows("from module where process_id = 2"))
                .containsExactly(
                        "2|18446603336221200384|20480|app.exe|1.2.3|4294967295|7|app.exe.pdb 1");
        assertThat(rows("from thread where process_id = 2"))
                .containsExactly("2|1235|2147344384|0|0|18446603336221200389|0|1|8");
        assertThat(rows("from region where process_id = 1"))
                .containsExactly(
                        "1|18446744073709547520|18446744073709551615|0|commit|rw-|private");
    }

    /** Numbers of a damaged dump may be any. */
    @Test
    void whatTheSystemCountsHasItsSign() throws StoreException {
        assertThat(
                        rows(
                                "select label, t.* exclude (owner_id) from owner_total t"
                                        + " join owner using (owner_id)"))
                .containsExactly("Thre|1|4294967295|9|-10|-64");
    }

    @Test
    void blocksAreShownWithTheirTexts() throws StoreException {
        assertThat(
                        rows(
                                "select * exclude (block_id) from blocks"
                                        + " where address >= 0xffff800000000000 order by address"))
                .containsExactly(
                        "18446603336221200384|256|18446603336221200400|240|busy|regular"
                                + "|18446603336221200384|Thre|pool tag|certain||0|1|1|1|0|1|0",
                        "18446603336221200640|64|18446603336221200656|48|free|regular"
                                + "|18446603336221200384|Thre|pool tag|certain||0|1|1|1|1|1|0",
                        "18446603336221200704|4096|18446603336221200720|4080|busy|large"
                                + "|18446603336221200384|NULL|NULL|NULL||0|1|1|NULL|0|2|0");
        assertThat(
                        rows(
                                "select address, state, owner, flags, pid, flag_bits from blocks"
                                        + " where heap = 0x140000 order by address"))
                .containsExactly(
                        "1310720|metadata|NULL||1234|0",
                        "1310784|free|NULL|inferred, cached|1234|17",
                        "1310880|busy|app.exe||1234|0");
    }

    @Test
    void conditionsOnTextsFindTheirBlocks() throws StoreException {
        assertThat(rows("select size from blocks where owner = 'Thre' and state = 'busy'"))
                .containsExactly("256");
        assertThat(rows("select count(*) from blocks where owner is null")).containsExactly("3");
        assertThat(rows("select size from blocks where flags like '%cached%'"))
                .containsExactly("96");
    }

    @Test
    void heapsHaveTheirSums() throws StoreException {
        assertThat(
                        rows(
                                "select heap, kind, pid, status, busy_count, busy_bytes,"
                                        + " busy_user_bytes, free_count, free_bytes, largest_free,"
                                        + " metadata_count, metadata_bytes, reserved_bytes,"
                                        + " uncommitted_bytes, unknown_bytes, coverage, heap_id"
                                        + " from heaps order by heap_id"))
                .containsExactly(
                        "18446603336221200384|pool|0|present|2|4352|4320|1|64|64|0|0"
                                + "|12288|0|0|1.0|1",
                        "1310720|NT heap|1234|present|1|768|752|1|96|96|1|64"
                                + "|65536|32768|4096|0.9375|2",
                        "2415919104|NT heap|1234|absent|0|0|0|0|0|0|0|0|0|0|0|NULL|3");
    }

    @Test
    void ownersHaveSharesThatAddUp() throws StoreException {
        assertThat(
                        rows(
                                "select owner, kind, key, count, bytes, user_bytes, free_count,"
                                        + " free_bytes, confidence, owner_id from owners"
                                        + " order by bytes"))
                .containsExactly(
                        "Thre|pool tag|key of Thre|1|256|240|1|64|certain|1",
                        "app.exe|module|key of app.exe|1|768|752|0|0|certain|2",
                        "NULL|NULL|NULL|1|4096|4080|1|96|NULL|NULL");
        assertThat(rows("select round(sum(share), 12) from owners")).containsExactly("1.0");
        assertThat(rows("select share from owners where owner = 'Thre'")).containsExactly("0.05");
        assertThat(rows("select owner, count from heap_owners where heap = 0x140000 order by 2"))
                .containsExactly("NULL|0", "app.exe|1");
    }

    @Test
    void anomaliesAndFindingsMayHaveNoHeap() throws StoreException {
        assertThat(rows("from anomaly order by anomaly_id"))
                .containsExactly(
                        "1|2|nt.checksum|1310784|error|strong|the checksum is wrong|0x12|0x34"
                                + "|12 34|org.cairn.heap.windows.nt",
                        "2|NULL|nt.list|18446603336221200384|error|strong|the checksum is wrong"
                                + "|0x12|0x34|12 34|org.cairn.heap.windows.nt");
        assertThat(rows("from finding"))
                .containsExactly(
                        "1|3|heap.absent|0|warning|certain|a heap is absent"
                                + "|its memory was not captured|take a full dump|"
                                + "|org.cairn.analysis");
    }

    @Test
    void heapsComeBackAsTheDecoderDescribedThem() throws StoreException {
        List<StoredHeap> heaps = store.heaps();

        assertThat(heaps).hasSize(3);
        assertThat(heaps.get(2))
                .isEqualTo(
                        new StoredHeap(
                                3,
                                2,
                                "org.cairn.heap.windows.nt",
                                new HeapRoot(
                                        0x9000_0000L,
                                        "NT heap",
                                        "",
                                        Architecture.X64,
                                        "nt-10-x64",
                                        "PEB 0x7ffd3000",
                                        HeapRoot.Status.ABSENT,
                                        "its memory is not in the dump")));
        assertThat(heaps.getFirst().root().address()).isEqualTo(SampleStore.KERNEL);
    }

    @Test
    void theNumbersOfStatesAreThoseOfOldStores() throws StoreException {
        assertThat(BlockState.values())
                .containsExactly(BlockState.BUSY, BlockState.FREE, BlockState.METADATA);
        assertThat(rows("from state order by state_id"))
                .containsExactly("0|busy", "1|free", "2|metadata");
        assertThat(rows("select label from flag where flags in (0, 1, 2, 4, 8, 16, 31, 64)"))
                .containsExactly(
                        "",
                        "inferred",
                        "found (strong)",
                        "found (hint)",
                        "data absent",
                        "cached",
                        "inferred, found (strong), found (hint), data absent, cached",
                        "0x40");
    }

    @Test
    void noNameNeedsQuotes() throws StoreException {
        for (String pair :
                rows(
                        "select table_name || '.' || column_name from duckdb_columns()"
                                + " where not internal")) {
            String table = pair.substring(0, pair.indexOf('.'));
            String column = pair.substring(pair.indexOf('.') + 1);

            assertThat(rows("select " + column + " from " + table + " order by " + column))
                    .isNotNull();
        }
    }

    @Test
    void everyTableIsInTheSchemaTextAndEveryAddressIsUnsigned() throws StoreException {
        String text = Schema.text();

        for (String name : rows("select table_name from information_schema.tables")) {
            assertThat(text).containsPattern("create (table|view) " + Pattern.quote(name) + "\\b");
        }
        for (String column :
                rows("select distinct column_name from duckdb_columns() where not internal")) {
            if (Schema.isAddress(column)) {
                assertThat(
                                rows(
                                        "select distinct data_type from duckdb_columns()"
                                                + " where not internal and column_name = ?",
                                        column))
                        .containsExactly("UBIGINT");
            }
        }
        assertThat(Schema.isAddress("User_Address")).isTrue();
        assertThat(Schema.isAddress("size")).isFalse();
    }

    private List<String> rows(String sql, Object... parameters) throws StoreException {
        return SampleStore.rows(store, sql, parameters);
    }
}
