package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Architecture;
import org.junit.jupiter.api.Test;

import java.util.List;

class LayeredTypesTest {
    private static final Architecture X64 = Architecture.X64;

    private final TypeTable unknownBuild = table("mine", "windows", 0, X64);
    private final TypeTable unknownSystem = table("any", TypeTable.Id.UNKNOWN_FAMILY, 0, X64);
    private final TypeTable win11 = table("win11-24h2-26100-x64", "windows", 26100, X64);
    private final TypeTable win7 = table("WIN7-SP1-X64", "windows", 7601, X64);
    private final TypeTable linux = table("linux", "linux", 0, X64);
    private final TypeTable x86 = table("mine-x86", "windows", 0, Architecture.X86);
    private final TypeCatalog types =
            new LayeredTypes(
                    List.of(linux, x86, win11, unknownBuild, unknownSystem, win7),
                    new ShippedTypes());

    @Test
    void findsTheUsersTableByNameFirst() {
        assertThat(types.named("win7-sp1-x64")).containsSame(win7);
        assertThat(types.named("mine")).containsSame(unknownBuild);
        assertThat(types.named("win7-sp1-x86"))
                .hasValueSatisfying(table -> assertThat(table.id().build()).isEqualTo(7601));
        assertThat(types.named("none")).isEmpty();
    }

    @Test
    void listsAllTables() {
        assertThat(types.tables()).hasSize(70 + 6).isSortedAccordingTo(TypeTable.Id.ORDER);
        assertThat(types.tables()).contains(win11.id(), x86.id());
    }

    @Test
    void namesTablesOfTheBuildOrOfUnknownBuildFirst() {
        assertThat(names("windows", 7601))
                .startsWith("WIN7-SP1-X64", "mine", "any", "win7-sp1-24540-x64")
                .endsWith("linux");
        assertThat(names("windows", 26100))
                .startsWith("win11-24h2-26100-x64", "mine", "any", "win11-23h2-22631-x64");
    }

    @Test
    void putsTablesOfAnotherBuildAmongTheOthers() {
        assertThat(names("windows", 26200))
                .startsWith("mine", "any", "win11-24h2-26100-x64", "win11-23h2-22631-x64");
        assertThat(names("windows", 9200))
                .startsWith("mine", "any", "win8-x64", "ntdll-win8-x64", "WIN7-SP1-X64");
        assertThat(names("windows", 9200)).hasSize(41 + 5).doesNotContain("mine-x86");
    }

    private List<String> names(String family, int build) {
        return types.candidates(family, build, X64).stream().map(TypeTable::toString).toList();
    }

    private static TypeTable table(
            String name, String family, int build, Architecture architecture) {
        return new TypeTable(
                new TypeTable.Id(name, family, family, build, architecture, "test"), List.of());
    }
}
