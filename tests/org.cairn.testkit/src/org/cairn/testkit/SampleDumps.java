package org.cairn.testkit;

import org.cairn.testkit.internal.Sample;
import org.cairn.testkit.internal.SampleReadme;
import org.cairn.testkit.internal.SampleSystem;
import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeCatalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the project's sample dumps and the page that describes them. */
public final class SampleDumps {
    private SampleDumps() {}

    /**
     * Writes the samples.
     *
     * @param arguments the folder
     * @throws IOException when a file cannot be written
     */
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("usage: SampleDumps <folder>");
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /**
     * The samples.
     *
     * @return contents by file names
     */
    public static Map<String, byte[]> files() {
        TypeCatalog types = new ShippedTypes();
        String x64 = "Windows 10 22H2, x64";
        List<Sample> samples =
                List.of(
                        new Sample(SampleSystem.windowsXp(), types),
                        new Sample(SampleSystem.windows7(), types),
                        new Sample(SampleSystem.windows10("nt-win10-x64.dmp", x64), types),
                        new Sample(
                                        SampleSystem.windows10(
                                                "nt-win10-x64-corrupt.dmp",
                                                x64 + ", with a block that was overrun"),
                                        types)
                                .overrun());
        Map<String, byte[]> files = new LinkedHashMap<>();
        samples.forEach(sample -> files.put(sample.file(), sample.toBytes()));
        byte[] readme = SampleReadme.of(samples).getBytes(StandardCharsets.UTF_8);
        files.put("README.md", readme);
        return files;
    }
}
