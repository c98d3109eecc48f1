package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.cairn.store.QueryException;

import picocli.CommandLine.Command;

import java.util.OptionalLong;

/** {@code cairn modules}. */
@Command(
        name = "modules",
        description = "Lists the images that are loaded, with what identifies them.")
final class ModulesCommand extends SystemListing {
    @Override
    Table list(Analysis analysis, OptionalLong id, Progress progress) throws QueryException {
        return analysis.modules(id, progress);
    }
}
