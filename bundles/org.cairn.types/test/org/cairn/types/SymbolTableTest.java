package org.cairn.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.types.SymbolTable.Nearest;
import org.cairn.types.SymbolTable.Symbol;
import org.junit.jupiter.api.Test;

import java.util.List;

class SymbolTableTest {
    private static final long KERNEL = 0xffff_8000_0000_0000L;

    private final SymbolTable table =
            new SymbolTable(
                    List.of(
                            new Symbol("beta", 0x200),
                            new Symbol("kernel", KERNEL),
                            new Symbol("zeta", 0x100),
                            new Symbol("alpha", 0x100),
                            new Symbol("beta", 0x80)));

    @Test
    void findsNames() {
        assertThat(table.find("alpha")).hasValue(0x100);
        assertThat(table.find("kernel")).hasValue(KERNEL);
        assertThat(table.find("Alpha")).isEmpty();
        assertThat(table.find("")).isEmpty();
        assertThat(table.find("zz")).isEmpty();
    }

    @Test
    void findsTheFirstOfSeveralWithOneName() {
        assertThat(table.find("beta")).hasValue(0x200);
    }

    @Test
    void findsTheFirstOfSeveralAtOnePlace() {
        assertThat(table.nearest(0x1ff)).hasValue(new Nearest("zeta", 0x100, 0xff));
    }

    @Test
    void findsNothingBeforeTheFirstPlace() {
        assertThat(table.nearest(0x7f)).isEmpty();
        assertThat(table.nearest(0x80)).hasValue(new Nearest("beta", 0x80, 0));
    }

    @Test
    void takesPlacesAsUnsigned() {
        assertThat(table.nearest(KERNEL - 1)).map(Nearest::name).hasValue("beta");
        assertThat(table.nearest(-1)).hasValue(new Nearest("kernel", KERNEL, -1 - KERNEL));
    }

    @Test
    void hasAllNamesInOrder() {
        assertThat(table.names()).containsExactly("alpha", "beta", "beta", "kernel", "zeta");
        assertThat(table.size()).isEqualTo(5);
        assertThat(SymbolTable.EMPTY.size()).isZero();
        assertThat(SymbolTable.EMPTY.nearest(5)).isEmpty();
    }
}
