/** Tests of the testkit: what it writes is read by a reader of its own. */
@NonNullByDefault
package org.cairn.testkit;

import org.eclipse.jdt.annotation.NonNullByDefault;
