package org.cairn.rings.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Arrows point inward only. Ring 1 is plain Java: libraries that run in any JVM, without Eclipse,
 * OSGi or state of their own. What each bundle may use is written down here once; a new bundle or a
 * new edge is a decision, not an accident.
 */
class RingsTest {
    private static final String ANNOTATIONS = "org.eclipse.jdt.annotation";

    private static final String MEMORY = "org.cairn.memory";
    private static final String TYPES = "org.cairn.types";
    private static final String DUMP = "org.cairn.dump";
    private static final String PACKED = "org.cairn.dump.packed";
    private static final String SYSTEM = "org.cairn.system";
    private static final String HEAP = "org.cairn.heap";
    private static final String STORE = "org.cairn.store";
    private static final String ANALYSIS = "org.cairn.analysis";
    private static final String PLATFORM = "org.cairn.platform";
    private static final String WIDGETS = "org.cairn.ui.widgets";
    private static final String UI = "org.cairn.ui";

    /** Which bundles of Cairn a bundle may use; ring 1, from the inside out. */
    private static final Map<String, Set<String>> LIBRARIES =
            Map.ofEntries(
                    Map.entry(MEMORY, Set.of()),
                    Map.entry(TYPES, Set.of(MEMORY)),
                    Map.entry(DUMP, Set.of(MEMORY)),
                    Map.entry(PACKED, Set.of(MEMORY, DUMP)),
                    Map.entry("org.cairn.dump.windows", Set.of(MEMORY, DUMP)),
                    Map.entry("org.cairn.dump.machine", Set.of(MEMORY, DUMP, PACKED)),
                    Map.entry("org.cairn.dump.transcript", Set.of(MEMORY, DUMP)),
                    Map.entry(SYSTEM, Set.of(MEMORY, TYPES, DUMP)),
                    Map.entry("org.cairn.system.windows", Set.of(MEMORY, TYPES, DUMP, SYSTEM)),
                    Map.entry("org.cairn.system.os2", Set.of(MEMORY, TYPES, DUMP, SYSTEM)),
                    Map.entry(HEAP, Set.of(MEMORY, TYPES, DUMP, SYSTEM)),
                    Map.entry("org.cairn.heap.windows", Set.of(MEMORY, TYPES, DUMP, SYSTEM, HEAP)),
                    Map.entry(
                            "org.cairn.heap.os2",
                            Set.of(MEMORY, TYPES, DUMP, SYSTEM, "org.cairn.system.os2", HEAP)),
                    Map.entry(
                            "org.cairn.pool.windows",
                            Set.of(MEMORY, TYPES, DUMP, SYSTEM, HEAP, "org.cairn.heap.windows")),
                    Map.entry(STORE, Set.of(MEMORY, TYPES, DUMP, SYSTEM, HEAP)),
                    Map.entry(ANALYSIS, Set.of(MEMORY, TYPES, DUMP, PACKED, SYSTEM, HEAP, STORE)));

    /** Which packages of others a bundle of ring 1 may use besides the JDK's. */
    private static final Map<String, Set<String>> THIRD_PARTIES =
            Map.of(
                    TYPES, Set.of("com.fasterxml.jackson.", "org.tukaani.xz."),
                    PACKED, Set.of("org.apache.commons.compress."),
                    STORE, Set.of("org.duckdb."),
                    ANALYSIS, Set.of("com.fasterxml.jackson."));

    /** What ring 2 adds. */
    private static final Map<String, Set<String>> PLATFORMS =
            Map.of(
                    PLATFORM,
                    Set.of(MEMORY, TYPES, DUMP, SYSTEM, HEAP, STORE, ANALYSIS),
                    "org.cairn.cli",
                    Set.of(MEMORY, TYPES, DUMP, SYSTEM, HEAP, STORE, ANALYSIS, PLATFORM));

    /** What ring 3 and the product add: the widgets know nothing of dumps. */
    private static final Map<String, Set<String>> WINDOWS =
            Map.of(
                    WIDGETS,
                    Set.of(),
                    UI,
                    Set.of(MEMORY, TYPES, DUMP, SYSTEM, HEAP, STORE, ANALYSIS, PLATFORM, WIDGETS),
                    "org.cairn.rcp",
                    Set.of(PLATFORM, WIDGETS, UI));

    /** What the widgets may require of others. */
    private static final Set<String> WIDGET_LIBRARIES =
            Set.of("org.eclipse.swt", "org.eclipse.swtchart", ANNOTATIONS);

    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)");
    private static final Pattern MUTABLE_STATIC =
            Pattern.compile(
                    "^\\s+(?:private |public |protected )?static (?!final\\b|class\\b|record\\b|interface\\b|enum\\b|sealed\\b|abstract\\b|<)[\\w<>\\[\\], .@?]+ \\w+( =.*)?;.*");

    @Test
    void everyBundleHasItsRing() throws IOException {
        List<String> bundles = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root().resolve("bundles"))) {
            folders.filter(folder -> Files.exists(folder.resolve("META-INF/MANIFEST.MF")))
                    .forEach(folder -> bundles.add(folder.getFileName().toString()));
        }
        List<String> known = new ArrayList<>(LIBRARIES.keySet());
        known.addAll(PLATFORMS.keySet());
        known.addAll(WINDOWS.keySet());
        assertThat(bundles).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void manifestsPointInward() throws IOException {
        Map<String, Set<String>> all = new TreeMap<>(LIBRARIES);
        all.putAll(PLATFORMS);
        all.putAll(WINDOWS);
        List<String> outward = new ArrayList<>();
        for (Map.Entry<String, Set<String>> bundle : all.entrySet()) {
            for (String required : header(bundle.getKey(), "Require-Bundle")) {
                boolean own = required.startsWith("org.cairn.");
                boolean plain =
                        own
                                || required.equals(ANNOTATIONS)
                                || !LIBRARIES.containsKey(bundle.getKey());
                if (own && !bundle.getValue().contains(required) || !plain) {
                    outward.add(bundle.getKey() + " requires " + required);
                }
            }
        }
        assertThat(outward).isEmpty();
    }

    @Test
    void widgetsKnowNothingButSwt() throws IOException {
        assertThat(header(WIDGETS, "Require-Bundle")).isSubsetOf(WIDGET_LIBRARIES);
        assertThat(header(WIDGETS, "Import-Package")).isEmpty();
    }

    @Test
    void librariesArePlainJava() throws IOException {
        List<String> forbidden = new ArrayList<>();
        for (String bundle : LIBRARIES.keySet()) {
            for (Path source : sources(bundle)) {
                for (String line : Files.readAllLines(source)) {
                    Matcher matcher = IMPORT.matcher(line);
                    if (matcher.find() && !isAllowed(bundle, matcher.group(1))) {
                        forbidden.add(source.getFileName() + ": " + line);
                    }
                }
            }
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void librariesHaveNoStaticState() throws IOException {
        List<String> variables = new ArrayList<>();
        for (String bundle : LIBRARIES.keySet()) {
            for (Path source : sources(bundle)) {
                for (String line : Files.readAllLines(source)) {
                    if (MUTABLE_STATIC.matcher(line).matches()) {
                        variables.add(source.getFileName() + ": " + line);
                    }
                }
            }
        }
        assertThat(variables).isEmpty();
    }

    private static boolean isAllowed(String bundle, String imported) throws IOException {
        if (imported.startsWith("java.")
                || imported.startsWith(ANNOTATIONS + ".")
                || imported.startsWith(bundle + ".")) {
            return true;
        }
        if (THIRD_PARTIES.getOrDefault(bundle, Set.of()).stream().anyMatch(imported::startsWith)) {
            return true;
        }
        for (String library : LIBRARIES.getOrDefault(bundle, Set.of())) {
            if (isApiOf(library, imported)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isApiOf(String library, String imported) throws IOException {
        String exporter = imported.replaceFirst("\\.[A-Z].*", "");
        return !exporter.startsWith(library + ".internal")
                && header(library, "Export-Package").contains(exporter);
    }

    private static List<Path> sources(String bundle) throws IOException {
        try (Stream<Path> files =
                Files.walk(root().resolve("bundles").resolve(bundle).resolve("src"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> header(String bundle, String name) throws IOException {
        Path file = root().resolve("bundles").resolve(bundle).resolve("META-INF/MANIFEST.MF");
        try (InputStream in = Files.newInputStream(file)) {
            String value = new Manifest(in).getMainAttributes().getValue(name);
            return value == null
                    ? List.of()
                    : Stream.of(value.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
                            .map(clause -> clause.split(";")[0].trim())
                            .toList();
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("target-platform/cairn.target"))) {
            folder = Objects.requireNonNull(folder.getParent(), "not inside the source tree");
        }
        return folder;
    }
}
