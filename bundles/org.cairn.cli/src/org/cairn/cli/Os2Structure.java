package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.OptionalLong;

/** {@code cairn os2 structure}, the debuggers' {@code .d}. */
@Command(
        name = "structure",
        description =
                "Shows a structure of the kernel, such as SFT, MFT, VPB, DPB, CDS, BUF, REQ, PEVENT.")
final class Os2Structure extends Subcommand {
    @Parameters(
            index = "1",
            paramLabel = "NAME",
            description = "of the structure; with .A as ALLSTRICT kernels have it")
    private String name = "";

    @Parameters(index = "2", paramLabel = "ADDRESS", description = "%%fe04c8e8, 21a0:ade0 or 0x…")
    private String address = "";

    @Override
    boolean needsBlocks() {
        return false;
    }

    @Override
    int run(Analysis analysis, Progress progress) throws IOException {
        long at =
                Arguments.address(
                        "ADDRESS", address, options(), analysis, OptionalLong.empty(), progress);
        return write(analysis.systemStructure(name, at));
    }
}
