/** What people type to see some rows of a table only, and the conditions that it stands for. */
@NonNullByDefault
package org.cairn.analysis.filter;

import org.eclipse.jdt.annotation.NonNullByDefault;
