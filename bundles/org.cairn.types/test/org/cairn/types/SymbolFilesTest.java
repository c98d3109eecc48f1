package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Looks for symbol files in folders and on a server of this machine. */
class SymbolFilesTest {
    private static final String GUID = "1806D020A6E46538D7AC3325FAC114D8";
    private static final PdbIdentity KERNEL = new PdbIdentity("ntkrnlmp.pdb", GUID, 1);
    private static final String ISF =
            """
            {"metadata": {"windows": {"pdb": {"GUID": "%s", "age": %d,
              "database": "ntkrnlmp.pdb", "machine_type": 34404}}},
             "base_types": {"int": {"size": 4}},
             "user_types": {"_A": {"size": 4, "fields": {}}}}
            """;
    private static final String PDB_PATH = "/ntkrnlmp.pdb/" + GUID + "1/ntkrnlmp.pdb";
    private static final String ISF_PATH = "/ntkrnlmp.pdb/" + GUID + "-1.json";

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    @TempDir private Path folder = Path.of("");
    private HttpServer http = server();
    private ExecutorService threads = Executors.newCachedThreadPool();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void start() {
        http.setExecutor(threads);
        http.createContext(
                "/",
                exchange -> {
                    requests.add(exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
        threads.shutdownNow();
    }

    @Test
    void findsFilesInAFolder() throws IOException {
        for (String place :
                List.of(
                        "ntkrnlmp.pdb",
                        "pdb/NtKrnlMp.PDB",
                        "symbols/ntkrnlmp.pdb",
                        "symbols/pdb/ntkrnlmp.pdb",
                        "ntkrnlmp.pdb/" + GUID + "1/ntkrnlmp.pdb",
                        "NTKRNLMP.pdb/" + GUID.toLowerCase() + "1/ntkrnlmp.pdb",
                        "ntkrnlmp.pdb/" + GUID + "-1.json",
                        "windows/ntkrnlmp.pdb/" + GUID + "-1.json",
                        GUID + "-1.json",
                        "any name.json")) {
            Path root = Files.createDirectories(folder.resolve("f" + place.hashCode()));
            Path file = root.resolve(place);
            Files.createDirectories(file.getParent());
            Files.writeString(file, place.endsWith(".json") ? isf(GUID, 1) : pdb(GUID, 1));

            SymbolFiles.Lookup found = files(root.toString()).lookup(KERNEL, Progress.NONE);
            assertThat(found.table()).as(place).isPresent();
            assertThat(found.attempts())
                    .containsExactly(new SymbolAttempt(file.toString(), true, "same GUID and age"));
        }
    }

    @Test
    void findsFilesInAStoreOfTwoTiers() throws IOException {
        Path file = folder.resolve("nt/ntkrnlmp.pdb/" + GUID + "1/ntkrnlmp.pdb");
        Files.createDirectories(file.getParent());
        Files.writeString(file, pdb(GUID, 1));
        assertThat(files("srv*" + folder).types(KERNEL, Progress.NONE)).isEmpty();

        Files.writeString(folder.resolve("index2.txt"), "");
        assertThat(files("srv*" + folder).types(KERNEL, Progress.NONE)).isPresent();
    }

    @Test
    void saysWhyFilesAreNotTaken() throws IOException {
        Path other = Files.writeString(folder.resolve("ntkrnlmp.pdb"), pdb("A".repeat(32), 1));
        Path store = Files.createDirectories(folder.resolve("store/ntkrnlmp.pdb/" + GUID + "1"));
        Path packed = Files.writeString(store.resolve("ntkrnlmp.pd_"), "MSCF");
        Path pointer = Files.writeString(store.resolve("file.ptr"), "PATH:x");
        Path older =
                Files.writeString(
                        folder.resolve("store/ntkrnlmp.pdb/" + GUID + "-1.json"), isf(GUID, 2));
        Path broken = Files.writeString(folder.resolve("x.json"), "[]");

        List<SymbolAttempt> attempts =
                files(folder + ";srv*" + folder.resolve("store") + ";none;pred*x")
                        .lookup(KERNEL, Progress.NONE)
                        .attempts();

        assertThat(attempts)
                .containsExactly(
                        refused(
                                other,
                                "another build: GUID " + "A".repeat(32) + ", wanted " + GUID),
                        refused(
                                broken,
                                "cannot be read: " + broken + ": offset 0x0: expected an object"),
                        refused(packed, "packed (.pd_): unpack it with expand or cabextract"),
                        refused(pointer, "points to another place, which is not followed"),
                        refused(older, "another build: age 2, wanted 1"),
                        refused("none", "no such folder"),
                        refused("pred*x", "unknown kind of element 'pred*'"));
    }

    @Test
    void saysThatAFolderHasNothing() {
        assertThat(files(folder.toString()).lookup(KERNEL, Progress.NONE).attempts())
                .containsExactly(refused(folder, "neither a PDB nor an ISF file of " + KERNEL));
    }

    @Test
    void asksNoServerUnlessToldTo() {
        SymbolFiles off =
                new SymbolFiles(
                        new SymbolSearch(
                                SymbolPath.parse("srv*" + address(""), folder),
                                Optional.of(new PdbText()),
                                new IsfReader(),
                                Optional.empty()));

        assertThat(off.lookup(KERNEL, Progress.NONE).attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.outcome()).startsWith("not asked"));
        assertThat(requests).isEmpty();
    }

    @Test
    void takesAFileFromAServerOnce() throws IOException {
        serve(PDB_PATH, 200, pdb(GUID, 1));
        Path cache = folder.resolve("cache");
        String path = "srv*" + cache + "*" + address("/");

        SymbolFiles.Lookup found = online(path).lookup(KERNEL, Progress.NONE);
        assertThat(found.table()).isPresent();
        assertThat(requests).containsExactly("/index2.txt", PDB_PATH);
        assertThat(cache.resolve(PDB_PATH.substring(1))).hasContent(pdb(GUID, 1));
        assertThat(filesIn(cache)).hasSize(1);

        requests.clear();
        assertThat(online(path).types(KERNEL, Progress.NONE)).isPresent();
        assertThat(requests).isEmpty();
    }

    @Test
    void takesFromAServerOfTwoTiersAndFromElsewhereOnIt() {
        serve("/index2.txt", 200, "");
        serve("/nt" + PDB_PATH, 302, address("/other/place"));
        serve("/other/place", 200, pdb(GUID, 1));

        assertThat(online("srv*" + address("")).types(KERNEL, Progress.NONE)).isPresent();
        assertThat(requests).containsExactly("/index2.txt", "/nt" + PDB_PATH, "/other/place");
    }

    @Test
    void takesAnIsfFileWhereThereIsNoPdb() {
        serve(ISF_PATH, 200, isf(GUID, 1));

        SymbolFiles.Lookup found =
                online("srv*" + folder + "*" + address("")).lookup(KERNEL, Progress.NONE);
        assertThat(found.table().map(table -> table.id().pdb()))
                .as(found.attempts().toString())
                .contains(Optional.of(KERNEL));
        assertThat(found.attempts()).extracting(SymbolAttempt::outcome).contains("not there");
        assertThat(folder.resolve(ISF_PATH.substring(1))).exists();
    }

    @Test
    void takesNothingWithAnotherIdentity() throws IOException {
        serve(PDB_PATH, 200, pdb(GUID, 7));
        serve(ISF_PATH, 200, "<html>sign in</html>");

        List<SymbolAttempt> attempts = tried();
        assertThat(attempts)
                .contains(refused(address(PDB_PATH), "another build: age 7, wanted 1"))
                .anySatisfy(
                        attempt ->
                                assertThat(attempt.outcome())
                                        .startsWith("what was sent is no symbol file: offset 0x"));
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void takesNothingLongerThanTheLimit() throws IOException {
        serve(PDB_PATH, 200, pdb(GUID, 1) + " ".repeat(100_000));

        assertThat(tried())
                .contains(refused(address(PDB_PATH), "longer than 65536 bytes, the limit"));
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void followsNoRedirectionToAnotherSchemeOrInCircles() {
        for (String target : List.of("file:///etc/passwd", "https://localhost/", "ftp://x/")) {
            serve(PDB_PATH, 302, target);
            assertThat(tried())
                    .contains(
                            refused(
                                    address(PDB_PATH),
                                    "redirected to another scheme, which is not followed: "
                                            + target));
            http.removeContext(PDB_PATH);
        }
        serve(PDB_PATH, 301, address(PDB_PATH));
        assertThat(tried()).contains(refused(address(PDB_PATH), "redirected more than 5 times"));
        http.removeContext(PDB_PATH);
        serve(PDB_PATH, 307, "http://[");
        assertThat(tried())
                .contains(refused(address(PDB_PATH), "redirected to what is no address"));
    }

    @Test
    void asksAServerThatCannotBeReachedOnce() {
        http.stop(0);

        assertThat(tried())
                .hasSize(5)
                .extracting(SymbolAttempt::outcome)
                .containsOnly(
                        "neither a PDB nor an ISF file of " + KERNEL,
                        "not asked: the server could not be reached before");
    }

    @Test
    void givesUpWhenNothingComes() {
        silent(PDB_PATH);

        assertThat(tried())
                .contains(refused(address(PDB_PATH), "IOException: nothing was sent for 0 s"));
    }

    @Test
    void canBeCancelledWhileWaiting() throws IOException {
        silent(PDB_PATH);
        SymbolFiles files = online("srv*" + folder + "*" + address(""));
        Progress cancelled =
                new Progress() {
                    @Override
                    public void checkCancelled() {
                        if (requests.contains(PDB_PATH)) {
                            throw new CancelledException();
                        }
                    }
                };

        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> files.lookup(KERNEL, cancelled));
        assertThat(filesIn(folder)).isEmpty();
        assertThat(files.lookups(Progress.NONE)).isEmpty();
    }

    @Test
    void remembersWhatItLookedFor() throws IOException {
        Files.writeString(folder.resolve("ntkrnlmp.pdb"), pdb(GUID, 1));
        SymbolFiles files = files(folder.toString());

        TypeTable table = files.types(KERNEL, Progress.NONE).orElseThrow();
        assertThat(files.types(KERNEL, Progress.NONE)).containsSame(table);
        assertThat(files.lookups(Progress.NONE))
                .singleElement()
                .extracting("identity")
                .isEqualTo(KERNEL);
    }

    private List<SymbolAttempt> tried() {
        return online("srv*" + folder + "*" + address("")).lookup(KERNEL, Progress.NONE).attempts();
    }

    private SymbolFiles files(String path) {
        return files(path, Optional.empty());
    }

    private SymbolFiles online(String path) {
        return files(path, Optional.of(new SymbolServer(1 << 16, Duration.ofMillis(900))));
    }

    private SymbolFiles files(String path, Optional<SymbolServer> server) {
        SymbolPath places = SymbolPath.parse(path, folder.resolve("default"));
        return new SymbolFiles(
                new SymbolSearch(places, Optional.of(new PdbText()), new IsfReader(), server));
    }

    private String address(String path) {
        return "http://localhost:" + http.getAddress().getPort() + path;
    }

    /** Answers at a path with a text, or with a redirection to it. */
    private void serve(String path, int status, String text) {
        http.createContext(
                path,
                exchange -> {
                    String asked = exchange.getRequestURI().getPath();
                    requests.add(asked);
                    answer(exchange, asked.equals(path) ? status : 404, text);
                });
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        if (status == 404) {
            exchange.sendResponseHeaders(status, -1);
        } else if (status >= 300) {
            exchange.getResponseHeaders().add("Location", text);
            exchange.sendResponseHeaders(status, -1);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        }
        exchange.close();
    }

    /** Begins to answer at a path and says no more. */
    private void silent(String path) {
        http.createContext(
                path,
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    requests.add(exchange.getRequestURI().getPath());
                });
    }

    private static List<Path> filesIn(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static SymbolAttempt refused(Object place, String outcome) {
        return new SymbolAttempt(place.toString(), false, outcome);
    }

    private static String isf(String guid, int age) {
        return ISF.formatted(guid, age);
    }

    private static String pdb(String guid, int age) {
        return "PDB ntkrnlmp.pdb " + guid + " " + age;
    }

    /** Stands for PDB files: a text with the identity. */
    private static final class PdbText implements SymbolFileReader {
        @Override
        public Optional<PdbIdentity> identity(Path file) throws IOException, TypeFormatException {
            String text = Files.readString(file).strip();
            if (!text.startsWith("PDB ")) {
                throw new TypeFormatException(file, 0, "no PDB file");
            }
            return PdbIdentity.parse(text.substring(4));
        }

        @Override
        public TypeTable read(Path file) {
            return new TypeTable(
                    new TypeTable.Id("pdb", "windows", "test", 0, Architecture.X64, "test"),
                    List.of());
        }
    }
}
