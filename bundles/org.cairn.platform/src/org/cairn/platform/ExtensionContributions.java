package org.cairn.platform;

import org.cairn.analysis.Contribution;
import org.cairn.analysis.Contributions;
import org.cairn.dump.DumpReader;
import org.cairn.dump.Remark;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.OwnerResolver;
import org.cairn.system.SystemReader;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExtensionRegistry;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Finds the parts of an analysis in the extension registry. No class is loaded before it is needed.
 */
public final class ExtensionContributions {
    /** The namespace of the extension points. */
    public static final String NAMESPACE = "org.cairn.platform";

    private final IExtensionRegistry registry;
    private final List<Remark> remarks = new ArrayList<>();

    private ExtensionContributions(IExtensionRegistry registry) {
        this.registry = registry;
    }

    /**
     * Reads the extension points {@code dumpReaders}, {@code systems}, {@code heapDecoders} and
     * {@code ownerResolvers}.
     *
     * @param registry of the running platform
     * @return the parts; an extension that is not complete becomes a remark
     */
    public static Contributions read(IExtensionRegistry registry) {
        ExtensionContributions reader = new ExtensionContributions(registry);
        return new Contributions(
                reader.parts("dumpReaders", DumpReader.class),
                reader.parts("systems", SystemReader.class),
                reader.parts("heapDecoders", HeapDecoder.class),
                reader.parts("ownerResolvers", OwnerResolver.class),
                reader.remarks);
    }

    private <T> List<Contribution<T>> parts(String point, Class<T> contract) {
        List<Contribution<T>> parts = new ArrayList<>();
        List<IConfigurationElement> elements =
                new ArrayList<>(List.of(registry.getConfigurationElementsFor(NAMESPACE, point)));
        elements.sort(Comparator.comparingInt(ExtensionContributions::precedence).reversed());
        for (IConfigurationElement element : elements) {
            Contribution<T> part = part(element, contract);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    private <T> @Nullable Contribution<T> part(IConfigurationElement element, Class<T> contract) {
        String id = element.getAttribute("id");
        String name = element.getAttribute("name");
        String contributor = element.getContributor().getName();
        if (id == null || name == null || element.getAttribute("class") == null) {
            remarks.add(
                    Remark.warning(
                            "an extension of "
                                    + contributor
                                    + " lacks id, name or class and is not used"));
            return null;
        }
        return new Contribution<>(
                id, name, contributor, number(element, "version"), () -> create(element, contract));
    }

    private static <T> T create(IConfigurationElement element, Class<T> contract) {
        try {
            return contract.cast(
                    Objects.requireNonNull(element.createExecutableExtension("class")));
        } catch (CoreException failure) {
            throw new IllegalStateException(failure.getStatus().getMessage(), failure);
        }
    }

    private static int precedence(IConfigurationElement element) {
        return number(element, "precedence");
    }

    private static int number(IConfigurationElement element, String attribute) {
        String text = element.getAttribute(attribute);
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException notNumber) {
            return 0;
        }
    }
}
