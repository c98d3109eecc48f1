package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.types.SymbolPath.Folder;
import org.cairn.types.SymbolPath.Place;
import org.cairn.types.SymbolPath.Refused;
import org.cairn.types.SymbolPath.Server;
import org.cairn.types.SymbolPath.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

class SymbolPathTest {
    private static final Path DEFAULT = Path.of("default");

    @Test
    void readsFoldersStoresAndServersInTheirOrder() {
        assertThat(
                        places(
                                "srv*c:/sym*https://one.test/download/symbols;d:/mine; \"e:/with blank\" "
                                        + ";cache*k;SRV*http://two.test/"))
                .containsExactly(
                        new Store(Path.of("c:/sym")),
                        new Server(
                                URI.create("https://one.test/download/symbols/"),
                                Path.of("c:/sym")),
                        new Folder(Path.of("d:/mine")),
                        new Folder(Path.of("e:/with blank")),
                        new Store(Path.of("k")),
                        new Server(URI.create("http://two.test/"), Path.of("k")));
    }

    @Test
    void keepsWhatAServerSendsInTheFirstFolderOfItsElement() {
        assertThat(places("srv*a*b*https://s.test/x"))
                .containsExactly(
                        new Store(Path.of("a")),
                        new Store(Path.of("b")),
                        new Server(URI.create("https://s.test/x/"), Path.of("a")));
        assertThat(places("symsrv*symsrv.dll**https://s.test/x"))
                .containsExactly(
                        new Store(DEFAULT), new Server(URI.create("https://s.test/x/"), DEFAULT));
        assertThat(places("srv*https://s.test/x"))
                .containsExactly(new Server(URI.create("https://s.test/x/"), DEFAULT));
    }

    @Test
    void knowsTheDefaults() {
        assertThat(places("srv*"))
                .containsExactly(
                        new Store(DEFAULT),
                        new Server(URI.create(SymbolPath.MICROSOFT + "/"), DEFAULT));
        assertThat(places("cache*")).containsExactly(new Store(DEFAULT));
        assertThat(places("")).isEmpty();
        assertThat(places(" ;; ")).isEmpty();
        assertThat(SymbolPath.parse("srv*", DEFAULT).hasServers()).isTrue();
        assertThat(SymbolPath.parse("a;srv*b", DEFAULT).hasServers()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://s.test/x               | a server is written srv*https://s.test/x
                    symsrv*other.dll*a*b           | only the rules of symsrv.dll are known
                    pred*a                         | unknown kind of element 'pred*'
                    //server/share                 | a share on the network: copy it, or give a folder
                    srv*\\\\server\\share          | a share on the network: copy it, or give a folder
                    srv*https://me:secret@s.test/  | an address with a user, a query or a fragment is not used
                    srv*https://s.test/?x=1        | an address with a user, a query or a fragment is not used
                    srv*https:///x                 | the address names no host
                    srv*https://s test/            | not an address: Illegal character in authority
                    """)
    void saysWhatIsNotSearched(String element, String reason) {
        assertThat(places("a;" + element + ";b"))
                .hasSize(3)
                .startsWith(new Folder(Path.of("a")))
                .endsWith(new Folder(Path.of("b")))
                .element(1)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> {
                            assertThat(refused.text()).isEqualTo(element);
                            assertThat(refused.reason()).startsWith(reason);
                        });
    }

    private static List<Place> places(String text) {
        return SymbolPath.parse(text, DEFAULT).places();
    }
}
