/** Tests of the command line that need no OSGi. */
@NonNullByDefault
package org.cairn.cli;

import org.eclipse.jdt.annotation.NonNullByDefault;
