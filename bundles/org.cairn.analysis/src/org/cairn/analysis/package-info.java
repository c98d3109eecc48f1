/**
 * One open analysis of a dump: {@link org.cairn.analysis.AnalysisService} opens a file, recognises
 * the system, decodes its heaps into the block store (or finds them there), and {@link
 * org.cairn.analysis.Analysis} answers questions.
 */
@NonNullByDefault
package org.cairn.analysis;

import org.eclipse.jdt.annotation.NonNullByDefault;
