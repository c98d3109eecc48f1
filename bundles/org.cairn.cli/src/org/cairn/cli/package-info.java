/** The headless application: one class for each command, all on the same analysis. */
@NonNullByDefault
package org.cairn.cli;

import org.eclipse.jdt.annotation.NonNullByDefault;
