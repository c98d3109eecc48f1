package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdbIdentityTest {
    private static final String GUID = "497B72F6390A44FC878E5A2D63B6CC4B";

    /** The key of a file on Microsoft's server, as its documentation shows it. */
    @Test
    void keyIsGuidAndHexadecimalAge() {
        assertThat(new PdbIdentity("notepad.pdb", GUID, 1).key()).isEqualTo(GUID + "1");
        assertThat(new PdbIdentity("notepad.pdb", GUID, 26).key()).isEqualTo(GUID + "1a");
        assertThat(new PdbIdentity("old.pdb", "3B7D8462", 2).key()).isEqualTo("3B7D84622");
    }

    @Test
    void readsWhatADumpSays() {
        PdbIdentity identity = new PdbIdentity("a b.pdb", GUID, 10);
        assertThat(PdbIdentity.parse("C:\\build\\a b.pdb " + GUID + " 10")).contains(identity);
        assertThat(PdbIdentity.parse("/build/a b.pdb " + GUID.toLowerCase() + " 10"))
                .contains(identity);
        assertThat(PdbIdentity.of("a b.pdb", "{497b72f6-390a-44fc-878e-5a2d63b6cc4b}", 10))
                .contains(identity);
        assertThat(PdbIdentity.parse("a.pdb " + GUID + " 4294967295").orElseThrow().key())
                .isEqualTo(GUID + "ffffffff");
        assertThat(identity).hasToString("a b.pdb " + GUID + " 10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.pdb",
                "..",
                "x\\.. " + GUID + " 1",
                "a/ " + GUID + " 1",
                ".hidden " + GUID + " 1",
                "c:x.pdb " + GUID + " 1",
                "a?.pdb " + GUID + " 1",
                "a\u0000.pdb " + GUID + " 1",
                "a.pdb. " + GUID + " 1",
                "a.pdb 497B 1",
                "a.pdb ../../" + GUID + " x",
                "a.pdb " + GUID + " -1",
            })
    void refusesWhatCannotBeAFilesName(String text) {
        assertThat(PdbIdentity.parse(text)).isEmpty();
    }

    @Test
    void cannotBeMadeOfAnythingElse() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PdbIdentity("../a.pdb", GUID, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PdbIdentity("a.pdb", "../" + GUID, 1));
    }
}
