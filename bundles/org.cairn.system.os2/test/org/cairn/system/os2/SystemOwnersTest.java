package org.cairn.system.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Expected: OS/2 Debugging Handbook, "System Object IDs". */
class SystemOwnersTest {
    private final SystemOwners owners = SystemOwners.load();

    @Test
    void idsFollowEachOtherWithoutAGap() {
        assertThat(owners.all()).hasSize(204);
        for (int i = 0; i < 204; i++) {
            assertThat(owners.all().get(i).id()).isEqualTo(0xff2d + i);
            assertThat(owners.all().get(i).meaning()).isNotBlank();
        }
        assertThat(owners.all().stream().map(SystemOwner::name).distinct()).hasSize(204);
    }

    @Test
    void namesAreTheMnemonicsOfTheDebuggers() {
        assertThat(name(0xff2d)).isEqualTo("lielist");
        assertThat(name(0xff4c)).isEqualTo("fsd5");
        assertThat(name(0xff5f)).isEqualTo("dd16");
        assertThat(name(0xff7e)).isEqualTo("ksem");
        assertThat(name(0xffc2)).isEqualTo("semstruc");
        assertThat(name(SystemOwners.FREE_RESIDENT_BLOCK)).isEqualTo("vmkrhf");
        assertThat(name(SystemOwners.END_OF_RESIDENT_HEAP)).isEqualTo("vmkrhl");
        assertThat(name(SystemOwners.DONATED_PAGE)).isEqualTo("khbdon");
        assertThat(name(0xffec)).isEqualTo("vmkrhrw");
        assertThat(name(0xfff8)).isEqualTo("preload");
    }

    @Test
    void otherOwnersAreHandles() {
        assertThat(owners.find(0)).isEmpty();
        assertThat(owners.find(0x031b)).isEmpty();
        assertThat(owners.find(0xff2c)).isEmpty();
        assertThat(owners.find(0xfff9)).isEmpty();
    }

    private String name(int id) {
        return owners.find(id).map(SystemOwner::name).orElse("");
    }
}
