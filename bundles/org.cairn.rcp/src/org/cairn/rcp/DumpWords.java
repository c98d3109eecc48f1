package org.cairn.rcp;

import org.cairn.memory.Addresses;
import org.cairn.store.Block;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Place;

import java.util.Locale;
import java.util.Optional;

/** How the state of a dump and the place in it are said in the status line. */
final class DumpWords {
    private DumpWords() {}

    /** One line for people. */
    static String of(DumpSession dump) {
        String place = place(dump.places().now());
        return state(dump) + (place.isEmpty() ? "" : "  \u00b7  " + place);
    }

    private static String state(DumpSession dump) {
        return switch (dump.state()) {
            case OPENING, DECODING -> dump.work();
            case READY -> dump.message().isEmpty() ? "Ready" : "Ready, " + dump.message();
            case NOT_DECODED -> "Not decoded: " + dump.message();
            case FAILED -> "Cannot be read: " + dump.message();
            case CLOSED -> "Closed";
        };
    }

    private static String place(Place place) {
        Optional<Block> block = place.block();
        if (block.isPresent()) {
            return block(block.get(), place.address().orElse(block.get().address()));
        }
        return place.address().isPresent() ? Addresses.hex(place.address().getAsLong()) : "";
    }

    private static String block(Block block, long address) {
        String owner = block.owner().isEmpty() ? "" : ", owner " + block.owner();
        return "%s in the %s block at %s, %,d bytes%s"
                .formatted(
                        Addresses.hex(address),
                        block.state().name().toLowerCase(Locale.ROOT),
                        Addresses.hex(block.address()),
                        block.size(),
                        owner);
    }
}
