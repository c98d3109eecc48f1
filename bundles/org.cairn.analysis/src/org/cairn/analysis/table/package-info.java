/**
 * Results as data: a {@link org.cairn.analysis.table.Table} is rendered as text, JSON, CSV or by a
 * view.
 */
@NonNullByDefault
package org.cairn.analysis.table;

import org.eclipse.jdt.annotation.NonNullByDefault;
