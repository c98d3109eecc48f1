package org.cairn.types;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where symbol files are looked for, in the syntax of Microsoft's debuggers and of the variable
 * {@code _NT_SYMBOL_PATH} (Microsoft, "Symbol path for Windows debuggers"): elements separated by
 * {@code ;}, searched in turn.
 *
 * <ul>
 *   <li>{@code FOLDER}: a folder with symbol files;
 *   <li>{@code srv*STORE*STORE…}: symbol stores, folders or addresses of servers; what a server
 *       sends is kept in the first folder of the element. An empty store is the default folder;
 *       {@code srv*} alone is the default folder and Microsoft's server;
 *   <li>{@code symsrv*symsrv.dll*STORE…}: the same;
 *   <li>{@code cache*FOLDER}: keeps what servers further right send, when their own element names
 *       no folder.
 * </ul>
 *
 * @param places in the order of the search; elements that cannot be searched are among them, with
 *     the reason
 */
public record SymbolPath(List<Place> places) {
    /** A path without places. */
    public static final SymbolPath EMPTY = new SymbolPath(List.of());

    /** The public symbol server of Microsoft, which {@code srv*} stands for. */
    public static final String MICROSOFT = "https://msdl.microsoft.com/download/symbols";

    private static final String SYMBOL_SERVER_LIBRARY = "symsrv.dll";

    /** Keeps a copy of the list. */
    public SymbolPath {
        places = List.copyOf(places);
    }

    /** One element of the path, or one store of an element. */
    public sealed interface Place {
        // what a place is, its record says
    }

    /**
     * A folder with symbol files.
     *
     * @param path the folder
     */
    public record Folder(Path path) implements Place {}

    /**
     * A folder that is a symbol store.
     *
     * @param path the folder
     */
    public record Store(Path path) implements Place {}

    /**
     * A server.
     *
     * @param address {@code http} or {@code https}, ends with a slash
     * @param cache where to keep what it sends
     */
    public record Server(URI address, Path cache) implements Place {}

    /**
     * An element that is not searched.
     *
     * @param text the element
     * @param reason why not
     */
    public record Refused(String text, String reason) implements Place {}

    /**
     * Reads a path.
     *
     * @param text in the debuggers' syntax
     * @param defaultStore the folder for what servers send where the path names none
     * @return the path; never fails, as what cannot be used becomes {@link Refused}
     */
    public static SymbolPath parse(String text, Path defaultStore) {
        Parser parser = new Parser(defaultStore);
        for (String element : text.split(";")) {
            String bare = element.strip();
            if (bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")) {
                bare = bare.substring(1, bare.length() - 1);
            }
            if (!bare.isEmpty()) {
                parser.element(bare);
            }
        }
        return new SymbolPath(parser.places);
    }

    /**
     * Whether a server is among the places.
     *
     * @return whether a search may use the network, if the user allows it
     */
    public boolean hasServers() {
        return places.stream().anyMatch(Server.class::isInstance);
    }

    private static final class Parser {
        private final Path defaultStore;
        private final List<Place> places = new ArrayList<>();
        private Path cache;

        Parser(Path defaultStore) {
            this.defaultStore = defaultStore;
            this.cache = defaultStore;
        }

        void element(String element) {
            String[] part = element.split("\\*", -1);
            if (part.length == 1) {
                plain(element);
                return;
            }
            switch (part[0].toLowerCase(Locale.ROOT)) {
                case "srv" -> stores(element, List.of(part).subList(1, part.length));
                case "symsrv" -> symbolServer(element, List.of(part));
                case "cache" -> cache(element, part[1]);
                default -> refuse(element, "unknown kind of element '" + part[0] + "*'");
            }
        }

        private void plain(String element) {
            if (isAddress(element)) {
                refuse(element, "a server is written srv*" + element);
            } else {
                folder(element, element, false);
            }
        }

        private void symbolServer(String element, List<String> part) {
            if (!part.get(1).equalsIgnoreCase(SYMBOL_SERVER_LIBRARY)) {
                refuse(element, "only the rules of " + SYMBOL_SERVER_LIBRARY + " are known");
            } else {
                stores(element, part.subList(2, part.size()));
            }
        }

        private void cache(String element, String folder) {
            int before = places.size();
            if (folder.isEmpty()) {
                places.add(new Store(defaultStore));
            } else {
                folder(element, folder, true);
            }
            if (places.size() > before && places.getLast() instanceof Store store) {
                cache = store.path;
            }
        }

        private void stores(String element, List<String> stores) {
            List<String> all = stores;
            if (stores.stream().allMatch(String::isEmpty)) {
                all = List.of("", MICROSOFT);
            }
            Path own = null;
            for (String store : all) {
                if (isAddress(store)) {
                    server(element, store, own == null ? cache : own);
                    continue;
                }
                int before = places.size();
                if (store.isEmpty()) {
                    places.add(new Store(defaultStore));
                } else {
                    folder(element, store, true);
                }
                if (own == null
                        && places.size() > before
                        && places.getLast() instanceof Store added) {
                    own = added.path;
                }
            }
        }

        private void server(String element, String address, Path keep) {
            try {
                URI uri = new URI(address.endsWith("/") ? address : address + "/");
                if (uri.getHost() == null) {
                    refuse(element, "the address names no host");
                } else if (uri.getUserInfo() != null
                        || uri.getQuery() != null
                        || uri.getFragment() != null) {
                    refuse(element, "an address with a user, a query or a fragment is not used");
                } else {
                    places.add(new Server(uri, keep));
                }
            } catch (URISyntaxException wrong) {
                refuse(element, "not an address: " + wrong.getReason());
            }
        }

        /** A share is on the network, and reaching for it can send the user's credentials. */
        private void folder(String element, String folder, boolean store) {
            if (folder.startsWith("\\\\") || folder.startsWith("//")) {
                refuse(element, "a share on the network: copy it, or give a folder");
                return;
            }
            try {
                Path path = Path.of(folder);
                places.add(store ? new Store(path) : new Folder(path));
            } catch (InvalidPathException wrong) {
                refuse(element, "not a folder's name: " + wrong.getReason());
            }
        }

        private void refuse(String element, String reason) {
            places.add(new Refused(element, reason));
        }

        private static boolean isAddress(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            return lower.startsWith("http://") || lower.startsWith("https://");
        }
    }
}
