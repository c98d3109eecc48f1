/** Tests of how contributed code is run. */
@NonNullByDefault
package org.cairn.analysis.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
