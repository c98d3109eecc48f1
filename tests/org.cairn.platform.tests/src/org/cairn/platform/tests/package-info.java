/** Tests of Cairn as it runs: bundles in Equinox, extensions, the command line. */
@NonNullByDefault
package org.cairn.platform.tests;

import org.eclipse.jdt.annotation.NonNullByDefault;
