/** Tests of the minidump reader. */
@NonNullByDefault
package org.cairn.dump.windows;

import org.eclipse.jdt.annotation.NonNullByDefault;
