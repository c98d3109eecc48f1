/** Views whose rows are fetched page by page: what the tables of a dump have in common. */
@NonNullByDefault
package org.cairn.ui.internal.tables;

import org.eclipse.jdt.annotation.NonNullByDefault;
