package org.cairn.system.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Remark;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.cairn.system.SystemImage;
import org.junit.jupiter.api.Test;

import java.util.Optional;

class BuildTest {
    private static final long TEB = 0x7ff_ffff_e000L;
    private static final long PEB = 0x7ff_fffd_6000L;

    /**
     * {@code GetVersionEx} lies to a program without a manifest; so does the dump that it writes.
     */
    @Test
    void believesThePebRatherThanTheContainer() {
        SystemImage system =
                process("6.2.9200", 9200, "6.2.18362.657").version(PEB, 10, 0, 18362).read();

        assertThat(system.build()).isEqualTo(18362);
        assertThat(system.remarks())
                .containsExactly(
                        Remark.info(
                                "the container says 6.2.9200, PEB 0x7fffffd6000 says 10.0.18362;"
                                        + " taken for build 18362"));
    }

    @Test
    void doesNotBelieveThePebInCompatibilityMode() {
        SystemImage system =
                process("10.0.19045", 19045, "10.0.19041.3636").version(PEB, 6, 1, 7601).read();

        assertThat(system.description()).isEqualTo("Windows 10 22H2 (build 19045) x64");
        assertThat(system.remarks()).hasSize(1);
    }

    @Test
    void knowsTheLieWithoutAPeb() {
        assertThat(process("6.2.9200", 9200, "6.2.18362.657").read().build()).isEqualTo(18362);
        assertThat(process("6.2.9200", 9200, "6.2.9200.16384").read().build()).isEqualTo(9200);
        assertThat(process("6.1.7601", 7601, "10.0.19041.1").read().build()).isEqualTo(7601);
    }

    @Test
    void takesTheBuildOfNtdllWhenNobodyElseHasOne() {
        assertThat(process("", 0, "10.0.22621.3").read().description())
                .isEqualTo("Windows 11 22H2 (build 22621) x64");
        assertThat(process("", 0, "not a version").read().description()).isEqualTo("Windows x64");
        assertThat(process("10.0.99", 99, "").read().description())
                .isEqualTo("Windows (build 99) x64");
    }

    private static FakeProcess process(String version, int build, String ntdll) {
        return new FakeProcess(Architecture.X64, build)
                .claim(new SystemClaim("windows", version, build, Optional.of(Architecture.X64)))
                .module(0x7fff_0a2a_0000L, "C:\\Windows\\System32\\ntdll.dll", ntdll)
                .thread(TEB, PEB)
                .heaps(PEB, 0x1_0000, PEB + 0x800, 0x1_0000);
    }
}
