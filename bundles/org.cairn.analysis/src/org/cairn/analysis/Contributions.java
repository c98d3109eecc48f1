package org.cairn.analysis;

import org.cairn.dump.DumpReader;
import org.cairn.dump.Remark;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.OwnerResolver;
import org.cairn.system.SystemReader;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * All parts that take part in an analysis.
 *
 * @param dumpReaders read files
 * @param systems recognise operating systems
 * @param heapDecoders decode heaps
 * @param ownerResolvers find owners, in order of precedence
 * @param remarks about parts that could not be used
 */
public record Contributions(
        List<Contribution<DumpReader>> dumpReaders,
        List<Contribution<SystemReader>> systems,
        List<Contribution<HeapDecoder>> heapDecoders,
        List<Contribution<OwnerResolver>> ownerResolvers,
        List<Remark> remarks) {
    /** Keeps copies of the lists. */
    public Contributions {
        dumpReaders = List.copyOf(dumpReaders);
        systems = List.copyOf(systems);
        heapDecoders = List.copyOf(heapDecoders);
        ownerResolvers = List.copyOf(ownerResolvers);
        remarks = List.copyOf(remarks);
    }

    /**
     * Finds the parts of a plain JVM.
     *
     * @param loader whose {@code META-INF/services} are read
     * @return the parts
     */
    public static Contributions fromServices(ClassLoader loader) {
        List<Remark> remarks = new ArrayList<>();
        return new Contributions(
                services(
                        loader,
                        DumpReader.class,
                        DumpReader::id,
                        DumpReader::name,
                        part -> 0,
                        remarks),
                services(
                        loader,
                        SystemReader.class,
                        SystemReader::id,
                        SystemReader::name,
                        part -> 0,
                        remarks),
                services(
                        loader,
                        HeapDecoder.class,
                        HeapDecoder::id,
                        HeapDecoder::name,
                        HeapDecoder::version,
                        remarks),
                services(
                        loader,
                        OwnerResolver.class,
                        OwnerResolver::id,
                        OwnerResolver::name,
                        OwnerResolver::version,
                        remarks),
                remarks);
    }

    private static <T> List<Contribution<T>> services(
            ClassLoader loader,
            Class<T> contract,
            Function<T, String> id,
            Function<T, String> name,
            ToIntFunction<T> version,
            List<Remark> remarks) {
        List<Contribution<T>> found = new ArrayList<>();
        ServiceLoader.load(contract, loader).stream()
                .forEach(
                        provider -> {
                            try {
                                T part = provider.get();
                                String from = provider.type().getPackageName();
                                found.add(
                                        new Contribution<>(
                                                id.apply(part),
                                                name.apply(part),
                                                from,
                                                version.applyAsInt(part),
                                                () -> part));
                            } catch (ServiceConfigurationError
                                    | RuntimeException
                                    | LinkageError failure) {
                                remarks.add(
                                        Remark.warning(
                                                provider.type().getName()
                                                        + " cannot be used: "
                                                        + failure));
                            }
                        });
        return found;
    }
}
