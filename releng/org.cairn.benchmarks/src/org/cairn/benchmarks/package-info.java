/** Measures Cairn on a synthetic dump of many blocks; run by {@code releng/benchmarks}. */
@NonNullByDefault
package org.cairn.benchmarks;

import org.eclipse.jdt.annotation.NonNullByDefault;
