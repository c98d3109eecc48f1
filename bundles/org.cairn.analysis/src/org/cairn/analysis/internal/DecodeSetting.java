package org.cairn.analysis.internal;

import org.cairn.analysis.Contributions;
import org.cairn.dump.DumpException;
import org.cairn.heap.DecodeContext;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;

import java.util.Optional;

/**
 * What contributed code works with.
 *
 * @param contributions decoders and resolvers
 * @param system what was recognised
 * @param types tables to choose from
 * @param guard runs contributed code
 * @param exception for which the dump was written, if any
 */
public record DecodeSetting(
        Contributions contributions,
        SystemImage system,
        TypeChoice types,
        Guard guard,
        Optional<DumpException> exception) {
    DecodeContext context(int process, LifeSign sign) {
        ProcessImage image = system.processes().get(process);
        return new DecodeContext(system, image, types, new SignedProgress(sign), exception);
    }
}
