/**
 * Synthetic dumps with known contents. The writers follow a written model of the formats:
 * Microsoft's public description of the minidump ({@code minidumpapiset.h}), and the structures of
 * the NT heap as the public symbols of each build declare them. They share the layout tables with
 * the decoders, but none of their code, so that an error in either shows as a disagreement.
 */
@NonNullByDefault
package org.cairn.testkit;

import org.eclipse.jdt.annotation.NonNullByDefault;
