package org.cairn.system.os2;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.eclipse.jdt.annotation.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layouts of the kernels' structures, as {@code layouts.txt} lists them with their sources. A
 * layout that depends on the build or the release has a suffix: {@code .A} for ALLSTRICT kernels,
 * {@code .w3} and others for releases. The type of a field tells what its value means; {@link
 * StructureText} writes it.
 */
public final class KernelLayouts {
    private static final String RESOURCE = "layouts.txt";
    private static final int HEX = 16;
    private static final int PLAIN_FIELD = 4;

    private final Map<String, @Nullable Structure> structures = new LinkedHashMap<>();
    private final Map<String, String> meanings = new LinkedHashMap<>();

    private KernelLayouts(List<String> lines) {
        String name = "";
        int size = 0;
        List<Field> fields = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ");
            if (Character.isUpperCase(line.charAt(0))) {
                add(name, size, fields);
                name = words[0];
                size = number(words[1]);
                meanings.put(name, line.split(" ", 3)[2]);
                fields.clear();
            } else {
                fields.add(field(words));
            }
        }
        add(name, size, fields);
    }

    private void add(String name, int size, List<Field> fields) {
        if (!name.isEmpty()) {
            structures.put(name, new Structure(name, size, List.copyOf(fields)));
        }
    }

    private static Field field(String[] words) {
        int offset = number(words[0]);
        int size = number(words[1]);
        return words.length == PLAIN_FIELD
                ? new Field(words[2], words[3], offset, size)
                : new Field(words[2], words[3], offset, size, number(words[4]), number(words[5]));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits, HEX);
    }

    /**
     * Reads the layouts that come with this bundle.
     *
     * @return all of them
     */
    public static KernelLayouts load() {
        try (InputStream stream = KernelLayouts.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new KernelLayouts(
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                            .lines()
                            .toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * A layout that is known to be there.
     *
     * @param name with its suffix, such as {@code PEVENT.A}
     * @return the layout
     * @throws IllegalArgumentException when there is none
     */
    public Structure get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no layout " + name));
    }

    /**
     * Looks for a layout.
     *
     * @param name with its suffix, if it has one
     * @return the layout, if there is one
     */
    public Optional<Structure> find(String name) {
        Structure found = structures.get(name);
        return found == null ? Optional.empty() : Optional.of(found);
    }

    /**
     * What a structure is.
     *
     * @param structure one of these
     * @return a few words, such as {@code private event semaphore}
     */
    public String meaning(Structure structure) {
        return meanings.getOrDefault(structure.name(), "");
    }

    /**
     * The names of all layouts.
     *
     * @return in the order of the list
     */
    public List<String> names() {
        return Collections.unmodifiableList(new ArrayList<>(structures.keySet()));
    }
}
