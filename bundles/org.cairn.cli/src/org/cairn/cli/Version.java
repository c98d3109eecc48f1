package org.cairn.cli;

import org.cairn.analysis.AnalysisService;

import picocli.CommandLine.IVersionProvider;

/** Prints the version for {@code cairn --version}. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"Cairn " + AnalysisService.VERSION};
    }
}
