/** Tests of the output formats. */
@NonNullByDefault
package org.cairn.analysis.table;

import org.eclipse.jdt.annotation.NonNullByDefault;
