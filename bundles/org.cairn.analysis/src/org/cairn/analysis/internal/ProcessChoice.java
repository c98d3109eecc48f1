package org.cairn.analysis.internal;

import org.cairn.store.QueryException;
import org.cairn.system.ProcessImage;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Which processes a question is about.
 *
 * @param all of the system, in its order
 */
public record ProcessChoice(List<ProcessImage> all) {
    /**
     * Chooses by id.
     *
     * @param id of a process, 0 for the kernel, or empty for all
     * @return indexes of the processes with this id
     * @throws QueryException when there is none
     */
    public List<Integer> indexes(OptionalLong id) throws QueryException {
        List<Integer> indexes =
                IntStream.range(0, all.size())
                        .filter(i -> id.isEmpty() || all.get(i).id() == id.getAsLong())
                        .boxed()
                        .toList();
        if (indexes.isEmpty() && id.isPresent()) {
            throw new QueryException(
                    "there is no process " + id.getAsLong() + " in the dump", null);
        }
        return indexes;
    }

    /**
     * Chooses by id.
     *
     * @param id of a process, 0 for the kernel, or empty for all
     * @return the processes with this id
     * @throws QueryException when there is none
     */
    public List<ProcessImage> images(OptionalLong id) throws QueryException {
        return indexes(id).stream().map(all::get).toList();
    }
}
