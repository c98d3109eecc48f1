package org.cairn.ui.internal.details;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.ui.internal.details.Cell.Tone;
import org.cairn.ui.internal.details.Document.Line;
import org.cairn.ui.internal.details.Document.Span;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Each character is one pixel wide, so the gap between columns is three. */
class DocumentLayoutTest {
    private static final Section TABLE =
            new Section(
                    "Header",
                    List.of("field", "value", "raw"),
                    List.of(
                            List.of(Cell.of("Size"), Cell.of("8 units"), Cell.fixed("08 00")),
                            List.of(Cell.of("Flags"), Cell.of("busy"), Cell.fixed("01"))));

    @Test
    void aFormHasItsValuesBelowOneAnother() {
        Section form =
                new Section.Form("Owner")
                        .add("label", "shop.exe")
                        .add("evidence", "first pointer")
                        .add("description", "")
                        .end();

        Document document = lay(100, form);

        assertThat(document.text()).isEqualTo("Owner\nlabel\tshop.exe\nevidence\tfirst pointer\n");
        assertThat(document.lines())
                .containsExactly(
                        Line.TITLE, new Line(false, List.of(11)), new Line(false, List.of(11)));
    }

    @Test
    void aTableHasColumnsWhereThereIsRoom() {
        Document document = lay(23, TABLE);

        assertThat(document.text())
                .isEqualTo("Header\nfield\tvalue\traw\nSize\t8 units\t08 00\nFlags\tbusy\t01\n");
        assertThat(document.lines().subList(1, 4)).containsOnly(new Line(false, List.of(8, 18)));
    }

    @Test
    void withoutRoomEachRowIsACard() {
        Document document = lay(22, TABLE);

        assertThat(document.text())
                .isEqualTo("Header\nSize\t8 units\n\traw 08 00\nFlags\tbusy\n\traw 01\n");
    }

    @Test
    void aCardNeedsNoHeadingsAndKeepsALongNameInItsLine() {
        Section untitled =
                Section.untitled(
                        "Header",
                        3,
                        List.of(
                                List.of(
                                        Cell.of("PreviousSize"),
                                        Cell.of("8 units"),
                                        Cell.fixed("08 00"))));

        assertThat(lay(22, untitled).text()).isEqualTo("Header\nPreviousSize   8 units\n\t08 00\n");
        assertThat(lay(100, untitled).text()).isEqualTo("Header\nPreviousSize\t8 units\t08 00\n");
    }

    @Test
    void linksAreWhereTheirTextIs() {
        Link link = Link.toAddress(0x1000);
        Document document =
                lay(
                        100,
                        Section.EMPTY,
                        new Section.Form("Block").add("heap", Cell.link("NT heap", link)).end());

        assertThat(document.text()).isEqualTo("Block\nheap\tNT heap\n");
        assertThat(document.spans()).last().isEqualTo(new Span(11, 7, Tone.PLAIN, false, link));
    }

    @Test
    void textsOfADumpStayInTheirLine() {
        Document document =
                lay(100, new Section.Form("Owner").add("label", "two\nlines\tand a tab").end());

        assertThat(document.text()).isEqualTo("Owner\nlabel\ttwo lines and a tab\n");
    }

    private static Document lay(int width, Section... sections) {
        return DocumentLayout.of(List.of(sections), (text, _) -> text.length(), width);
    }
}
