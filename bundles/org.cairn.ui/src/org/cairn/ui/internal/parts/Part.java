package org.cairn.ui.internal.parts;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExtensionRegistry;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A part that a plug-in contributes to a view. All but its instance is known without its class.
 *
 * @param <T> the contract that the part fulfils
 */
public final class Part<T> {
    private static final String NAMESPACE = "org.cairn.ui";

    private final IConfigurationElement element;
    private final Class<T> contract;
    private final String id;
    private final String name;

    private Part(IConfigurationElement element, Class<T> contract, String id, String name) {
        this.element = element;
        this.contract = contract;
        this.id = id;
        this.name = name;
    }

    /**
     * The parts that are contributed to an extension point of {@code org.cairn.ui}. One without id,
     * name or class is only logged.
     *
     * @param <T> the contract that the parts fulfil
     * @param registry of the running platform
     * @param point the extension point, without the bundle's name
     * @param contract what the classes implement
     * @return in the order of the registry
     */
    public static <T> List<Part<T>> read(
            IExtensionRegistry registry, String point, Class<T> contract) {
        List<Part<T>> parts = new ArrayList<>();
        for (IConfigurationElement element :
                registry.getConfigurationElementsFor(NAMESPACE, point)) {
            String id = element.getAttribute("id");
            String name = element.getAttribute("name");
            if (id == null || name == null || element.getAttribute("class") == null) {
                ILog.of(Part.class)
                        .warn(
                                "an extension of "
                                        + element.getContributor().getName()
                                        + " lacks id, name or class and is not used");
            } else {
                parts.add(new Part<>(element, contract, id, name));
            }
        }
        return parts;
    }

    /**
     * The identity.
     *
     * @return a qualified name
     */
    public String id() {
        return id;
    }

    /**
     * What it is called.
     *
     * @return a short name for people
     */
    public String name() {
        return name;
    }

    /**
     * Where it comes from.
     *
     * @return a bundle's symbolic name
     */
    public String contributor() {
        return element.getContributor().getName();
    }

    /**
     * An attribute in {@code plugin.xml}.
     *
     * @param attribute its name
     * @return its value, or empty when it is not there
     */
    public Optional<String> attribute(String attribute) {
        @Nullable String value = element.getAttribute(attribute);
        return value == null ? Optional.empty() : Optional.of(value);
    }

    /**
     * Loads the class.
     *
     * @return a new instance
     * @throws CoreException when the class cannot be loaded or its constructor throws
     * @throws ClassCastException when the class does not fulfil the contract
     */
    public T create() throws CoreException {
        return contract.cast(Objects.requireNonNull(element.createExecutableExtension("class")));
    }

    /**
     * Says that the part has failed, and logs it.
     *
     * @param failure what it threw
     * @return one sentence for people that names the part and its bundle
     */
    public String failed(Throwable failure) {
        String message = name + " of the plug-in " + contributor() + " has failed: " + failure;
        ILog.of(Part.class).error(message, failure);
        return message;
    }
}
